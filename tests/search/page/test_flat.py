"""Spans that overlap become pieces that do not; the pieces are the text, each under its spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.page.flat import flat_lines
from transforms.article import Span

TEXTS = st.text(st.sampled_from("ab \n\r\t"), max_size=30)
SPANS = st.lists(st.builds(Span, st.integers(-3, 33), st.integers(-3, 33)), max_size=6)


@given(TEXTS, SPANS)
def test_the_pieces_are_the_text(text: str, spans: list[Span]) -> None:
    lines = flat_lines(text, spans)
    assert "\n".join("".join(piece.text for piece in line) for line in lines) == text


@given(TEXTS, SPANS)
def test_each_character_is_under_the_spans_that_hold_it(text: str, spans: list[Span]) -> None:
    for line in flat_lines(text, spans):
        for piece in line:
            assert text[piece.start : piece.start + len(piece.text)] == piece.text
            for at in range(piece.start, piece.start + len(piece.text)):
                holding = tuple(n for n, span in enumerate(spans) if span.start <= at < span.end)
                assert piece.covered_by == holding


def test_without_spans_a_line_is_one_piece() -> None:
    assert [len(line) for line in flat_lines("one\n\ntwo", [])] == [1, 0, 1]
