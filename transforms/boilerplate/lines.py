"""The lines of a text, each in the three forms that the cues are matched against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.article import Span

_DIGITS = re.compile(r"\d+")
_BLANK = re.compile(r"\s")
EDGES = " .,:;!?…»«›‹>|•·-–—*[](){}#/+↓→"
_STRAIGHT = (
    ("’", "'"),
    ("‘", "'"),
    ("“", '"'),
    ("”", '"'),
    ("„", '"'),
    ("«", '"'),
    ("»", '"'),
)

LONGEST_LINE = 3_000
"""Characters. Longer lines are body and looked at for stubs only: no appeal, bio or notice in the
development data is half as long, and it bounds what a hostile line may cost."""

LONGEST_KEY = 100
"""Characters. No longer line is known as a whole."""


@dataclass(frozen=True, slots=True)
class Line(Span):
    """One non-empty line of the text, without white space at its edges.

    `plain` has quotes straightened and white space collapsed, `folded` is that in lower case,
    `key` is that with each number as 0 and without marks at its edges ("• 445 Shares" gives
    "0 shares"). All three are empty for a line over LONGEST_LINE. `words` counts what white space
    parts.
    """

    plain: str
    folded: str
    key: str
    words: int


def lines(text: str) -> list[Line]:
    """The lines of `text` that hold more than white space, in order."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped[0])
            yield line_of(stripped, start, start + len(stripped))
        at += len(raw)


def line_of(stripped: str, start: int, end: int) -> Line:
    """The line at [start, end) as if it read `stripped`."""
    words = stripped.split()
    if len(stripped) > LONGEST_LINE:
        return Line(start, end, "", "", "", len(words))
    plain = _straight(" ".join(words))
    folded = plain.lower()
    key = key_of(folded) if len(folded) <= LONGEST_KEY else ""
    return Line(start, end, plain, folded, key, len(words))


def folded_of(text: str) -> str:
    """Any piece of text as `Line.folded` would have it, however long."""
    return _straight(" ".join(text.split())).lower()


def key_of(folded: str) -> str:
    """A folded line as `Line.key` would have it, however long."""
    return _DIGITS.sub("0", folded).strip(EDGES)


def straightened(text: str) -> str:
    """The text, character by character, with straight quotes and all white space as spaces."""
    return _straight(_BLANK.sub(" ", text))


def _straight(text: str) -> str:
    if not text.isascii():
        for curly, straight in _STRAIGHT:
            text = text.replace(curly, straight)
    return text
