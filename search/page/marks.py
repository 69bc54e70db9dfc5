"""What is marked in an article's text: removals, dates and names, each with a note to lead to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from search.page.names import NameNote
from transforms.article import Article, DateMention, Removal, Span, piece_gaps
from transforms.boilerplate.evidence import METADATA


@dataclass(frozen=True, slots=True)
class Mark(Span):
    """A span of `text` with its meaning.

    Args:
        layer: "removed", "moved", "date" or "name": a class of the stylesheet.
        kind: which of those, as "author_bio" or "person".
        note: the id of the note that says more.
        told: the same in one line.
    """

    layer: str
    kind: str
    note: str
    told: str


def removal_marks(removed: Iterable[Removal]) -> Iterator[Mark]:
    """A mark for each removal, in the order of the notes."""
    for number, cut in enumerate(removed, start=1):
        layer = "moved" if cut.kind in METADATA else "removed"
        told = f"{words(cut.kind)}, {cut.score:.2f}, {cut.rule}: {cut.reason}"
        yield Mark(cut.start, cut.end, layer, str(cut.kind), f"removed-{number}", told)


def date_marks(article: Article, dates: Sequence[DateMention]) -> Iterator[Mark]:
    """A mark for each of these mentions; two where something was removed from within it."""
    to_text = BodyInText(article)
    for number, mention in enumerate(dates, start=1):
        for span in to_text.spans(mention):
            yield Mark(span.start, span.end, "date", "date", f"date-{number}", date_told(mention))


def name_marks(article: Article, notes: Sequence[NameNote]) -> Iterator[Mark]:
    """A mark for each mention that a note is about."""
    to_text = BodyInText(article)
    for number, note in enumerate(notes, start=1):
        for mention in note.mentions:
            for span in [mention.span] if mention.in_text else to_text.spans(mention.span):
                told = f"{note.called}: {mention.why}"
                yield Mark(span.start, span.end, "name", note.kind, f"name-{number}", told)


def date_told(mention: DateMention) -> str:
    """A date mention in a line: what it stands for, and by which rule."""
    value = f"{mention.value} {mention.mod}" if mention.mod else mention.value
    days = days_told(mention)
    covers = f", {days}" if days and days != value else ""
    return f"{value}{covers}, {mention.confidence:.2f}, {mention.rule}"


def days_told(mention: DateMention) -> str:
    """The days that a mention covers; nothing where it has none."""
    if mention.gte is None or mention.lte is None:
        return ""
    if mention.gte == mention.lte:
        return mention.gte.isoformat()
    return f"{mention.gte} to {mention.lte}"


def words(code: str) -> str:
    """A code as words.

    >>> words("author_bio")
    'author bio'
    """
    return str(code).replace("_", " ")


class BodyInText:
    """Where in an article's `text` a span of its body stands."""

    def __init__(self, article: Article) -> None:
        self.pieces = article.pieces
        gaps = map(len, piece_gaps(article.text, self.pieces))
        lengths = (piece.end - piece.start for piece in self.pieces)
        sizes = list(zip(gaps, lengths, strict=True))
        ends = list(accumulate(gap + length for gap, length in sizes))
        self.starts = [end - length for end, (_, length) in zip(ends, sizes, strict=True)]

    def spans(self, span: Span) -> Iterator[Span]:
        """The spans of `text` with the same characters: several where something went between."""
        at = max(0, bisect_right(self.starts, span.start) - 1)
        for piece, start in zip(self.pieces[at:], self.starts[at:], strict=True):
            if start >= span.end:
                return
            first = piece.start + max(0, span.start - start)
            last = min(piece.end, piece.start + span.end - start)
            if first < last:
                yield Span(first, last)
