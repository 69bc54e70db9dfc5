"""What a line's neighbours and its place say: appeals, runs of links and bios hang together.

Every finding is one more hit, of a `shape` cue of `common.toml`, so that a line that its block
takes along says so, and one that speaks strongly for body stays in spite of its block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from transforms.article import RemovalKind
from transforms.boilerplate.cues import Edge, Lexicon
from transforms.boilerplate.evidence import Evidence, Hit
from transforms.boilerplate.shapes import is_headline, is_name_line

APPEALS = frozenset({RemovalKind.DONATION_APPEAL, RemovalKind.NEWSLETTER_SUBSCRIBE})
REACH = 10
"""Lines after a greeting within which an appeal must follow."""
GAP = 4
"""Lines between two appeals that may belong to them."""
SIGN_OFF = 3
"""Lines of a sign-off: a thank-you, a name, an office."""
LINKS = 15
"""Lines of a run of related links."""
BIO = 5
"""Lines of a bio or a note on a company, under its heading."""
PLACE = 2
"""Kept lines before or after a line within which it stands at the start or at the end."""


class Context:
    """The evidence of all lines of a text, while blocks and places are added to it."""

    def __init__(
        self, evidence: Sequence[Evidence], lexicon: Lexicon, threshold: float
    ) -> None:
        self.evidence = evidence
        self.lexicon = lexicon
        self.threshold = threshold

    def gone(self, at: int) -> bool:
        """Whether the line's evidence is enough to remove it."""
        return self.evidence[at].score >= self.threshold

    def say(self, at: int, shape: str, kind: RemovalKind | None = None) -> None:
        """Add what a shape of the context says to one line's evidence, once."""
        cue = self.lexicon.shapes[shape]
        evidence = self.evidence[at]
        if all(hit.cue.rule != cue.rule for hit in evidence.hits):
            evidence.add(Hit(cue, shape.replace("_", " "), kind))


def add_context(evidence: Sequence[Evidence], lexicon: Lexicon, threshold: float) -> None:
    """Add to each line what the lines around it say. One pass a block kind, one each way."""
    context = Context(evidence, lexicon, threshold)
    _repeated(context)
    _appeals(context)
    _bios(context)
    _link_runs(context)
    order = range(len(evidence))
    _sweep(context, reversed(order), "at_the_end", "before_removed")
    _sweep(context, order, "at_the_start", "after_removed")


def _repeated(context: Context) -> None:
    counts: dict[str, int] = {}
    for evidence in context.evidence:
        counts[evidence.line.folded] = counts.get(evidence.line.folded, 0) + 1
    for at, evidence in enumerate(context.evidence):
        if evidence.line.folded and counts[evidence.line.folded] > 1:
            context.say(at, "repeated")


def _appeals(context: Context) -> None:
    strong = [
        at
        for at, evidence in enumerate(context.evidence)
        if evidence.kind in APPEALS and context.gone(at)
    ]
    if not strong:
        return
    _between(context, strong)
    _from_greeting(context, strong)
    for at in strong:
        _sign_off(context, at)


def _between(context: Context, strong: Sequence[int]) -> None:
    for first, last in pairwise(strong):
        if last - first <= GAP + 1:
            kind = context.evidence[first].kind
            for at in range(first + 1, last):
                context.say(at, "between_appeals", kind)


def _from_greeting(context: Context, strong: Sequence[int]) -> None:
    for at, evidence in enumerate(context.evidence):
        if not evidence.has(Edge.APPEAL_OPENS):
            continue
        reached = [s for s in strong if at <= s <= at + REACH]
        if reached:
            kind = context.evidence[reached[0]].kind
            for inner in range(at, reached[-1] + 1):
                context.say(inner, "under_greeting", kind)


def _sign_off(context: Context, strong: int) -> None:
    kind = context.evidence[strong].kind
    closed = False
    for at in range(strong + 1, min(strong + 1 + SIGN_OFF, len(context.evidence))):
        evidence = context.evidence[at]
        closes = evidence.has(Edge.APPEAL_CLOSES)
        if not closes and not (closed and is_name_line(evidence.line)):
            return
        context.say(at, "sign_off", kind)
        closed = True


def _bios(context: Context) -> None:
    total = len(context.evidence)
    for at, evidence in enumerate(context.evidence):
        if evidence.has(Edge.BIO_OPENS) and 0 < _before_next_removed(context, at) <= BIO:
            for inner in range(at, min(at + 1 + BIO, total)):
                if inner > at and context.gone(inner):
                    break
                context.say(inner, "under_bio_heading", RemovalKind.AUTHOR_BIO)


def _before_next_removed(context: Context, at: int) -> int:
    """How many lines follow `at` up to the end of the text or the next removed line."""
    for distance in range(1, BIO + 2):
        if at + distance == len(context.evidence) or context.gone(at + distance):
            return distance - 1
    return BIO + 1


def _link_runs(context: Context) -> None:
    total = len(context.evidence)
    for at, evidence in enumerate(context.evidence):
        if not (evidence.has(Edge.LINKS_OPEN) and context.gone(at)):
            continue
        inner = at + 1
        while inner < total and inner <= at + LINKS and is_headline(context.evidence[inner].line):
            inner += 1
        if inner == total or inner - at > 2 or context.gone(inner):
            for link in range(at + 1, inner):
                context.say(link, "in_run_of_links", RemovalKind.RELATED_LINKS)


def _sweep(context: Context, order: Iterable[int], place: str, beside: str) -> None:
    """Place and neighbours, from one end of the text: what is removed there draws the next in."""
    kept = 0
    drawing = False
    for at in order:
        evidence = context.evidence[at]
        if not context.gone(at) and evidence.leans():
            if kept < PLACE:
                context.say(at, place)
            if drawing:
                context.say(at, beside)
        drawing = context.gone(at)
        kept += not drawing
