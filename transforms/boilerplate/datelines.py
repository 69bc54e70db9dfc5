"""Datelines: where, when and by which agency a report was filed, before its first sentence.

A dateline leaves the body as a span, its paragraph stays. What tells it is an agency that is known,
or two of: a place in capitals or known, a date, an agency in brackets, a region after the place; a
known place alone does where nothing speaks against it. A dash alone is no dateline ("Paris – the
city of light – …").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from transforms.article import Removal, RemovalKind
from transforms.boilerplate.dateline_parts import (
    DASHES,
    LONGEST,
    Parts,
    is_agency,
    known_words,
    read_dateline,
)
from transforms.places import locate

RULE = "dateline"
TOP_LINES = 8
"""Non-empty lines in which a dateline without a known agency may stand: captions, a title and a
byline come before it."""
LONG = 20
"""Words of a paragraph that a place alone may open: a heading or an entry of a list is shorter."""
ASIDE = 160
"""Characters within which a second dash makes the first one an aside's."""
MOST_WORDS = 3
"""Of a place in capitals that is not known."""
LARGE = 100_000
"""People in a city that a colon may follow: many a speaker is called as a small one."""

_SECOND_DASH = re.compile(r"[ \t](?:—|–|--|-)[ \t]|\w—\w")
_SPEAKER = re.compile(r"[A-Z][A-Z .'’]{2,40}:[ \t]")


def is_dateline(removal: Removal) -> bool:
    """Whether the removal is a span that says where a report is from: no words are lost by it."""
    return removal.rule.partition("/")[0] == RULE


def datelines(text: str, language: str | None = None) -> Iterator[Removal]:
    """The datelines at the starts of the lines of `text`, in order, whatever their score."""
    spoken = _spoken(text)
    number = at = 0
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        start = at + len(raw) - len(raw.lstrip())
        at += len(raw)
        if not line:
            continue
        number += 1
        signed = "(" in line[:LONGEST] or "/" in line[:LONGEST]
        if number > TOP_LINES and not signed:
            continue
        if found := _best(line, number, language, spoken):
            parts, score, rule = found
            yield _removal(line, start, parts, score, rule)


def _removal(line: str, start: int, parts: Parts, score: float, rule: str) -> Removal:
    surface = line[: parts.end].rstrip()
    return Removal(
        start,
        start + len(surface),
        kind=RemovalKind.DATELINE_BYLINE,
        rule=f"{RULE}/{rule}",
        score=score,
        reason=f"says where the report is from: {surface!r}",
    )


def _best(
    line: str, number: int, language: str | None, spoken: bool
) -> tuple[Parts, float, str] | None:
    best: tuple[Parts, float, str] | None = None
    for parts in read_dateline(line):
        if _goes_on(line, parts):
            score, rule = _judged(line, parts, number, language, spoken)
            if score and (best is None or score >= best[1]):
                best = (parts, score, rule)
    return best


def _goes_on(line: str, parts: Parts) -> bool:
    """Whether a sentence begins after the dateline, or nothing stands there."""
    after = line[parts.end :].lstrip()
    return not after or not (after[0].islower() or after[0] in ",.;:)")


def _judged(
    line: str, parts: Parts, number: int, language: str | None, spoken: bool
) -> tuple[float, str]:
    """The score, 0 for what is no dateline, and the rule."""
    if parts.agency and is_agency(parts.agency):
        return (0.98, "agency") if _signs(parts) else (0.0, "")
    if number > TOP_LINES or not parts.places or parts.mark in ("", "/"):
        return 0.0, ""
    capitals, known = _in_capitals(parts.places[0]), _known(parts.places)
    told = capitals or known
    if told and parts.agency and _may_sign(parts.agency) and parts.mark in DASHES:
        return 0.95, "signed"
    if told and parts.date and parts.mark != ".":
        return 0.95, "dated"
    if parts.agency or parts.date or len(line.split()) < LONG:
        return (0.9, "place") if _short_but_sure(line, parts, capitals, known) else (0.0, "")
    return _place_alone(line, parts, number, language, spoken)


def _signs(parts: Parts) -> bool:
    """Whether the words beside a known agency are a dateline's: "(AFP) The army - " has none."""
    if not parts.places:
        return parts.mark not in (":", ".")
    if not parts.opened:
        return True
    return parts.mark != "." and (parts.date is not None or _in_capitals(parts.places[0]))


def _short_but_sure(line: str, parts: Parts, capitals: bool, known: bool) -> bool:
    whole = len(line.split()) >= LONG // 2 and not parts.agency and not parts.date
    return whole and capitals and known and parts.mark in DASHES


def _place_alone(
    line: str, parts: Parts, number: int, language: str | None, spoken: bool
) -> tuple[float, str]:
    capitals, known = _in_capitals(parts.places[0]), _known(parts.places)
    if parts.mark in DASHES:
        if capitals and (known or parts.regions):
            return 0.95, "place"
        if known and (parts.regions or not _aside(line, parts)):
            return (0.75, "place") if number <= TOP_LINES // 2 else (0.0, "")
        short = len(parts.places) == 1 and len(parts.places[0].split()) <= MOST_WORDS
        sure = capitals and short and not _aside(line, parts) and number <= TOP_LINES // 2
        return (0.6, "capitals") if sure else (0.0, "")
    if parts.mark == ":":
        large = capitals and _known(parts.places, LARGE)
        return (0.8, "place") if large and not spoken else (0.0, "")
    stops = parts.mark == "." and (language or "") in known_words("full_stop")
    return (0.7, "place") if stops and known and number <= TOP_LINES // 2 else (0.0, "")


def _in_capitals(place: str) -> bool:
    letters = [char for char in place if char.isalpha()]
    return len(letters) >= 3 and place.upper() == place and place.lower() != place


def _known(places: Iterable[str], population: int = 1) -> bool:
    """Whether one of the places is a known city of that size: a country files no reports."""
    found = (locate(place) for place in places)
    return any(place is not None and place.population >= population for place in found)


def _may_sign(agency: str) -> bool:
    """A name, no phrase: "(Northern Wire)", not "(pictured left)"."""
    return len(agency) <= 30 and not agency[0].isdigit() and locate(agency) is None


def _aside(line: str, parts: Parts) -> bool:
    return _SECOND_DASH.search(line, parts.end, parts.end + ASIDE) is not None


def _spoken(text: str) -> bool:
    """Whether the text is a transcript: lines that begin with who speaks."""
    lines = text.split("\n", 4 * TOP_LINES)[: 4 * TOP_LINES]
    return sum(_SPEAKER.match(line) is not None for line in lines) > 1
