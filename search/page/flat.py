"""Spans that overlap, as pieces of text that do not: what HTML can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transforms.article import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line, and the numbers of the spans that cover them, in their order."""

    text: str
    start: int
    covered_by: tuple[int, ...] = ()


def flat_lines(text: str, spans: Sequence[Span]) -> Iterator[tuple[Piece, ...]]:
    """The lines of a text, each in pieces that begin and end where a span does.

    What the pieces say, joined, the lines with a line feed between them, is the text. A span that
    is empty, or outside of the text, covers nothing.

    >>> [[piece.text for piece in line] for line in flat_lines("one two\\nsix", [Span(4, 9)])]
    [['one ', 'two'], ['s', 'ix']]
    """
    line: list[Piece] = []
    for piece in _pieces(text, spans):
        first, *others = piece.text.split("\n")
        line.append(Piece(first, piece.start, piece.covered_by))
        at = piece.start + len(first) + 1
        for part in others:
            yield _said(line)
            line = [Piece(part, at, piece.covered_by)]
            at += len(part) + 1
    yield _said(line)


def _said(line: list[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in line if piece.text)


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    edges: dict[int, list[tuple[int, bool]]] = {0: [], len(text): []}
    for number, span in enumerate(spans):
        start, end = max(0, span.start), min(span.end, len(text))
        if start < end:
            edges.setdefault(start, []).append((number, True))
            edges.setdefault(end, []).append((number, False))
    places = sorted(edges)
    open_now: set[int] = set()
    for start, end in pairwise(places):
        for number, opens in edges[start]:
            (open_now.add if opens else open_now.discard)(number)
        yield Piece(text[start:end], start, tuple(sorted(open_now)))
