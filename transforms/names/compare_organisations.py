"""Whether two surfaces name one organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from transforms.names.acronyms import is_acronym, spells
from transforms.names.compare_places import two_places
from transforms.names.comparison import Comparison
from transforms.names.curated import CuratedNames
from transforms.names.evidence import SAME, WEAK, Evidence, weakest
from transforms.names.link_organisations import known_organisation
from transforms.names.organisation_names import (
    bare_words,
    body_of_state,
    organisation_words,
    state_and_rest,
    without_description,
)
from transforms.names.words_alike import TWO_LETTERS, words_alike

SAME_WORDS = 0.96
JOINED = 0.92
OTHER_ORDER = 0.88
SPELT_OUT = 0.75
DESCRIBED = 0.75
HALF = 0.7
STATE_LEFT_OUT = 0.6
SHORTEST_JOINED = 4
# A name in capitals and as short as this is an acronym: one letter makes another organisation.
LONGEST_ACRONYM = 5
MOST_RESPELT = 2
SHORTEST_ALONE = 6

Rule = Callable[[str, str], Comparison | None]


def compare_organisations(a: str, b: str, names: CuratedNames) -> Comparison:
    """Score and reason for two normal forms of organisations' names.

    >>> compare_organisations("Wren Foods GmbH", "Wren Foods", CuratedNames()).score
    0.96
    """
    one, other = known_organisation(a, names), known_organisation(b, names)
    if one is not None and other is not None:
        if one is other:
            return Comparison(1.0, f"both are {one.canonical}")
        return Comparison(0.0, f"{one.canonical} is not {other.canonical}")
    found = [
        comparison
        for x in (one.surfaces if one else (a,))
        for y in (other.surfaces if other else (b,))
        if (comparison := _compared(x, y)) is not None
    ]
    return max(found, key=lambda each: each.score, default=Comparison(0.0, "different words"))


def _compared(a: str, b: str) -> Comparison | None:
    return next((found for rule in RULES if (found := rule(a, b)) is not None), None)


def _same_words(a: str, b: str) -> Comparison | None:
    if bare_words(a) == bare_words(b):
        return Comparison(SAME_WORDS, f"same words as {b}")
    joined = {"".join(organisation_words(a)), "".join(organisation_words(b))}
    if len(joined) == 1 and len(joined.pop()) >= SHORTEST_JOINED:
        return Comparison(JOINED, f"in other spacing than {b}")
    return None


def _initials(a: str, b: str) -> Comparison | None:
    for short, full in ((a, b), (b, a)):
        if is_acronym(short) and spells(short, full) and len(bare_words(full)) > 1:
            return Comparison(SPELT_OUT, f"{short} are the initials of {full}")
    return None


def _same_body(a: str, b: str) -> Comparison | None:
    """Ministries and their like: the state may be left out, but two states are two bodies."""
    (state, words), (other_state, other) = state_and_rest(a), state_and_rest(b)
    body = body_of_state(words)
    in_order = words == other and len(words) > 1
    if not in_order and (body is None or body != body_of_state(other)):
        return None
    if state == other_state:
        return Comparison(OTHER_ORDER, f"in another order than {b}")
    if state and other_state:
        return Comparison(0.0, "of two states")
    return Comparison(STATE_LEFT_OUT, f"without the state of {b if other_state else a}")


def _described(a: str, b: str) -> Comparison | None:
    """What tells the kind of a company may be left out: "Wren Foods Group", "Wren news agency"."""
    for full, short in ((a, b), (b, a)):
        if without_description(full) == bare_words(short):
            return Comparison(DESCRIBED, f"{full} without its kind of organisation")
    return None


def _halves(a: str, b: str) -> Comparison | None:
    """One of two names that a slash joins."""
    for joined, single in ((a, b), (b, a)):
        halves = joined.split("/") if "/" in joined else ()
        if any(_alike(half, single) for half in halves):
            return Comparison(HALF, f"one of two names joined in {joined}")
    return None


def _alike(a: str, b: str) -> bool:
    return any(rule(a, b) for rule in (_same_words, _initials, _misspelt))


def _misspelt(a: str, b: str) -> Comparison | None:
    """The same words but for spelling, at most one of them doubtful; never in acronyms."""
    if any(is_acronym(text) and len(text) <= LONGEST_ACRONYM for text in (a, b)):
        return None
    evidence = _words_alike(bare_words(a), bare_words(b))
    return Comparison(evidence.alone, f"{evidence.why} {b}") if evidence else None


def _words_alike(a: Sequence[str], b: Sequence[str]) -> Evidence | None:
    if len(a) != len(b):
        return None
    found = [None if two_places(x, y) else words_alike(x, y) for x, y in zip(a, b, strict=True)]
    known = [evidence for evidence in found if evidence is not None]
    if len(known) < len(found) or sum(evidence is not SAME for evidence in known) > MOST_RESPELT:
        return None
    evidence = weakest(known)
    return None if _too_short_for_doubt(a, b, evidence) else evidence


def _too_short_for_doubt(a: Sequence[str], b: Sequence[str], evidence: Evidence) -> bool:
    """Whether it may rather be another name: Merck and Meretz, Boards of Health and of Wealth."""
    if evidence.alone >= WEAK:
        return False
    if len(a) > 1:
        return any(x[0] != y[0] for x, y in zip(a, b, strict=True))
    return evidence is TWO_LETTERS or min(len(a[0]), len(b[0])) < SHORTEST_ALONE


RULES: tuple[Rule, ...] = (
    _same_words,
    _initials,
    _same_body,
    _described,
    _halves,
    _misspelt,
)
