"""robots.txt: what it allows, how slowly it asks to be read, and files that are traps."""

from __future__ import annotations

import pytest

from flows.feeds.robots import LONGEST_DELAY, robots_answered, robots_of

HOST = "https://wire.example"


@pytest.mark.parametrize(
    ("rules", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nRequest-rate: 1/10", 10),
        ("User-agent: other\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 3", 3),
        ("User-agent: dateline\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 3", 9),
        ("User-agent: *\nCrawl-delay: 99999999", LONGEST_DELAY),
        ("User-agent: *\nCrawl-delay: -5", 0),
        ("User-agent: *\nCrawl-delay: soon", 0),
        ("User-agent: *\nDisallow: /x", 0),
        ("", 0),
    ],
)
def test_a_delay_that_is_asked_for_is_known(rules: str, delay: float) -> None:
    assert robots_of(rules.encode(), "Dateline").delay == delay


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /a*a*a*a*a*a*a*a*a*a*a*b", True),
        ("User-agent: *\nDisallow: /" + "*a" * 50_000 + "$", False),
        ("User-agent: *\nDisallow: /" + "a" * 600_000, True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
    ],
)
def test_patterns_that_are_traps_take_no_time(rules: str, allowed: bool) -> None:
    assert robots_of(rules.encode(), "Dateline").allows(f"{HOST}/{'a' * 100_000}") is allowed


def test_a_file_with_too_many_rules_closes_its_host() -> None:
    rules = "".join(f"user-agent: a{n}\n" for n in range(10_000)) + "allow: /\n" * 10_000
    told = robots_of(rules.encode(), "Dateline")
    assert not told.allows(f"{HOST}/x")
    assert not told.for_now


@pytest.mark.parametrize(
    ("status", "allowed", "for_now"),
    [(404, True, False), (418, True, False), (403, False, False), (500, False, True),
     (304, False, True), (429, False, True)],
)  # fmt: skip
def test_a_status_opens_or_closes_a_host(status: int, allowed: bool, for_now: bool) -> None:
    told = robots_answered(status, b"User-agent: *\nDisallow: /", "Dateline")
    assert (told.allows(f"{HOST}/x"), told.for_now) == (allowed, for_now)
