"""The field operators of a query, as in `person:Putin`: what each is called, and what it asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from search.days import DayRange
from search.errors import SearchError
from transforms.article import NameKind, RemovalKind

# Of 100: a letter or two of a name.
NEAR_ENOUGH = 75
MOST_VALUE = 1_000


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator.

    Args:
        name: as it is written before the colon, without the colon.
        field: the field of an article.
        other: further names of the same.
        about: what it asks, for those who read it.
        kind: set where its values are names; they may be aliases.
        text: its value is words of a text.
        days: its value is a day, a month, a year or a range.
        either: several of them together are one of these; else all must hold.
    """

    name: str
    field: str
    other: tuple[str, ...]
    about: str
    kind: NameKind | None = None
    text: bool = False
    days: bool = False
    either: bool = False

    def wrong(self, value: str) -> str | None:
        """What is wrong with a value, as the rest of a sentence; None where nothing is."""
        if len(value) > MOST_VALUE:
            return f"is longer than {MOST_VALUE:,} characters"
        if self.days:
            try:
                DayRange.parse(value)
            except SearchError as error:
                return f"names no days: {error}"
        if self.field == "removed_kinds" and value.lower() not in set(RemovalKind):
            return f"is no kind of text that is removed; there are {', '.join(RemovalKind)}"
        return None


OPERATORS = (
    Operator("title", "title", ("headline",), "words of the title", text=True),
    Operator("body", "body", ("text",), "words of the body, not of the title", text=True),
    Operator("person", "persons", ("persons",), "who is named", NameKind.PERSON),
    Operator(
        "org", "organisations",
        ("organisation", "organisations", "organization", "organizations", "orgs"),
        "which body is named", NameKind.ORGANISATION,
    ),
    Operator("place", "places", ("places",), "which place is named", NameKind.PLACE),
    Operator("group", "groups", ("groups",), "which people, faith or party", NameKind.GROUP),
    Operator("source", "source", ("sources", "outlet"), "the outlet", either=True),
    Operator("author", "authors", ("authors", "by"), "who wrote it", either=True),
    Operator("section", "section", (), "the section, as the page says", either=True),
    Operator("tag", "tags", ("tags",), "a tag, as the page says", either=True),
    Operator("lang", "language", ("language", "languages"), "as en or de", either=True),
    Operator("removed", "removed_kinds", (), "a kind of text that was removed", either=True),
    Operator("story", "story", (), "the id of a story: all its copies", either=True),
    Operator("url", "url", ("link",), "the address", either=True),
    Operator("id", "id", (), "the id of an article", either=True),
    Operator("about", "about", (), "days that the text speaks of", days=True),
    Operator(
        "published", "published", ("date", "day"), "days of publication", days=True
    ),
)  # fmt: skip


@cache
def _by_name() -> dict[str, Operator]:
    return {name: each for each in OPERATORS for name in (each.name, *each.other)}


def operator(name: str) -> Operator | None:
    """The operator that is called so, in any case."""
    return _by_name().get(name.casefold())


def near_operator(name: str) -> Operator | None:
    """The operator that a mistyped name must have meant; None where that is open."""
    found = process.extractOne(name.casefold(), list(_by_name()), scorer=fuzz.ratio)
    return _by_name()[found[0]] if found and found[1] >= NEAR_ENOUGH else None


def listed(operators: Iterable[Operator] = OPERATORS) -> str:
    """The operators in a line.

    >>> listed(OPERATORS[:2])
    'title:, body:'
    """
    return ", ".join(f"{each.name}:" for each in operators)
