"""Stubs: boilerplate glued to a paragraph of the article, which stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from transforms.article import Removal
from transforms.boilerplate.cues import Lexicon, Stub
from transforms.boilerplate.lines import Line, line_of

FEWEST_WORDS = 8
"""Words of a paragraph that has a stub: shorter ones are judged as a whole."""

TAIL = 400
"""Characters at the end of a paragraph in which a stub that stands at the end is looked for."""


def stubs(text: str, line: Line, lexicon: Lexicon) -> list[Removal]:
    """The stubs of one line of `text`, in order, not overlapping, never the whole line."""
    if line.words < FEWEST_WORDS:
        return []
    folded = line.folded or line.of(text).lower()
    return apart(
        removal
        for rule in lexicon.stubs
        if any(near in folded for near in rule.near)
        for removal in _found(text, line, rule)
    )


def apart(found: Iterable[Removal]) -> list[Removal]:
    """In order and without overlaps: of two, the one that begins first or is longer stays."""
    chosen: list[Removal] = []
    for removal in sorted(found, key=lambda removal: (removal.start, -removal.end)):
        if not chosen or removal.start >= chosen[-1].end:
            chosen.append(removal)
    return chosen


def without(text: str, line: Line, found: Sequence[Removal]) -> Line:
    """The line as it reads without its stubs, at its own place."""
    starts = [line.start, *(removal.end for removal in found)]
    ends = [*(removal.start for removal in found), line.end]
    rest = " ".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    return line_of(rest.strip(), line.start, line.end)


def _found(text: str, line: Line, rule: Stub) -> Iterator[Removal]:
    start = max(line.start, line.end - TAIL) if rule.at_end else line.start
    window = text[start : line.end]
    for match in rule.pattern.finditer(window):
        at, end = start + match.start("stub"), start + match.end("stub")
        if line.start < at < end or at < end < line.end:
            yield Removal(
                at,
                end,
                kind=rule.kind,
                rule=rule.rule,
                score=rule.score,
                reason=f"glued to a paragraph: {match.group('stub')[:80]!r}",
            )
