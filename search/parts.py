"""What a query's text asks for, as a tree.

    energy "power station" -solar person:Putin (oil OR gas)

is All(Word, Phrase, Not(Word), Where, Any(Word, Word)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from search.operators import Operator


@dataclass(frozen=True, slots=True)
class Word:
    """A word that must occur, in any of its forms. `start`: where in the query's text it stands."""

    text: str
    start: int = -1


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must occur to the letter, one after the other."""

    text: str


@dataclass(frozen=True, slots=True)
class Where:
    """A value that a field must have. `exact`: it was quoted."""

    operator: Operator
    value: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: Part


@dataclass(frozen=True, slots=True)
class All:
    """Parts that must hold together; none at all holds always."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Parts of which one must hold at least."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Most:
    """Words of which about half must hold: what is left to ask where no article has them all."""

    parts: tuple[Word, ...]


Part = Word | Phrase | Where | Not | All | Any | Most


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed text.

    Args:
        asked: what must hold.
        notes: what was not understood, and how it was read instead; sentences.
    """

    asked: All = All()
    notes: tuple[str, ...] = ()

    @property
    def filters(self) -> tuple[Where, ...]:
        """The fields that must hold for every article: they narrow, and score nothing."""
        return tuple(part for part in self.asked.parts if _narrows(part))

    @property
    def scored(self) -> All:
        """All the rest."""
        return All(tuple(part for part in self.asked.parts if not _narrows(part)))


def _narrows(part: Part) -> TypeGuard[Where]:
    return isinstance(part, Where) and not part.operator.text


def words(query: Query) -> list[list[str]]:
    """The words that are asked for, by the parts that they stand in; fields apart."""
    return [run for run in _runs(query.asked) if run]


def _runs(part: Part) -> Iterator[list[str]]:
    match part:
        case All(parts):
            yield [each.text for each in parts if isinstance(each, Word)]
            yield from (run for each in parts if not isinstance(each, Word) for run in _runs(each))
        case Any(parts):
            yield from (run for each in parts for run in _runs(each))
        case Most(parts):
            yield [each.text for each in parts]
        case Word(text):
            yield [text]


def phrases(query: Query) -> list[str]:
    """The phrases that are asked for."""
    return [part.text for part in _asked(query.asked) if isinstance(part, Phrase)]


def values(query: Query) -> list[str]:
    """The names that fields ask for."""
    return [
        part.value for part in _asked(query.asked) if isinstance(part, Where) and part.operator.kind
    ]


def _asked(part: Part) -> Iterator[Part]:
    match part:
        case All(parts) | Any(parts) | Most(parts):
            yield from (inner for each in parts for inner in _asked(each))
        case Not(inner):
            yield from (each for each in _asked(inner) if isinstance(each, Where))
        case _:
            yield part
