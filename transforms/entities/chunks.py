"""Cutting a long text where a reader would pause."""

from __future__ import annotations

from collections.abc import Iterator


def chunks(text: str, limit: int) -> Iterator[tuple[int, str]]:
    """(Offset, piece) of consecutive pieces of at most `limit` characters that make up `text`.

    A cut stands after the last newline that fits, else after the last space, else anywhere.

    >>> list(chunks("one two\\nthree", 9))
    [(0, 'one two\\n'), (8, 'three')]
    """
    start = 0
    while len(text) - start > limit:
        end = start + limit
        cut = text.rfind("\n", start, end) + 1 or text.rfind(" ", start, end) + 1 or end
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]
