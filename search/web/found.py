"""What a search found, as the page shows it: how many, filters, facets that filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from search.result import Fragment, Histogram, SearchResult
from search.significant import SignificantName
from search.web.asked import A_PAGE, DAYS, FACET_SIZE, FILTERS, MORE, Asked
from search.web.bars import BarsView, bars_view

PARAMETER = {field: name for name, field in FILTERS.items()} | {
    name: name for name in ("source", "author", "language", "removed")
}
LAST_HIT = 10_000
NAMED = {
    "persons": "Persons",
    "organisations": "Organisations",
    "places": "Places",
    "groups": "Groups",
    "source": "Sources",
    "author": "Authors",
    "language": "Languages",
    "removed": "Removed from the text",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet; following `href` asks for it, or no more."""

    value: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet; `more` is where more values of it are shown."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: str | None


@dataclass(frozen=True)
class FoundView:
    """A result, the address that asked for it, and the names that stand out among it."""

    asked: Asked
    result: SearchResult
    significant: Mapping[str, Sequence[SignificantName]] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """How many were found."""
        total, stories = self.result.total, self.result.stories
        found = "1 article" if total == 1 else f"{total:,} articles"
        if stories is None or stories == total:
            return found
        return f"{found} in {stories:,} {'story' if stories == 1 else 'stories'}"

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """What is filtered by: parameter, value, and the address without it."""
        return [(n, v, self.asked.without(n, v)) for n, v in self.asked.filtered]

    @property
    def facets(self) -> list[FacetView]:
        """The facets that have something to say."""
        return [facet for name in self.result.facets if (facet := self._facet(name)).choices]

    @property
    def unmatched(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Filters that no article has: which, the value, and what may be meant, with addresses."""
        found = []
        for each in self.result.unmatched:
            name = PARAMETER.get(each.field, each.field.rstrip("s"))
            near = [(told, self.asked.instead(name, each.value, told)) for told in each.near]
            found.append((name, each.value, near))
        return found

    @property
    def outstanding(self) -> list[tuple[str, str, str]]:
        """The names that stand out: kind, name and the address that asks for it as well."""
        found = [
            (PARAMETER[facet], each.name)
            for facet, names in self.significant.items()
            for each in names
            if (PARAMETER[facet], each.name) not in self.asked.filtered
        ]
        return [(kind, name, self.asked.with_also(kind, name)) for kind, name in found]

    @property
    def histograms(self) -> list[BarsView]:
        """Articles by day of publication, and by the days that they speak of."""
        told = self.result.histograms
        return [self._bars(name, told[name]) for name in DAYS if name in told and told[name].bars]

    @property
    def pages(self) -> tuple[str | None, str | None]:
        """The addresses of the page before and of the next one."""
        page, found = self.asked.page, self.result.stories or self.result.total
        before = self.asked.with_one("page", str(page - 1)) if page > 1 else None
        further = page * A_PAGE < min(found, LAST_HIT)
        return before, self.asked.with_one("page", str(page + 1)) if further else None

    def _facet(self, name: str) -> FacetView:
        values = self.result.facets[name]
        choices = tuple(self._choices(PARAMETER[name], name))
        full = len(values) >= FACET_SIZE and not self.asked.one("more")
        return FacetView(name, NAMED[name], choices, self._more() if full else None)

    def _more(self) -> str:
        return f"{self.asked.with_one('more', '1')}#filters"

    def _choices(self, parameter: str, name: str) -> Iterator[Choice]:
        chosen = {value.casefold() for value in self.asked.all(parameter)}
        for each in self.result.facets[name][:MORE]:
            on = each.chosen or each.value.casefold() in chosen
            go = self.asked.without if on else self.asked.with_also
            yield Choice(each.value, each.count, on, go(parameter, each.value))

    def _bars(self, name: str, told: Histogram) -> BarsView:
        days = self.asked.request()
        return bars_view(self.asked, name, told, getattr(days, name))


def pieces(fragment: Fragment) -> list[tuple[str, bool]]:
    """A fragment in pieces, each with whether it was found.

    >>> pieces(Fragment("an energy site", ((3, 9),)))
    [('an ', False), ('energy', True), (' site', False)]
    """
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in fragment.marks:
        found += [(fragment.text[at:start], False), (fragment.text[start:end], True)]
        at = end
    found.append((fragment.text[at:], False))
    return [(text, marked) for text, marked in found if text]
