"""Fetching: every way in which a server can fail has its reason, and none of them takes long."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest

from flows.feeds.answer import Answer
from flows.feeds.failure import FetchError, LaterError
from flows.feeds.fetch import MOST_SILENCE, Bounds, Fetcher, Hosts
from flows.feeds.network import PublicTransport, site_of
from tests.flows.feeds.played import cut_gzip, dripping, endless

if TYPE_CHECKING:
    from tests.flows.feeds.played import PlayedWeb

LIMIT = 100_000
OPEN = "User-agent: *\nAllow: /\n"


def fetched(web: PlayedWeb, *paths: str, seconds: float = 20, named: bool = True) -> list[object]:
    """What one run makes of these addresses, one after the other: an answer or an error each."""

    async def run() -> list[object]:
        sites = [site_of(httpx.URL(web.url()))] if named else []
        async with httpx.AsyncClient(transport=PublicTransport(sites), timeout=seconds) as client:
            fetcher = Fetcher(client, Hosts("Dateline/1.0"), Bounds(LIMIT, seconds, 0))
            return [await one(fetcher, path) for path in paths]

    async def one(fetcher: Fetcher, path: str) -> object:
        try:
            return await fetcher.get(path if ":" in path else web.url(path))
        except (FetchError, LaterError) as error:
            return error

    return asyncio.run(run())


def answer(web: PlayedWeb, path: str = "/page") -> Answer:
    (found,) = fetched(web, path)
    assert isinstance(found, Answer), found
    return found


def error(web: PlayedWeb, path: str = "/page", seconds: float = 20) -> FetchError:
    (found,) = fetched(web, path, seconds=seconds)
    assert isinstance(found, FetchError), found
    return found


def test_a_page_is_fetched_with_a_name_and_after_the_rules(web: PlayedWeb) -> None:
    web.put("/page", "<p>Low tide</p>", headers={"Content-Type": "text/html; charset=koi8-r"})
    found = answer(web)
    assert found.body(LIMIT) == (b"<p>Low tide</p>", True)
    assert (found.media_type, found.charset) == ("text/html", "koi8-r")
    assert [each.path for each in web.asked] == ["/robots.txt", "/page"]
    assert {each.headers["User-Agent"] for each in web.asked} == {"Dateline/1.0"}


def test_a_compressed_page_is_decompressed(web: PlayedWeb) -> None:
    packed = gzip.compress(b"<p>Low tide</p>")
    web.put("/page", packed, headers={"Content-Encoding": "gzip"})
    assert answer(web).body(LIMIT) == (b"<p>Low tide</p>", True)


def test_a_bomb_is_opened_up_to_the_limit(web: PlayedWeb) -> None:
    web.put("/page", gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"})
    content, whole = answer(web).body(LIMIT)
    assert len(content) <= LIMIT
    assert not whole


def test_an_endless_page_is_cut_at_the_limit(web: PlayedWeb) -> None:
    web.put("/page", endless)
    found = answer(web)
    assert (len(found.content), found.whole) == (LIMIT, False)


@pytest.mark.parametrize(
    ("status", "reason", "for_now"),
    [
        (401, "not_served", False),
        (403, "not_served", False),
        (404, "not_served", False),
        (410, "not_served", False),
        (408, "unreachable", True),
        (500, "unreachable", True),
        (502, "unreachable", True),
        (503, "unreachable", True),
    ],
)
def test_a_status_has_its_reason(web: PlayedWeb, status: int, reason: str, for_now: bool) -> None:
    web.put("/page", "no", status=status)
    found = error(web)
    assert (found.reason, found.for_now) == (reason, for_now)
    assert str(status) in found.error


@pytest.mark.parametrize(
    "break_it",
    [
        lambda web: web.put("/page", b"half", length=100),
        lambda web: web.put("/page", b"x", headers={"Transfer-Encoding": "chunked"}, length=-1),
    ],
    ids=["cut off", "broken chunks"],
)
def test_an_answer_that_does_not_come_whole_may_come_another_time(
    web: PlayedWeb, break_it: Callable[[PlayedWeb], None]
) -> None:
    break_it(web)
    found = error(web)
    assert (found.reason, found.for_now) == ("unreachable", True)


def test_an_answer_that_never_ends_is_given_up(web: PlayedWeb) -> None:
    web.put("/robots.txt", OPEN)
    web.put("/page", dripping(web))
    found = error(web, seconds=1)
    assert (found.reason, found.for_now) == ("unreachable", True)


def test_a_cut_compression_may_come_whole_another_time(web: PlayedWeb) -> None:
    web.put("/page", cut_gzip(b"Low tide. " * 500), headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError) as raised:
        answer(web).body(LIMIT)
    assert (raised.value.reason, raised.value.for_now) == ("bad_compression", True)


def test_a_compression_that_was_not_asked_for_is_told(web: PlayedWeb) -> None:
    web.put("/page", b"\x0b\x02\x80", headers={"Content-Encoding": "br"})
    with pytest.raises(FetchError) as raised:
        answer(web).body(LIMIT)
    assert raised.value.reason == "bad_compression"


def test_redirects_are_followed_to_their_end(web: PlayedWeb) -> None:
    web.put("/page", status=301, headers={"Location": "/two"})
    web.put("/two", status=302, headers={"Location": web.url("/three")})
    web.put("/three", "here")
    found = answer(web)
    assert (found.url, found.content) == (web.url("/three"), b"here")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/page", "not_served"),
        ("file:///etc/passwd", "bad_address"),
        ("ftp://a.example/x", "bad_address"),
        ("http://[::1", "unreachable"),
        ("", "not_served"),
        ("http://localhost:1/", "bad_address"),
        ("http://127.0.0.1:1/", "bad_address"),
        ("http://10.0.0.1/", "bad_address"),
        ("http://169.254.169.254/latest/meta-data", "bad_address"),
        ("http://[::ffff:127.0.0.1]/", "bad_address"),
        ("http://0.0.0.0/", "bad_address"),
        ("http://2130706433/", "bad_address"),
    ],
)
def test_a_redirect_leads_nowhere_that_it_must_not(
    web: PlayedWeb, target: str, reason: str
) -> None:
    web.put("/page", status=302, headers={"Location": target})
    assert error(web).reason == reason


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "//", "x"])
def test_what_is_no_address_of_the_web_is_not_asked(web: PlayedWeb, address: str) -> None:
    (found,) = fetched(web, address if ":" in address else f"nothing:{address}")
    assert isinstance(found, FetchError)
    assert found.reason == "bad_address"


def test_a_private_server_that_nobody_named_is_not_asked(web: PlayedWeb) -> None:
    web.put("/page", "secret")
    (found,) = fetched(web, "/page", named=False)
    assert isinstance(found, FetchError)
    assert found.reason == "bad_address"
    assert web.asked == []


@pytest.mark.parametrize(
    ("robots", "status", "reason", "for_now"),
    [
        ("User-agent: *\nDisallow: /page", 200, "disallowed", False),
        ("User-agent: dateline\nDisallow: /\n\nUser-agent: *\nAllow: /", 200, "disallowed", False),
        ("User-agent: *\nDisallow: /*age$", 200, "disallowed", False),
        ("", 401, "disallowed", False),
        ("", 403, "disallowed", False),
        ("", 500, "unreachable", True),
        ("", 429, "unreachable", True),
    ],
)
def test_what_the_rules_do_not_allow_is_not_asked(
    web: PlayedWeb, robots: str, status: int, reason: str, for_now: bool
) -> None:
    web.put("/robots.txt", robots, status=status)
    web.put("/page", "here")
    found = error(web)
    assert (found.reason, found.for_now) == (reason, for_now)
    assert web.paths == []


@pytest.mark.parametrize(
    ("robots", "status"),
    [
        ("", 404),
        ("", 410),
        ("", 200),
        ("<html>not rules</html>", 200),
        (b"\xff\xfe\x00".decode("latin-1"), 200),
        ("User-agent: *\nDisallow: /other", 200),
        ("User-agent: Dateline\nAllow: /\n\nUser-agent: *\nDisallow: /", 200),
        ("User-agent: *\nDisallow: /p\nAllow: /page", 200),
    ],
)
def test_what_the_rules_allow_is_asked(web: PlayedWeb, robots: str, status: int) -> None:
    web.put("/robots.txt", robots, status=status)
    web.put("/page", "here")
    assert answer(web).content == b"here"


def test_the_rules_are_asked_for_once(web: PlayedWeb) -> None:
    web.put("/robots.txt", OPEN)
    web.put("/page", "here")
    fetched(web, "/page", "/page")
    assert [each.path for each in web.asked] == ["/robots.txt", "/page", "/page"]


def test_rules_that_are_elsewhere_are_followed(web: PlayedWeb) -> None:
    web.put("/robots.txt", status=301, headers={"Location": "/rules"})
    web.put("/rules", "User-agent: *\nDisallow: /")
    assert error(web).reason == "disallowed"


def test_a_busy_server_is_waited_for(web: PlayedWeb) -> None:
    web.put("/page", "no", status=429, headers={"Retry-After": "0"})
    web.then("/page", "here")
    assert answer(web).content == b"here"


def test_a_server_that_asks_for_more_patience_is_left_alone(web: PlayedWeb) -> None:
    web.put("/page", "no", status=429, headers={"Retry-After": "7200"})
    first, second = fetched(web, "/page", "/other")
    assert isinstance(first, LaterError)
    assert isinstance(second, LaterError)
    assert first.seconds is not None
    assert 7_000 < first.seconds <= 7_200
    assert web.paths == ["/page"]


def test_a_busy_server_that_says_no_time_is_left_alone(web: PlayedWeb) -> None:
    web.put("/page", "no", status=503)
    first, second = fetched(web, "/page", "/other")
    assert isinstance(first, FetchError)
    assert isinstance(second, LaterError)


def test_a_server_that_does_not_answer_again_and_again_is_left_alone(web: PlayedWeb) -> None:
    web.put("/robots.txt", OPEN)
    web.put("/page", b"half", length=100)
    found = fetched(web, *["/page"] * (MOST_SILENCE + 2))
    assert [type(each) for each in found] == [FetchError] * MOST_SILENCE + [LaterError] * 2
    assert len(web.paths) == MOST_SILENCE


def test_a_server_that_asks_for_a_slow_pace_is_not_asked_faster(web: PlayedWeb) -> None:
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 3000")
    web.put("/page", "here")
    # Its rules are known after the first request alone, so that one page is had.
    first, second = fetched(web, "/page", "/page")
    assert isinstance(first, Answer | LaterError)
    assert isinstance(second, LaterError)
    assert len(web.paths) <= 1
