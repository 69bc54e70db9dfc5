"""A mention in the body is marked where it stands in the text, whatever was removed around it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.page.marks import BodyInText, date_marks, name_marks, removal_marks
from search.page.names import name_notes
from tests.search.page.made import dated, hostile, named, removal
from transforms.article import Article, RawArticle, RemovalKind, Span

TEXT = "By A. Quill\nShe came on (advert) Friday.\nMore like this\nShe left."


def article(text: str, *cuts: tuple[int, int]) -> Article:
    return Article(RawArticle(None, b""), text=text, removed=tuple(removal(*cut) for cut in cuts))


def within(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("She came", ["She came"]),
        ("on Friday", ["on", "Friday"]),
        ("Friday.", ["Friday."]),
        (".\nShe", [".", "She"]),
        ("left.", ["left."]),
    ],
)
def test_a_span_of_the_body_is_found_in_the_text(words: str, expected: list[str]) -> None:
    cuts = [within(TEXT, cut) for cut in ("By A. Quill", "(advert)", "More like this")]
    made = article(TEXT, *cuts)
    spans = BodyInText(made).spans(Span(*within(made.body, words)))
    assert [span.of(TEXT) for span in spans] == expected


@given(
    st.text(st.sampled_from("ab .\n"), max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_what_is_marked_is_what_the_body_says(
    text: str, cuts: list[tuple[int, int]], start: int, end: int
) -> None:
    made = article(text, *((a, b) for a, b in cuts if a < b <= len(text)))
    said = made.body[start:end]
    spans = list(BodyInText(made).spans(Span(start, min(end, len(made.body)))))
    marked = "".join(span.of(text) for span in spans)
    assert "".join(marked.split()) == "".join(said.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_what_is_moved_to_a_field_is_told_from_what_is_removed() -> None:
    cuts = (removal(0, 3, RemovalKind.IMAGE_CAPTION), removal(3, 6, RemovalKind.AUTHOR_BIO))
    assert [mark.layer for mark in removal_marks(cuts)] == ["moved", "removed"]


def test_a_mark_tells_kind_score_rule_and_reason() -> None:
    (mark,) = removal_marks([removal(0, 3)])
    assert mark.told == "ui remnant, 0.90, some/rule: because"


def test_mentions_of_one_name_share_a_note() -> None:
    body = "Quill and Quill"
    made = Article(RawArticle(None, b""), text=body, names=(named(body, 0, 5), named(body, 10, 15)))
    (note,) = name_notes(made)
    assert note.reasons == [("Quill", "as it is written, 0.80", 2)]
    assert [mark.note for mark in name_marks(made, [note])] == ["name-1", "name-1"]


def test_an_entity_that_no_facet_has_is_told_too() -> None:
    assert [note.label for note in name_notes(hostile()) if note.kind == "other"] == ["EVENT"]


def test_a_date_tells_its_value_days_and_rule() -> None:
    body = "on Friday"
    made = Article(RawArticle(None, b""), text=body, dates=(dated(body, 3, 9, value="2024-W44-5"),))
    (mark,) = date_marks(made, made.dates)
    assert mark.told == "2024-W44-5, 2024-10-30, 0.90, weekday"
