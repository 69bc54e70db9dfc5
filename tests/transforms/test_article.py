"""The body and the way back from it to the text; ids and hashes of what was read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import (
    Article,
    EntityMention,
    FoundBy,
    Metadata,
    NameKind,
    RawArticle,
    Removal,
    RemovalKind,
    Span,
)


def removal(start: int, end: int) -> Removal:
    return Removal(start, end, RemovalKind.UI_REMNANT, "rule", 1.0, "reason")


def article(text: str, *cuts: tuple[int, int]) -> Article:
    removed = tuple(removal(start, end) for start, end in cuts)
    return Article(RawArticle(None, b""), text=text, removed=removed)


@pytest.mark.parametrize(
    ("text", "cuts", "body"),
    [
        pytest.param("One.\nTwo.", [], "One.\nTwo.", id="nothing removed"),
        pytest.param("", [], "", id="no text"),
        pytest.param("One.\nTwo.\nThree.", [(5, 9)], "One.\nThree.", id="a whole line"),
        pytest.param("One.\nTwo.\nThree.", [(5, 10)], "One.\nThree.", id="a line with its end"),
        pytest.param("One.\nTwo.", [(0, 4)], "Two.", id="the first line"),
        pytest.param("One.\nTwo.", [(5, 9)], "One.", id="the last line"),
        pytest.param("One.\nTwo.", [(0, 9)], "", id="everything"),
        pytest.param("Keep SHARE this.", [(5, 10)], "Keep this.", id="inside a line"),
        pytest.param("Keep. SHARE\nOn.", [(6, 11)], "Keep.\nOn.", id="the end of a line"),
        pytest.param("SHARE Keep.", [(0, 5)], "Keep.", id="the start of a line"),
        pytest.param("abcdef", [(2, 4)], "ab ef", id="inside a word: two pieces stay apart"),
        pytest.param("a bb cc d", [(2, 4), (5, 7)], "a d", id="apart but for a space"),
        pytest.param("abcdef", [(1, 3), (3, 5)], "a f", id="adjacent"),
        pytest.param("abcdef", [(1, 4), (2, 5)], "a f", id="overlapping"),
        pytest.param("abcdef", [(1, 5), (2, 3)], "a f", id="one within the other"),
        pytest.param("abcdef", [(3, 5), (1, 2)], "a c f", id="in any order"),
        pytest.param("abcdef", [(2, 2)], "ab cdef", id="an empty one only cuts"),
        pytest.param("One.\nTwo.\nThree.", [(2, 12)], "On\nree.", id="over line ends"),
        pytest.param("  One.  \n\n \n Two. ", [], "One.\nTwo.", id="white space and empty lines"),
    ],
)
def test_body(text: str, cuts: list[tuple[int, int]], body: str) -> None:
    assert article(text, *cuts).body == body


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, 0), (3, 3), (4, 4), (5, 11), (7, 13), (8, 14), (12, 18), (99, 19)],
)
def test_text_offset(offset: int, expected: int) -> None:
    # Body "Keep on.\nEnd." of "Keep SHARE on.\nEnd.": a piece's end is where its gap begins.
    assert article("Keep SHARE on.\nEnd.", (5, 10)).text_offset(offset) == expected


def test_the_text_offset_of_an_empty_body_is_the_texts_end() -> None:
    assert article("Share", (0, 5)).text_offset(0) == 5


texts = st.text(alphabet="abÄ…“😀 \n\t", max_size=60)


@st.composite
def cut_articles(draw: st.DrawFn) -> Article:
    text = draw(texts)
    ends = st.integers(0, len(text))
    cuts = draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=5))
    return article(text, *((start, end) for start, end in cuts))


@given(cut_articles())
def test_each_character_of_the_body_is_found_in_the_text(cut: Article) -> None:
    gone = {at for each in cut.removed for at in range(each.start, each.end)}
    for offset, character in enumerate(cut.body):
        if not character.isspace():
            at = cut.text_offset(offset)
            assert cut.text[at] == character
            assert at not in gone


@given(cut_articles())
def test_the_body_keeps_all_that_is_not_removed_in_order(cut: Article) -> None:
    gone = {at for each in cut.removed for at in range(each.start, each.end)}
    kept = "".join(c for at, c in enumerate(cut.text) if at not in gone)
    assert "".join(cut.body.split()) == "".join(kept.split())


@given(cut_articles())
def test_no_line_of_the_body_is_empty_or_padded(cut: Article) -> None:
    assert all(line and line == line.strip() for line in cut.body.split("\n") if cut.body)


@given(cut_articles())
def test_text_offsets_rise_with_body_offsets(cut: Article) -> None:
    offsets = [cut.text_offset(at) for at in range(len(cut.body) + 1)]
    assert offsets == sorted(offsets)


@given(cut_articles(), st.randoms(use_true_random=False))
def test_the_order_of_removals_does_not_matter(cut: Article, random: object) -> None:
    shuffled = list(cut.removed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert replace(cut, removed=tuple(shuffled)).pieces == cut.pieces


@given(cut_articles())
def test_a_body_that_nothing_is_removed_from_is_itself(cut: Article) -> None:
    again = article(cut.body)
    assert again.body == cut.body
    assert [again.text_offset(at) for at in range(len(cut.body))] == list(range(len(cut.body)))


def test_an_id_is_of_the_uri_or_else_of_the_content() -> None:
    named = RawArticle("https://paper.example/1", b"One")
    assert named.id == replace(named, content=b"Two").id
    assert named.id != replace(named, uri="https://paper.example/2").id
    unnamed = RawArticle(None, b"One")
    assert unnamed.id == unnamed.content_hash[:32] != RawArticle(None, b"Two").id
    assert len(named.id) == len(unnamed.id) == 32


@pytest.mark.parametrize(
    "other",
    [
        {"content": b"Two"},
        {"media_type": "text/html"},
        {"encoding": "utf-8"},
        {"metadata": Metadata(title="One")},
        {"metadata": Metadata(extra=(("desk", "sport"),))},
    ],
)
def test_the_content_hash_is_of_all_that_the_stages_read(other: dict[str, object]) -> None:
    raw = RawArticle("https://paper.example/1", b"One")
    assert replace(raw, **other).content_hash != raw.content_hash  # type: ignore[arg-type]
    assert replace(raw, uri=None).content_hash == raw.content_hash


@pytest.mark.parametrize(
    ("metadata", "uri", "source"),
    [
        (Metadata(source="The Paper", url="https://other.example/1"), None, "The Paper"),
        (Metadata(url="https://www.paper.example/1"), "file:///a.txt", "paper.example"),
        (Metadata(), "https://paper.example:8080/1", "paper.example"),
        (Metadata(), "file:///a.txt", None),
        (Metadata(url="https://[broken"), None, None),
        (Metadata(), None, None),
    ],
)
def test_source(metadata: Metadata, uri: str | None, source: str | None) -> None:
    assert RawArticle(uri, b"", metadata=metadata).source == source


def test_a_hostile_uri_still_has_an_id() -> None:
    assert len(RawArticle("file:///\udcff", b"", metadata=Metadata(title="\ud800")).id) == 32
    assert RawArticle(None, b"", metadata=Metadata(title="\ud800")).id


@pytest.mark.parametrize(
    ("label", "kind"),
    [("GPE", NameKind.PLACE), ("FAC", NameKind.PLACE), ("NORP", NameKind.GROUP), ("LAW", None)],
)
def test_a_label_has_its_facet(label: str, kind: NameKind | None) -> None:
    assert EntityMention(0, 1, "x", label, FoundBy.MODEL).kind is kind


def test_a_span_is_of_its_layer() -> None:
    assert Span(4, 8).of("The Sund is calm.") == "Sund"
