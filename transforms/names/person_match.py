"""Whether one person's name can be a form of another: the rules, each with score and reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transforms.names.nicknames import nicknames
from transforms.names.person_names import PersonName

Alike = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two names are one. `why` is completed by the other name: "surname of" Maria Zakharova."""

    score: float
    why: str


SAME = Evidence(1.0, "same words as")
SURNAME = Evidence(0.95, "surname of")
FIRST_NAME = Evidence(0.85, "only bearer of the first name")
END = Evidence(0.95, "last words of")
BEGINNING = Evidence(0.85, "first words of")
MIDDLE_LEFT_OUT = Evidence(0.95, "without a middle name of")
INITIALS = Evidence(0.9, "with initials of")
NICKNAME = Evidence(0.85, "with a short first name of")
NAME_ORDER = Evidence(0.9, "in another order than")
LATER_GIVEN = Evidence(0.75, "with a later first name of")


def equal(a: str, b: str) -> bool:
    """The strictest notion of two words being alike."""
    return a == b


def one_person(a: PersonName, b: PersonName, alike: Alike = equal) -> Evidence | None:
    """The evidence that two names are forms of one, whichever is longer; None without any.

    >>> one_person(PersonName(("v", "putin")), PersonName(("vladimir", "putin"))).why
    'with initials of'
    >>> one_person(PersonName(("igor", "putin")), PersonName(("vladimir", "putin"))) is None
    True
    """
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    if short.is_full and a.generation != b.generation:
        return None
    if _all_alike(short.words, long.words, alike):
        return SAME
    if not short.is_full:
        return _one_word(short.words[0], long, alike)
    return _full_names(short, long, alike)


def _one_word(word: str, long: PersonName, alike: Alike) -> Evidence | None:
    if alike(word, long.surname):
        return SURNAME
    return FIRST_NAME if alike(word, long.words[0]) else None


def _full_names(short: PersonName, long: PersonName, alike: Alike) -> Evidence | None:
    count = len(short.words)
    if len(short.surname) == 1 or len(long.surname) == 1:
        return None
    if count < len(long.words):
        if _all_alike(short.words, long.words[-count:], alike):
            return END
        if _all_alike(short.words, long.words[:count], alike):
            return BEGINNING
    if alike(short.surname, long.surname):
        return _given_names(short.given, long.given, alike)
    same_length = count == len(long.words)
    if same_length and _all_alike(sorted(short.words), sorted(long.words), alike):
        return NAME_ORDER
    return None


def _given_names(short: Sequence[str], long: Sequence[str], alike: Alike) -> Evidence | None:
    first = _given_alike(short[0], long[0], alike)
    if first is None:
        later = len(short[0]) > 1 and any(alike(short[0], word) for word in long[1:])
        return LATER_GIVEN if later and len(short) == 1 else None
    found, at = first, 1
    for word in short[1:]:
        step = None
        while step is None:
            if at == len(long):
                return None
            step = _given_alike(word, long[at], alike)
            at += 1
        found = min(found, step, key=lambda evidence: evidence.score)
    return found


def _given_alike(a: str, b: str, alike: Alike) -> Evidence | None:
    if alike(a, b):
        return MIDDLE_LEFT_OUT
    if len(a) == 1 or len(b) == 1:
        return INITIALS if a[0] == b[0] else None
    return NICKNAME if nicknames(a, b) else None


def _all_alike(a: Sequence[str], b: Sequence[str], alike: Alike) -> bool:
    return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b, strict=True))
