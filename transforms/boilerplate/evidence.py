"""The evidence of one line: the cues that it hits, weighed by kind."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from transforms.article import RemovalKind
from transforms.boilerplate.cues import Cue, Edge, Lexicon, Phrase, Side
from transforms.boilerplate.lines import Line
from transforms.boilerplate.shapes import shapes

EVEN = 3.0
"""Points at which a line is as likely boilerplate as not: a paragraph of news starts at odds of
1 to 20, and ln 20 is 3. Of random articles' paragraphs 7 % are boilerplate, 1 to 13: the start is
on the side of keeping."""

SECOND_KIND = 0.5
"""How much the points of the other kinds count for removing at all: what asks for a subscription
and a donation is boilerplate more surely than either, but not twice as surely."""

LEANING = 1.0
"""Points from which a line's place and its neighbours are counted too."""

METADATA = frozenset(
    {RemovalKind.IMAGE_CAPTION, RemovalKind.DATELINE_BYLINE, RemovalKind.EDITORS_NOTE}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue and what it matched: words of the line, or what its shape or place is called.

    `kind` is given where the block that the line belongs to decides it.
    """

    cue: Cue
    surface: str
    kind: RemovalKind | None = None


@dataclass(slots=True)
class Evidence:
    """A line and its hits. Context adds hits later; the sums follow.

    `general` are the points of cues that speak for no kind in particular.
    """

    line: Line
    hits: list[Hit] = field(default_factory=list)
    general: float = 0.0
    against: float = 0.0
    by_kind: dict[RemovalKind, float] = field(default_factory=dict)

    def add(self, hit: Hit) -> None:
        """Count a hit: for the kinds that it speaks for, for any, or for body."""
        self.hits.append(hit)
        cue = hit.cue
        if cue.side is Side.BODY:
            self.against += cue.points
        elif cue.side is Side.ANY and hit.kind is None:
            self.general += cue.points
        for kind in cue.kinds if hit.kind is None else (hit.kind,):
            self.by_kind[kind] = self.by_kind.get(kind, 0.0) + cue.points

    @property
    def kind(self) -> RemovalKind:
        """The kind with the most points; a remnant of the interface where none has any."""
        return max(self.by_kind, key=self.by_kind.__getitem__, default=RemovalKind.UI_REMNANT)

    @property
    def points(self) -> float:
        """Log-odds, up to EVEN, that the line is not body; metadata stands by its own kind."""
        if not self.by_kind:
            return self.general - self.against
        kind = self.kind
        points = self.by_kind[kind] + self.general - self.against
        if kind in METADATA:
            return points
        rest = (p for k, p in self.by_kind.items() if k is not kind and k not in METADATA)
        return points + SECOND_KIND * sum(p for p in rest if p > 0)

    @property
    def score(self) -> float:
        """The probability that the points stand for, 0 to 1."""
        return 1 / (1 + math.exp(min(EVEN - round(self.points, 6), 700.0)))

    def leans(self) -> bool:
        """Whether some kind has enough of a case for its place to count; metadata has none."""
        return any(p >= LEANING for kind, p in self.by_kind.items() if kind not in METADATA)

    def has(self, edge: Edge) -> bool:
        """Whether a hit marks this edge of a block."""
        return any(hit.cue.edge is edge for hit in self.hits)


def weigh(line: Line, lexicon: Lexicon) -> Evidence:
    """The evidence that the line bears in itself. A rule counts once a line."""
    found = Evidence(line)
    if not line.plain:
        return found
    seen: set[str] = set()
    for hit in _hits(line, lexicon):
        if hit.cue.rule not in seen and line.words <= hit.cue.max_words:
            seen.add(hit.cue.rule)
            found.add(hit)
    return found


def _hits(line: Line, lexicon: Lexicon) -> Iterator[Hit]:
    for cue in lexicon.whole.get(line.key, ()):
        yield Hit(cue, line.plain)
    waiting: dict[str, Cue] = {}
    for phrase in _phrases(line.folded, lexicon):
        if phrase.cue.pattern is None:
            yield Hit(phrase.cue, phrase.text)
        else:
            waiting[phrase.cue.rule] = phrase.cue
    yield from _patterns(line, waiting.values())
    for shape in shapes(line, lexicon.share_words):
        if (cue_of_shape := lexicon.shapes.get(shape)) is not None:
            yield Hit(cue_of_shape, shape.replace("_", " "))


def _phrases(folded: str, lexicon: Lexicon) -> Iterator[Phrase]:
    quoted = '"' in folded
    for last, phrases in lexicon.phrases.iter(folded):
        for phrase in phrases:
            start = last + 1 - len(phrase.text)
            if not phrase.stands_at(folded, start):
                continue
            if not (quoted and phrase.cue.kinds and _in_quotes(folded, start)):
                yield phrase


def _patterns(line: Line, cues: Iterable[Cue]) -> Iterator[Hit]:
    for cue in cues:
        if cue.pattern is None or line.words > cue.max_words:
            continue
        match = cue.pattern.search(line.plain)
        if match is not None and not _in_quotes(line.plain, match.start()):
            yield Hit(cue, match.group())


def _in_quotes(text: str, at: int) -> bool:
    """Whether a quotation is open at `at`: one who is quoted appeals to somebody else."""
    return text.count('"', 0, at) % 2 == 1
