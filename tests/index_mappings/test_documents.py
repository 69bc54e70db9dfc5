"""An article goes into the index and comes back as it was."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_mappings.documents import decode, decode_raw, encode, encode_raw, text_safe
from index_mappings.indices import mapping_of
from transforms.article import (
    Article,
    Dateline,
    DateMention,
    EntityMention,
    FoundBy,
    Furniture,
    Granularity,
    Language,
    Metadata,
    MetadataFrom,
    NameKind,
    NameMention,
    PageMetadata,
    Problem,
    Published,
    PublishedFrom,
    RawArticle,
    Removal,
    RemovalKind,
    Signature,
    Sourced,
    TimexType,
)

AT = datetime(2024, 10, 30, 12, tzinfo=UTC)
RAW = RawArticle(
    "https://www.harbour-courier.example/2024/10/pier",
    b"The pier closed on Tuesday.\nSupport us.",
    metadata=Metadata(title="Pier closed", author="Ada Roe", extra=(("section", "Local"),)),
)
FULL = Article(
    raw=RAW,
    title="Pier closed",
    text="The pier of Brackwater closed on Tuesday, Ada Roe said.\nSupport us.",
    language=Language("en", 0.99),
    removed=(Removal(56, 67, RemovalKind.DONATION_APPEAL, "cue", 0.9, "asks for support"),),
    published=Published(
        date(2024, 10, 30), PublishedFrom.META, 0.9, datetime(2024, 10, 30, 8, tzinfo=UTC)
    ),
    dates=(
        DateMention(
            33, 40, "Tuesday", TimexType.DATE, "2024-10-29", "weekday", 0.9, Granularity.DAY,
            gte=date(2024, 10, 29), lte=date(2024, 10, 29),
        ),
        DateMention(0, 3, "The", TimexType.DATE, "PAST_REF", "vague", 0.5, Granularity.VAGUE),
    ),
    entities=(
        EntityMention(12, 22, "Brackwater", "GPE", FoundBy.MODEL),
        EntityMention(42, 49, "Ada Roe", "PERSON", FoundBy.SECOND_PASS),
    ),
    names=(
        NameMention(
            12, 22, "Brackwater", NameKind.PLACE, "Brackwater", "place-brackwater", 1.0, "itself",
            point=(54.5, -3.25),
        ),
        NameMention(
            42, 49, "Ada Roe", NameKind.PERSON, "Ada Roe", "per-ada-roe", 1.0, "itself",
            role="engineer",
        ),
    ),
    page=PageMetadata(
        title=Sourced("Pier closed", MetadataFrom.JSON_LD),
        authors=(Sourced("Ada Roe", MetadataFrom.META),),
        url=Sourced("https://www.harbour-courier.example/pier", MetadataFrom.MARKUP),
        tags=(Sourced("Ferries", MetadataFrom.OPEN_GRAPH), Sourced("Piers", MetadataFrom.MARKUP)),
        image_caption=Sourced("The pier on Monday", MetadataFrom.MARKUP),
    ),
    furniture=Furniture(
        authors=(Sourced("Ada Roe", MetadataFrom.META),),
        captions=("The pier. Photo: Bo Lind", "The pier on Monday"),
        bylines=("By Ada Roe",),
        datelines=(
            Dateline(
                0, 8, date="Oct. 30", agency="Northern Wire",
                places=(
                    NameMention(
                        0, 8, "OXNEY", NameKind.PLACE, "Oxney", "place-oxney", 1.0, "itself",
                        point=(51.0, 0.75),
                    ),
                ),
            ),
        ),
        editors_notes=("Updated at noon.",),
    ),
    signature=Signature(("0-ab", "1-cd"), b"\x00\x01\x02\x03"),
    problems=(Problem("dates", "ValueError: no"),),
)  # fmt: skip

words = st.text(max_size=40)
metadata = st.builds(
    Metadata,
    title=st.none() | words,
    published=st.none() | words,
    source=st.none() | words,
    extra=st.lists(st.tuples(words, words), max_size=3).map(tuple),
)
raws = st.builds(
    RawArticle,
    uri=st.none() | words,
    content=st.binary(max_size=200),
    media_type=st.sampled_from(["text/plain", "text/html"]),
    metadata=metadata,
    encoding=st.none() | st.just("windows-1252"),
    retrieved=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(FULL, id="all layers"),
        pytest.param(Article(RAW), id="no layers"),
        pytest.param(replace(FULL, published=None), id="no publication date"),
        pytest.param(replace(FULL, page=PageMetadata()), id="a page that says nothing"),
        pytest.param(
            replace(
                FULL,
                published=Published(
                    date(2024, 1, 1),
                    PublishedFrom.METADATA,
                    1.0,
                    datetime(2024, 1, 1, 1, tzinfo=timezone(timedelta(hours=3))),
                ),
            ),
            id="a zone of its own",
        ),
    ],
)
def test_an_article_comes_back_as_it_was(article: Article) -> None:
    document = encode(article, {"extract": "ab"}, "run-1", AT)
    assert decode(document, article.raw) == article


@given(raws)
def test_a_raw_article_comes_back_as_it_was(raw: RawArticle) -> None:
    back = decode_raw(encode_raw(raw, "run-1", AT))
    assert back == raw
    assert (back.id, back.content_hash) == (raw.id, raw.content_hash)


def test_a_raw_article_that_utf_8_cannot_hold_comes_back_all_the_same() -> None:
    told = Metadata(title="half a \ud83d", extra=(("\udfff", "\ud800"),))
    raw = RawArticle("file:///a\udcff.txt", b"text", metadata=told, read_from="file:///\udcff")
    document = encode_raw(raw, "run-1", AT)
    json.dumps(document, ensure_ascii=False).encode("utf-8")
    back = decode_raw(document)
    assert back == raw
    assert (back.id, back.read_from) == (raw.id, raw.read_from)


def test_every_field_of_a_document_is_in_the_mapping() -> None:
    known = mapping_of("articles")["properties"]
    assert set(encode(FULL, {"extract": "ab"}, "run-1", AT)) <= set(known)
    assert set(encode_raw(RAW, "run-1", AT)) <= set(mapping_of("raw")["properties"])


@pytest.mark.parametrize(
    ("nested", "layer"),
    [("removals", Removal), ("date_mentions", DateMention), ("name_mentions", NameMention)],
)
def test_every_field_of_a_mention_is_in_the_mapping(nested: str, layer: type) -> None:
    mapped = mapping_of("articles")["properties"][nested]["properties"]
    assert {field.name for field in fields(layer)} == set(mapped)


def test_facets_are_flat_sorted_and_without_what_was_removed() -> None:
    document = encode(FULL, {}, "run-1", AT)
    assert document["persons"] == ["Ada Roe"]
    assert document["places"] == ["Brackwater", "Oxney"]
    assert "organisations" not in document
    assert document["removed_kinds"] == ["donation_appeal"]
    assert document["about"] == [{"gte": "2024-10-29", "lte": "2024-10-29"}]
    assert document["place_points"] == [{"lat": 51.0, "lon": 0.75}, {"lat": 54.5, "lon": -3.25}]
    assert "Support us" not in document["body"]
    assert "Support us" in document["text"]


def test_single_days_that_are_spoken_of_are_counted_from_publication() -> None:
    days = [date(2024, 10, 29), date(2024, 11, 2), date(2024, 10, 29)]
    known = [replace(FULL.dates[0], gte=day, lte=day) for day in days]
    month = replace(FULL.dates[0], gte=date(2024, 8, 1), lte=date(2024, 8, 31))
    vague = replace(FULL.dates[0], gte=None, lte=None)
    article = replace(FULL, dates=(*known, month, vague))
    document = encode(article, {}, "run-1", AT)
    assert document["about_days"] == ["2024-10-29", "2024-11-02"]
    assert document["about_offsets"] == [-1, 3]
    undated = encode(replace(article, published=None), {}, "run-1", AT)
    assert undated["about_days"] == document["about_days"]
    assert "about_offsets" not in undated


def test_what_made_an_article_can_be_counted() -> None:
    made_with = encode(FULL, {"dates": "ab" * 32, "document": "5"}, "run-1", AT)["made_with"]
    assert made_with == ["dates abababababab", "document 5"]


def test_what_stands_around_the_body_has_fields_of_its_own() -> None:
    document = encode(FULL, {}, "run-1", AT)
    assert document["authors"] == ["Ada Roe"]
    assert document["authors_found_in"] == "meta"
    assert document["tags"] == ["Ferries", "Piers"]
    assert document["canonical_url"] == "https://www.harbour-courier.example/pier"
    assert document["captions"] == ["The pier on Monday", "The pier. Photo: Bo Lind"]
    assert document["bylines"] == ["By Ada Roe"]
    assert document["editors_notes"] == ["Updated at noon."]
    assert document["dateline"] == [
        {"text": "The pier", "places": ["Oxney"], "date": "Oct. 30", "agency": "Northern Wire"}
    ]
    assert "section" not in document


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("plain", "plain"),
        ("\ud800", "?"),
        ({"a": ["x\udfff"]}, {"a": ["x?"]}),
        (7, 7),
        (None, None),
    ],
)
def test_lone_surrogates_never_reach_a_request(value: object, safe: object) -> None:
    assert text_safe(value) == safe
