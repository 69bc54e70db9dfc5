"""What a line's neighbours and its place say: appeals, runs of links and bios hang together.

Every finding is one more hit, of a `shape` cue of `common.toml`, so that a line that its block
takes along says so, and one that speaks strongly for body stays in spite of its block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from transforms.article import RemovalKind
from transforms.boilerplate.cues import Edge, Lexicon
from transforms.boilerplate.evidence import Evidence, Hit
from transforms.boilerplate.shapes import in_capitals, is_headline, is_name_line

APPEALS = frozenset({RemovalKind.DONATION_APPEAL, RemovalKind.NEWSLETTER_SUBSCRIBE})
REACH = 10
"""Lines after a greeting within which an appeal must follow."""
GAP = 4
"""Lines between two appeals that may belong to them."""
HINT = 0.8
"""Points that a line between two appeals needs of its own: a word to the reader."""
SIGN_OFF = 3
"""Lines of a sign-off: a thank-you, a name, an office."""
LINKS = 15
"""Lines of a run of related links."""
BIO = 5
"""Lines of a bio or a note on a company, under its heading."""
ADDRESSES = frozenset({"common/email", "common/handle"})
"""Rules that the introduction of a person does not meet: an author's way to be reached."""
BIO_AT_THE_START = ("at_the_start", RemovalKind.AUTHOR_BIO)
"""No evidence: an article's first lines introduce its people."""
LOUD = 0.25
"""Share of lines in capitals past which they say nothing."""
FAR = 4
"""Kept lines after which a line is far from the end: there the article introduces its people."""
PLACE = 2
"""Kept lines before or after a line within which it stands at the start or at the end."""


class Context:
    """The evidence of all lines of a text, while blocks and places are added to it."""

    def __init__(self, evidence: Sequence[Evidence], lexicon: Lexicon, threshold: float) -> None:
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
    _capitals(context)
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


def _capitals(context: Context) -> None:
    """Titles of other articles are set in capitals amid prose that is not."""
    loud = [at for at, evidence in enumerate(context.evidence) if in_capitals(evidence.line)]
    if len(loud) <= len(context.evidence) * LOUD:
        for at in loud:
            if at and not context.gone(at):
                context.say(at, "capitals_amid_prose")


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
                if context.evidence[at].points >= HINT:
                    context.say(at, "between_appeals", kind)


def _from_greeting(context: Context, strong: Sequence[int]) -> None:
    for at, evidence in enumerate(context.evidence):
        if not evidence.has(Edge.APPEAL_OPENS):
            continue
        reached = strong[bisect_left(strong, at) : bisect_right(strong, at + REACH)]
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
    for at, evidence in enumerate(context.evidence):
        if evidence.has(Edge.BIO_OPENS):
            end = _bio_end(context, at)
            if 1 < end - at <= BIO + 1:
                for inner in range(at, end):
                    context.say(inner, "under_bio_heading", RemovalKind.AUTHOR_BIO)
    kept = [at for at in range(len(context.evidence)) if not context.gone(at)]
    for at in kept[:-FAR]:
        evidence = context.evidence[at]
        addressed = any(hit.cue.rule in ADDRESSES for hit in evidence.hits)
        if RemovalKind.AUTHOR_BIO in evidence.by_kind and not addressed:
            context.say(at, "far_from_the_end")


def _bio_end(context: Context, heading: int) -> int:
    """The line after a bio: the end of the text, or what is removed as something else.

    Looks no further than one line past the longest bio.
    """
    end = heading + 1
    while end < min(len(context.evidence), heading + BIO + 2):
        other = context.evidence[end].kind is not RemovalKind.AUTHOR_BIO
        if other and context.gone(end):
            break
        end += 1
    return end


def _link_runs(context: Context) -> None:
    headings = [
        at
        for at, evidence in enumerate(context.evidence)
        if evidence.has(Edge.LINKS_OPEN) and context.gone(at)
    ]
    for heading, following in pairwise([*headings, len(context.evidence)]):
        for at in range(heading + 1, min(following, heading + 1 + LINKS)):
            if context.gone(at):
                continue
            if not is_headline(context.evidence[at].line):
                break
            context.say(at, "in_run_of_links", RemovalKind.RELATED_LINKS)


def _sweep(context: Context, order: Iterable[int], place: str, beside: str) -> None:
    """Place and neighbours, from one end of the text: what is removed there draws the next in."""
    kept = 0
    drawing = False
    for at in order:
        evidence = context.evidence[at]
        if not context.gone(at) and evidence.leans():
            if kept < PLACE and (place, evidence.kind) != BIO_AT_THE_START:
                context.say(at, place)
            if drawing:
                context.say(at, beside)
        drawing = context.gone(at)
        kept += not drawing
