"""Which field is what, and what becomes of the others."""

from __future__ import annotations

import pytest

from flows.sources import FieldMap, SourceOptions, Unreadable
from flows.sources.mapping import EXTRA_FIELDS, EXTRA_NAME, EXTRA_VALUE
from flows.sources.outcome import Outcome
from flows.sources.records import Container, Record, Spot, article_of
from flows.sources.usual_names import folded, usual_names
from transforms.article import METADATA_FIELDS, RawArticle

FILE = "file:///corpus/day.jsonl"


def outcome_of(
    fields: dict[str, object], mapping: str = "", alone: bool = False, uri: str | None = FILE
) -> Outcome:
    options = SourceOptions(mapping=FieldMap.parse(mapping))
    container = Container(uri, "day.jsonl", options)
    return article_of(Record(fields, container, Spot("line", 7), b"raw", alone))


def article(fields: dict[str, object], mapping: str = "") -> RawArticle:
    outcome = outcome_of({"text": "words", **fields}, mapping)
    assert isinstance(outcome, RawArticle), outcome
    return outcome


@pytest.mark.parametrize(
    ("fields", "target", "expected"),
    [
        ({"datePublished": "2031-05-02"}, "published", "2031-05-02"),
        ({"Date Published": "2031-05-02"}, "published", "2031-05-02"),
        ({"publish_date": "2031-05-02", "date": "2031-06-01"}, "published", "2031-05-02"),
        ({"date": {"$date": "2031-05-02T08:00Z"}}, "published", "2031-05-02T08:00Z"),
        ({"date": "", "issued": "2031"}, "published", "2031"),
        ({"created_at": "2031-05-02"}, "published", None),
        ({"timestamp": "2031-05-02"}, "published", None),
        ({"publishers": "x"}, "source", None),
        ({"source": {"id": "tl", "name": "The Lantern"}}, "source", "The Lantern"),
        ({"outlet": "The Lantern", "source": "wire"}, "source", "The Lantern"),
        ({"authors": ["Ada Brook", "Cy Dell"]}, "author", "Ada Brook, Cy Dell"),
        ({"author": [{"name": "Ada Brook", "@type": "Person"}]}, "author", "Ada Brook"),
        ({"headline": "  Town\r\nand\x00country "}, "title", "Town and country"),
        ({"title": "lone \ud800 half"}, "title", "lone \ufffd half"),
        ({"title": "Cafe\u0301"}, "title", "Café"),
        ({"title": True}, "title", "true"),
        ({"title": []}, "title", None),
        ({"link": "https://a.example/1"}, "url", "https://a.example/1"),
        ({"inLanguage": "sv"}, "language", "sv"),
        ({"language_model": "x"}, "language", None),
    ],
)
def test_usual_names_are_found(
    fields: dict[str, object], target: str, expected: str | None
) -> None:
    assert getattr(article(fields).metadata, target) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "a", "content": "b"}, b"a"),
        ({"content": "b", "body": "a"}, b"a"),
        ({"articleBody": "a", "description": "b"}, b"a"),
        ({"text": " ", "body": "a"}, b"a"),
        ({"text": {"x": 1}, "body": "a"}, b"a"),
        ({"paragraphs": ["a", "b"]}, b"a\nb"),
        ({"text": "a\ud83d"}, "a\ufffd".encode()),
    ],
)
def test_the_text_is_found(fields: dict[str, object], expected: bytes) -> None:
    outcome = outcome_of(fields)
    assert isinstance(outcome, RawArticle)
    assert outcome.content == expected


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ("text=summary", b"s"),
        ("text=deep.er.text", b"d"),
        ("text=parts.1.p", b"q"),
        ("text=dotted.name", b"n"),
        ("html=page", b"<i>p</i>"),
    ],
)
def test_a_mapping_names_any_field(mapping: str, expected: bytes) -> None:
    fields: dict[str, object] = {
        "text": "usual",
        "summary": "s",
        "deep": {"er": {"text": "d"}},
        "parts": [{"p": "p"}, {"p": "q"}],
        "dotted.name": "n",
        "dotted": {"name": "not this"},
        "page": "<i>p</i>",
    }
    outcome = outcome_of(fields, mapping)
    assert isinstance(outcome, RawArticle)
    assert outcome.content == expected


@pytest.mark.parametrize("mapping", ["text=a.b.c", "text=list.9", "text=list.-1", "text=text.x"])
def test_a_mapping_that_leads_nowhere_is_told(mapping: str) -> None:
    outcome = outcome_of({"text": "x", "a": {"b": "y"}, "list": ["z"]}, mapping)
    assert isinstance(outcome, Unreadable)
    assert outcome.reason == "no_text_field"
    assert mapping.partition("=")[2] in outcome.error
    assert "text, a.b, list" in outcome.error


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ("txet=content", "cannot map 'txet': one of text, html"),
        ("text", "TARGET=FIELD"),
        ("text=", "names no field"),
        ("text=a,text=b", "mapped twice"),
    ],
)
def test_a_wrong_mapping_is_refused(told: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        FieldMap.parse(told)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"url": "https://a.example/1", "id": "7"}, "https://a.example/1"),
        ({"url": "https://a.example/?p=1"}, "https://a.example/?p=1"),
        ({"url": "https://ada:word@a.example/1"}, "https://a.example/1"),
        ({"url": "https://a.example/?mail=ada@b.example"}, "https://a.example/?mail=ada@b.example"),
        ({"url": "javascript://a.example/1", "id": "7"}, f"{FILE}#7"),
        ({"url": "file://localhost/etc/passwd", "id": "7"}, f"{FILE}#7"),
        ({"id": "7"}, f"{FILE}#7"),
        ({"_id": {"$oid": "5f"}}, f"{FILE}#5f"),
        ({"id": "a b/ü#"}, f"{FILE}#a%20b/%C3%BC%23"),
        ({}, None),
        # Values that would make one article of many.
        ({"url": "unknown", "id": "7"}, f"{FILE}#7"),
        ({"url": "/news/1", "id": "7"}, f"{FILE}#7"),
        ({"url": "https://a.example/", "id": "7"}, f"{FILE}#7"),
        ({"url": "https://a.example", "id": "7"}, f"{FILE}#7"),
        ({"url": "http://[", "id": "7"}, f"{FILE}#7"),
        ({"url": "https://a.example/" + "x" * 5000, "id": "7"}, f"{FILE}#7"),
    ],
)
def test_the_uri_names_one_article(fields: dict[str, object], expected: str | None) -> None:
    assert article(fields).uri == expected


def test_a_lone_document_has_its_files_uri() -> None:
    outcome = outcome_of({"text": "x", "id": "7"}, alone=True)
    assert outcome.uri == FILE


def test_an_id_in_a_stream_names_nothing() -> None:
    outcome = outcome_of({"text": "x", "id": "7"}, uri=None)
    assert outcome.uri is None


def test_a_refused_record_keeps_the_id_that_it_will_have_as_an_article() -> None:
    fields: dict[str, object] = {"url": "https://a.example/1"}
    refused, mended = outcome_of(fields), outcome_of({**fields, "text": "x"})
    assert isinstance(refused, Unreadable)
    assert refused.id == mended.id


def test_other_fields_are_kept_and_bounded() -> None:
    fields: dict[str, object] = {
        "id": 7,
        "tags": ["a", "b"],
        "score": "1.50",
        "none": None,
        "geo": {"lat": "1", "lon": "2"},
        "long": "x" * 5000,
        "n" * 500: "v",
        "deep": {"a": {"b": {"c": {"d": "e"}}}},
    }
    extra = dict(article(fields).metadata.extra)
    assert extra["id"] == "7"
    assert extra["tags"] == "a, b"
    assert extra["score"] == "1.50"
    assert "none" not in extra
    assert (extra["geo.lat"], extra["geo.lon"]) == ("1", "2")
    assert len(extra["long"]) == EXTRA_VALUE
    assert extra["n" * (EXTRA_NAME - 1) + "…"] == "v"
    assert extra["deep.a.b.c"] == '{"d": "e"}'


def test_a_record_of_a_hundred_thousand_fields_is_bounded() -> None:
    assert len(article({f"f{n}": "v" for n in range(100_000)}).metadata.extra) == EXTRA_FIELDS


def test_the_table_knows_every_field_of_the_metadata_and_no_name_twice() -> None:
    names = usual_names()
    assert set(METADATA_FIELDS) | {"text", "html", "id", "encoding"} == set(names)
    listed = [name for usual in names.values() for name in usual]
    assert len(listed) == len(set(listed))
    assert all(name == folded(name) for name in listed)
