"""Dates of publication that the text gives: in its byline, and in a wire story's dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from transforms.article import PublishedFrom
from transforms.published.candidate import Candidate
from transforms.published.notation import Moment, dates_in, month_number, written_dates
from transforms.resources import read_toml

DATA = "published/data/cues.toml"
# The lines at the top and at the end of an article in which a byline may stand.
TOP_LINES = 8
END_LINES = 3
# Longer lines are prose.
BYLINE_LENGTH = 160
DATELINE_LENGTH = 100
BARE_LENGTH = 60
# "Wednesday, October 30, 2024"; "By Ilse Marran and Tom Oddo, 30 October 2024".
WORDS_BESIDE = 2
WORDS_WITH_AUTHOR = 7

# "KYIV, Oct. 3, 2024 (Agency) — ": a place in capitals or with one at its start, up to the dash.
_DATELINE = re.compile(r"[^\W\d_a-z][^\n—–]{2,90}?\s?(?:—|–|--|-\s)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTED = re.compile(r"[!?\"“”«»]")
# "WEST TARROW, Upper Saltmarsh, Monday, Oct. 3, 2024 (Courier News Agency) —"
PLACE_WORDS = 6
AGENCY_WORDS = 4
PARTICLE = 3
_MARKS = " \t:.,|·•–—-"


def in_text(text: str, language: str | None) -> Iterator[Candidate]:
    """Full dates, with a year, that a byline or dateline gives; the byline's first.

    `language` is a BCP 47 tag or None. Dates elsewhere in the text are what it tells of.
    """
    lines = text.split("\n")
    top = list(islice((line for line in lines if line), TOP_LINES))
    ends = lines[-END_LINES:] if len(lines) > TOP_LINES else []
    bylines = (_byline(line, language) for line in (*top, *ends))
    if moment := next(filter(None, bylines), None):
        yield Candidate(PublishedFrom.BYLINE, moment)
    datelines = (_dateline(line, language) for line in top)
    if moment := next(filter(None, datelines), None):
        yield Candidate(PublishedFrom.DATELINE, moment)


def _byline(line: str, language: str | None) -> Moment | None:
    """The first date of a short line that begins with a cue, or has little but the date."""
    if len(line) > BYLINE_LENGTH:
        return None
    told = line.casefold().lstrip(_MARKS)
    if _cue("published").match(told):
        return next(dates_in(line, language, short_years=True), None)
    if _cue("changed").match(told) or not _bare(told):
        return None
    return next(dates_in(line, language), None)


def _bare(told: str) -> bool:
    """Whether a line can be a date with a weekday or place, or with the author before it."""
    if len(told) > BARE_LENGTH or _QUOTED.search(told):
        return False
    words = _WORD.findall(told)
    if not _cue("author").match(told):
        return len(words) <= WORDS_BESIDE
    return 1 < len(words) <= WORDS_WITH_AUTHOR and month_number(words[1]) is None


def _dateline(line: str, language: str | None) -> Moment | None:
    """The date between the place, in words with capitals, and the dash that ends a dateline."""
    match = _DATELINE.match(line[: DATELINE_LENGTH + 1])
    written = next(written_dates(match[0], language), None) if match else None
    if match is None or written is None:
        return None
    place = match[0][: written.start].split()
    agency = _WORD.findall(match[0][written.end :])
    if not 0 < len(place) <= PLACE_WORDS or len(agency) > AGENCY_WORDS:
        return None
    # "de", "am" and their like stand in names of places; a longer word in small letters is prose.
    prose = any(word.islower() and len(word) > PARTICLE for word in place)
    return None if prose else written.moment


@cache
def _cue(kind: str) -> re.Pattern[str]:
    cues = {cue for table in read_toml(DATA)[kind].values() for cue in table}
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(cues)))})\b")
