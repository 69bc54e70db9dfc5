"""Where a clause points: back, ahead, or nowhere that shows.

The nearest tense cue to the left within the sentence decides ("Moscow said on Friday that …"),
else the nearest to the right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from transforms.dates.grammar import Pattern
from transforms.dates.lexer import LINE_END, Tokens
from transforms.dates.reading import NEITHER

_REACH = 25
"""Tokens: a verb further away does not carry the date's tense."""

_STOP = None
"""A sentence's end among the cues: no tense reaches over it."""


@dataclass(frozen=True, slots=True)
class Tense:
    """A pattern of words that tell where their clause points: -1, 0 or 1.

    `leads`: the date that follows is the verb's own, and lies in the past whatever else is near.
    """

    points: int
    pattern: Pattern
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Clauses:
    """Tense cues and sentence ends of a stretch of tokens, in order of their tokens.

    `led_to`: the tokens to which a verb in the past leads.
    """

    starts: Sequence[int]
    points: Sequence[int | None]
    led_to: Set[int] = frozenset()

    def direction(self, start: int, end: int, cue: str | None = None) -> int:
        """What the clause around the tokens from `start` to `end` says; with `cue` "right", what
        follows them says."""
        before = bisect_left(self.starts, start) - 1
        if cue != "right" and before >= 0 and start - self.starts[before] <= _REACH:
            points = self.points[before]
            if points is not _STOP:
                return points
        after = bisect_left(self.starts, end)
        if after < len(self.starts) and self.starts[after] - end <= _REACH:
            return self.points[after] or NEITHER
        return NEITHER

    def looks_back(self, start: int) -> bool:
        """Whether a verb in the past leads right to the token: "opened in December"."""
        return start in self.led_to


def clauses(text: str, tokens: Tokens, tenses: Iterable[Tense]) -> Clauses:
    """The cues among `tokens`; what an earlier pattern has taken is no cue for a later one."""
    cues: dict[int, int | None] = dict.fromkeys(_sentence_ends(text, tokens), _STOP)
    taken: set[int] = set(cues)
    led_to: set[int] = set()
    for tense in tenses:
        for start, end, _ in tense.pattern.spans(tokens.symbols):
            if start not in taken:
                cues[start] = tense.points
                led_to.update([end] if tense.leads else [])
            taken.update(range(start, end))
    starts = sorted(cues)
    return Clauses(starts, [cues[i] for i in starts], led_to)


def _sentence_ends(text: str, tokens: Tokens) -> Iterator[int]:
    """Line ends, and full stops before a capital but for those of abbreviated months."""
    for i, meaning in enumerate(tokens.meanings):
        if meaning is LINE_END:
            yield i
        elif text[tokens.spans[i][0]] in ".!?" and i:
            first = text[tokens.spans[i + 1][0] : tokens.spans[i + 1][0] + 1]
            short = "MONTH_SHORT" in tokens.entry(i - 1) or _is_ordinal(tokens, i)
            if not short and (first.isupper() or first in "\"“”’'"):
                yield i


def _is_ordinal(tokens: Tokens, i: int) -> bool:
    """Whether the full stop belongs to a day's number: "am 3. Oktober"."""
    return "DAY" in tokens.entry(i - 1) and "MONTH" in tokens.entry(i + 1)
