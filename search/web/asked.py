"""What an address asks for: its parameters as a request, and addresses that ask a little else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from search.days import DayRange
from search.errors import SearchError, shown
from search.request import SearchRequest, Sort

A_PAGE = 10
# Parameter to field of the request; each may be there several times.
FILTERS = {
    "person": "persons",
    "organisation": "organisations",
    "place": "places",
    "group": "groups",
    "source": "sources",
    "author": "authors",
    "language": "languages",
    "removed": "removed",
}
DAYS = ("published", "about")
FACETS = ("persons", "organisations", "places", "groups", "source", "author", "language", "removed")
FACET_SIZE = 8
MORE = 50
EACH = "each"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """The parameters of an address that mean something, in their order, without empty ones."""

    pairs: Pairs

    @classmethod
    def of(cls, told: Iterable[tuple[str, str]]) -> Asked:
        """From an address's parameters. The two ends of a period, as a form sends them, are one."""
        given = [(name, value.strip()) for name, value in told if value.strip()]
        for name in DAYS:
            ends = {key: value for key, value in given if key in (f"{name}-from", f"{name}-to")}
            if ends:
                period = f"{ends.get(f'{name}-from', '')}..{ends.get(f'{name}-to', '')}"
                given = [*((key, value) for key, value in given if key != name), (name, period)]
        known = {*FILTERS, *DAYS, "q", "sort", "stories", "page", "more"}
        return cls(tuple(dict.fromkeys(pair for pair in given if pair[0] in known)))

    def one(self, name: str) -> str:
        """The last value of a parameter, "" where there is none."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a parameter."""
        return tuple(value for key, value in self.pairs if key == name)

    @property
    def page(self) -> int:
        """Which page of hits, from 1. Raises SearchError."""
        told = self.one("page") or "1"
        if not (told.isascii() and told.isdigit() and 1 <= int(told[:9]) <= 1_000):
            raise SearchError(f"There is no page {shown(told)}: give 1 to 1,000.")
        return int(told)

    @property
    def grouped(self) -> bool:
        """Whether copies of one story are one hit."""
        return self.one("stories") != EACH

    @property
    def sort(self) -> Sort:
        """The order of hits. Raises SearchError."""
        told = self.one("sort") or Sort.RELEVANCE
        if told not in set(Sort):
            raise SearchError(f"There is no order {shown(told)}. There are: {', '.join(Sort)}.")
        return Sort(told)

    @property
    def is_narrowed(self) -> bool:
        """Whether something is looked for, and not all that there is listed."""
        return bool(self.one("q") or self.filtered)

    @property
    def filtered(self) -> list[tuple[str, str]]:
        """The filters, as (parameter, value)."""
        return [(name, value) for name, value in self.pairs if name in FILTERS or name in DAYS]

    def request(self) -> SearchRequest:
        """The request. Raises SearchError where it is none."""
        asked = SearchRequest(
            text=self.one("q"),
            about=self._days("about"),
            published=self._days("published"),
            facets=FACETS,
            facet_size=MORE if self.one("more") else FACET_SIZE,
            histograms=DAYS,
            size=A_PAGE,
            start=(self.page - 1) * A_PAGE,
            collapse=self.grouped,
            sort=self.sort,
        )
        values: dict[str, Any] = {field: self.all(name) for name, field in FILTERS.items()}
        return replace(asked, **values)

    def _days(self, name: str) -> DayRange | None:
        return DayRange.parse(self.one(name)) if self.one(name) else None

    def with_one(self, name: str, value: str) -> str:
        """The address with this value for a parameter, in place of others; "" takes it away."""
        rest = [pair for pair in self.pairs if pair[0] not in (name, "page")]
        return address([*rest, (name, value)] if value else rest)

    def with_also(self, name: str, value: str) -> str:
        """The address with this filter beside the others."""
        rest = [pair for pair in self.pairs if pair[0] != "page"]
        return address(dict.fromkeys([*rest, (name, value)]))

    def instead(self, name: str, value: str, other: str) -> str:
        """The address with another value for a filter."""
        asked = (name, value.casefold())
        rest = [p for p in self.pairs if p[0] != "page"]
        return address((k, other if (k, v.casefold()) == asked else v) for k, v in rest)

    def without(self, name: str, value: str) -> str:
        """The address without this filter, however it is written."""
        gone = (name, value.casefold())
        rest = [p for p in self.pairs if (p[0], p[1].casefold()) != gone and p[0] != "page"]
        return address(rest)


def address(pairs: Iterable[tuple[str, str]], path: str = "/") -> str:
    """An address of this server.

    >>> address([("person", "Ada Quill")])
    '/?person=Ada+Quill'
    """
    told = urlencode(list(pairs), errors="replace")
    return f"{path}?{told}" if told else path
