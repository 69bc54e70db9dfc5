"""Dates of publication that the text gives: in its byline, and in a wire story's dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from transforms.article import PublishedFrom
from transforms.published.candidate import Candidate
from transforms.published.notation import Moment, dates_in
from transforms.resources import read_toml

DATA = "published/data/cues.toml"
# The lines at the top and at the end of an article in which a byline may stand.
TOP_LINES = 8
END_LINES = 3
# Longer lines are prose.
BYLINE_LENGTH = 160
DATELINE_LENGTH = 100

# "KYIV, Oct. 3, 2024 (Agency) — ": a place in capitals or with one at its start, up to the dash.
_DATELINE = re.compile(r"[^\W\d_a-z][^\n—–]{2,90}?\s?(?:—|–|--|-\s)")
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
    """The first date of a short line that is all date, or begins with a cue and a date."""
    if len(line) > BYLINE_LENGTH:
        return None
    told = line.casefold().lstrip(_MARKS)
    cue = _cue().match(told)
    if cue is None and len(told) > 60:
        return None
    moment = next(dates_in(line, language), None)
    return moment if cue or (moment and _only_a_date(line)) else None


def _only_a_date(line: str) -> bool:
    """Whether a line has no word beside a date, a weekday, a time and a zone."""
    return len(re.findall(r"[^\W\d_]{2,}", line)) <= 4 and not re.search(r"[!?\"”]", line)


def _dateline(line: str, language: str | None) -> Moment | None:
    match = _DATELINE.match(line[: DATELINE_LENGTH + 1])
    return next(dates_in(match[0], language), None) if match else None


@cache
def _cue() -> re.Pattern[str]:
    """A cue at the start of a line that is not one of a later change."""
    cues = sorted(
        {cue for table in read_toml(DATA)["published"].values() for cue in table},
        key=len,
        reverse=True,
    )
    return re.compile(rf"(?:{'|'.join(map(re.escape, cues))})\b")
