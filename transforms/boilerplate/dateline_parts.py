"""What a dateline consists of: places, a date, an agency, and the mark that ends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from transforms.published.notation import month_number
from transforms.resources import read_toml

DATA = "boilerplate/data/datelines.toml"
LONGEST = 120
"""Characters, of which a dateline has 47 at most in 6,000 news articles."""
MOST_PLACES = 4
MOST_WORDS = 5
"""Of one place."""

DASHES = frozenset({"—", "–", "--", "-"})

_DASH = r"[ \t]?(?:—|–|--)[ \t]?|[ \t]-[ \t]|(?<=[).])-[ \t]"
_END = re.compile(rf"{_DASH}|(?<=/)\.?[ \t]|(?<=\))[ \t]|:[ \t]|\.[ \t]|(?:—|–|--|-)$")
_SLASHED = re.compile(r"[ \t.]/([^/\s][^/\n]{0,28}[^/\s])/$")
_BRACKETED = re.compile(r"\(([^():\n]{2,40})\)\.?$")
_MONTH = r"([^\W\d_]{3,14})\.?"
_DATE = re.compile(
    r"(?:[^\W\d_]{2,12}\.?[ \t])?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|[.ºª])?[ \t](?:de[ \t]|d['’])?{_MONTH}"
    rf"|{_MONTH}[ \t]\d{{1,2}}(?:st|nd|rd|th)?)(?:[ \t](?:de[ \t])?\d{{4}})?(?:[ \t]г\.?)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERS = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\.?")
_AND = re.compile(r"/|[ \t](?:and|und|et|y|e|och|og|en|и|і)[ \t](?=\w)")
_PLACE_WORD = re.compile(r"[^\W\d_][\w.'’`-]{0,30}")
_SIGNED_AFTER = re.compile(r"([^\W\d_][\w. ]{1,24}?)(?:\.|[ \t]?[—–-])[ \t]")
_OPENING = re.compile(r"\(([^()\n]{2,30})\)(?:[ \t][-–—][ \t])?")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Parts:
    """A dateline's parts as written; `end` is where the paragraph's own text begins.

    `mark` is what ends it: a dash, a colon, a full stop, or nothing but a space. `opened` where the
    agency comes first ("(ANSA) - ROMA, 03 MAR - ").
    """

    places: tuple[str, ...]
    regions: tuple[str, ...]
    date: str | None
    agency: str | None
    mark: str
    end: int
    opened: bool = False


def read_dateline(paragraph: str) -> Iterator[Parts]:
    """The readings of a paragraph's start as a dateline, the longer ones last.

    >>> [p.agency for p in read_dateline("KYIV, Oct. 30 (Reuters) — The ministry said")][-1]
    'Reuters'
    """
    head = paragraph[:LONGEST]
    if head[:1].islower():
        return
    for end in _END.finditer(head):
        if parts := _parts(head[: end.start()], end[0].strip()):
            yield _signed_after(head, parts, end.end())


def is_agency(name: str) -> bool:
    """Whether a known agency signs so in brackets, with a word before it or another beside it."""
    told = name.casefold().strip(" .")
    parts = [told.rpartition(" ")[2], *(part.strip() for part in re.split(r"[/,&+]", told))]
    return _is_known(told) or any(map(_is_known, parts))


def _is_known(name: str) -> bool:
    """Whether that is all that a known agency is called: "he told Reuters" is not."""
    return name.casefold().strip(" .") in known_words("agencies")


@cache
def known_words(key: str) -> frozenset[str]:
    """A list of the data file."""
    table: dict[str, Any] = read_toml(DATA)
    return frozenset(word.casefold() for word in table[key])


def _parts(told: str, mark: str) -> Parts | None:
    """The parts of what stands before the mark, or None where something else stands there."""
    opening = _OPENING.match(told)
    agency = opening[1] if opening else None
    rest = told[opening.end() :] if opening else told
    for signed in (_BRACKETED, _SLASHED):
        if match := signed.search(rest):
            agency, rest = match[1].strip(), rest[: match.start()]
    segments, date = _without_date(rest.strip(" \t,.—–-"))
    if segments is None or not (segments or agency):
        return None
    shaped = _is_short if agency and is_agency(agency) else _may_be_place
    if agency is None and segments and _is_known(segments[-1]):
        agency = segments.pop()
    places = [place for place in _AND.split(segments[0]) if place] if segments else []
    named = [*places, *segments[1:]]
    if len(named) > MOST_PLACES or not all(map(shaped, named)):
        return None
    return Parts(tuple(places), tuple(segments[1:]), date, agency, mark, 0, bool(opening))


def _without_date(told: str) -> tuple[list[str] | None, str | None]:
    """The segments between the commas, and the date among them. None where there are two dates."""
    separated = r"[,.][ \t]" if _CYRILLIC.search(told) else r",[ \t]?"
    segments: list[str] = []
    dates: list[str] = []
    for segment in (s.strip() for s in re.split(separated, told)):
        if _is_date(segment):
            dates.append(segment)
        elif dates and _YEAR.fullmatch(segment):
            dates[-1] += f", {segment}"
        elif segment:
            segments.append(segment)
    return (segments if len(dates) <= 1 else None), (dates[0] if dates else None)


def _is_date(segment: str) -> bool:
    if _NUMBERS.fullmatch(segment):
        return True
    match = _DATE.fullmatch(segment)
    return match is not None and month_number(match[1] or match[2]) is not None


def _is_short(name: str) -> bool:
    return len(name.split()) <= MOST_WORDS and not name[0].islower()


def _may_be_place(name: str) -> bool:
    words = name.split()
    if not 0 < len(words) <= MOST_WORDS or name.casefold() in known_words("no_places"):
        return False
    joining = known_words("joining")
    return all(
        _PLACE_WORD.fullmatch(word) and (not word[0].islower() or word.rstrip("'’") in joining)
        for word in words
    ) and any(word[0].isupper() or not word[0].islower() for word in words)


def _signed_after(head: str, parts: Parts, end: int) -> Parts:
    """With the agency that stands after the dash: "МОСКВА, 30 окт — РИА Новости. "."""
    signed = _SIGNED_AFTER.match(head, end)
    agency = parts.agency
    if agency is None and parts.mark in DASHES and signed and _is_known(signed[1]):
        agency, end = signed[1], signed.end()
    return replace(parts, agency=agency, end=end)
