"""Lines that a source prints in article after article, as a promoted snapshot tells them.

The stage knows no other: what it removes stays a function of its inputs.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.boilerplate.lines import EDGES, Line

LONGEST_KEY = 240
"""Characters. A longer line is known by its hash."""

SENTENCE = 6
"""Words. Shorter lines may be standing sub-heads ("What happened next"), which recur as appeals
do and are body: that they recur is a hint, and no more. Nor is it where so many words are quoted:
a speech is quoted again."""

OFTEN = 4
"""Articles, a story counted once. One quote stands in two or three reports of a speech."""

_DIGITS = re.compile(r"\d+")

Counts = tuple[int, int]
"""Articles with a line, and articles looked at."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often a source has said a line: in `articles` of the `seen` ones.

    `telling` where it is a sentence of its own and no quotation.
    """

    source: str
    articles: int
    seen: int
    telling: bool

    @property
    def shape(self) -> str:
        """The shape cue of `data/common.toml` that gives its points."""
        if not self.telling:
            return "recurs_in_source_hint"
        return "recurs_in_source_often" if self.articles >= OFTEN else "recurs_in_source"

    def __str__(self) -> str:
        return f"recurs in {self.articles} of {self.seen} articles of {self.source}"


@dataclass(frozen=True, slots=True)
class SourceLines:
    """The recurring lines of one source, by `line_key`."""

    source: str
    lines: Mapping[str, Counts]

    def said(self, line: Line) -> Recurrence | None:
        """How often the source has said this line; None where it is not known to recur."""
        found = self.lines.get(line_key(line))
        return Recurrence(self.source, *found, _is_telling(line)) if found else None


@dataclass(frozen=True, slots=True)
class Recurring:
    """The recurring lines of all sources: what a snapshot says, of one version.

    Args:
        version: the snapshot's name.
        by_source: source to line key to counts.
        fingerprint: 16 hex digits of what the whole snapshot says, see `fingerprint_of`; the same
            for a part of it.
    """

    version: str
    by_source: Mapping[str, Mapping[str, Counts]]
    fingerprint: str

    def of(self, source: str | None) -> SourceLines | None:
        """The lines of one source; None where none are known."""
        known = self.by_source.get(source) if source is not None else None
        return SourceLines(source, known) if source is not None and known else None

    def only(self, sources: Iterable[str | None]) -> Recurring:
        """The part that these sources need: small enough to travel with a batch."""
        found = {source: self.by_source.get(source) for source in sources if source is not None}
        part = {source: known for source, known in found.items() if known}
        return Recurring(self.version, part, self.fingerprint)


def fingerprint_of(by_source: Mapping[str, Mapping[str, Counts]]) -> str:
    """16 hex digits: the same for two snapshots that say the same, in whatever order."""
    told = json.dumps({s: dict(known) for s, known in by_source.items()}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _is_telling(line: Line) -> bool:
    quoted = line.plain.split('"')[1::2]
    return line.words >= SENTENCE and all(len(part.split()) < SENTENCE for part in quoted)


def line_key(line: Line) -> str:
    """What the printings of a line have in common; "" for a line that is never counted.

    It is in lower case, each number as 0, without marks at its edges; a long one is hashed. A line
    without a letter is never counted: bare numbers stand in every list.

    >>> from transforms.boilerplate.lines import lines
    >>> [line_key(line) for line in lines("• 445 Shares\\n17.")]
    ['0 shares', '']
    """
    key = _DIGITS.sub("0", line.folded).strip(EDGES)
    if not any(map(str.isalpha, key)):
        return ""
    if len(key) <= LONGEST_KEY:
        return key
    return f"sha256:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
