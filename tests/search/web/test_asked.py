"""An address is a request, and the addresses made of it ask for a little else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from search.days import DayRange
from search.errors import SearchError
from search.request import Sort
from search.web.asked import Asked


def asked(query: str) -> Asked:
    return Asked.of(QueryParams(query).multi_items())


def test_an_address_is_a_request() -> None:
    request = asked(
        "q=energy&person=Ada+Quill&person=Bo&about=2024-08&sort=newest&page=3"
    ).request()
    assert (request.text, request.persons, request.sort) == (
        "energy", ("Ada Quill", "Bo"), Sort.NEWEST,
    )  # fmt: skip
    assert request.about == DayRange(date(2024, 8, 1), date(2024, 8, 31))
    assert (request.start, request.collapse) == (20, True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("published-from=2024-08-01&published-to=2024-08-03", "2024-08-01..2024-08-03"),
        ("published-from=2024-08-01&published-to=", "2024-08-01.."),
        ("published-to=2024-08-03", "..2024-08-03"),
        ("published=2024&published-from=2025-01-01", "2025-01-01.."),
        ("published=2024&published-from=&published-to=", "2024"),
        ("", ""),
    ],
)
def test_the_ends_of_a_period_are_one_filter(query: str, expected: str) -> None:
    assert asked(query).one("published") == expected


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", "page=%D9%A3", "page=99999999999", "sort=best", "about=soon",
     "published=2024-13", "page=1001"],
)  # fmt: skip
def test_what_is_no_request_is_told(query: str) -> None:
    with pytest.raises(SearchError):
        asked(query).request()


def test_what_means_nothing_is_left_out() -> None:
    assert asked("q=&utm=1&person=+&q=a&person=Bo&person=Bo").pairs == (
        ("q", "a"),
        ("person", "Bo"),
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (asked("q=a&page=2").with_also("person", "Ö & X"), "/?q=a&person=%C3%96+%26+X"),
        (asked("q=a&person=Bo").with_also("person", "Bo"), "/?q=a&person=Bo"),
        (asked("person=bo&q=a").without("person", "Bo"), "/?q=a"),
        (asked("person=Bo").without("person", "Bo"), "/"),
        (asked("q=a&page=2").with_one("page", "3"), "/?q=a&page=3"),
        (asked("about=2024&q=a").with_one("about", ""), "/?q=a"),
    ],
)
def test_a_link_asks_a_little_else(address: str, expected: str) -> None:
    assert address == expected


@given(st.lists(st.tuples(st.sampled_from(["q", "person", "about", "x", "page"]), st.text())))
def test_any_address_is_read_and_written_again(told: list[tuple[str, str]]) -> None:
    first = Asked.of(told)
    assert Asked.of(first.pairs) == first
    assert first.with_also("person", "Bo").startswith("/?")
