"""What a page says of itself and what stands around the body, as fields of a document, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from index_mappings.mentions import Document, decode_name, dense, encode_name
from transforms.article import (
    Article,
    Dateline,
    Furniture,
    MetadataFrom,
    NameMention,
    PageMetadata,
    Sourced,
)

ONE = ("title", "site", "url", "language", "section", "image_caption")
SEVERAL = ("authors", "tags")
LINES = ("captions", "bylines", "editors_notes")


def furniture_fields(article: Article) -> Document:
    """The searched fields, and `page` and `furniture`, from which the article is read back."""
    page, furniture = article.page or PageMetadata(), article.furniture
    about_image = (page.image_caption,) if page.image_caption else ()
    return {
        "authors": _values(furniture.authors),
        "authors_found_in": str(furniture.authors[0].found_in) if furniture.authors else None,
        "site": _value(page.site),
        "section": _value(page.section),
        "tags": _values(page.tags),
        "canonical_url": _value(page.url),
        "captions": _once([*_values(about_image), *furniture.captions]),
        "bylines": list(furniture.bylines),
        "editors_notes": list(furniture.editors_notes),
        "dateline": [_dateline(each, article.text) for each in furniture.datelines],
        "page": _encode_page(article.page) if article.page else None,
        "furniture": _encode_furniture(furniture) or None,
    }


def dateline_places(article: Article) -> Iterable[NameMention]:
    """The places from which the article was reported."""
    return (place for each in article.furniture.datelines for place in each.places)


def decode_page(document: Mapping[str, Any]) -> PageMetadata | None:
    """The page's metadata; None where there was no page."""
    told = document.get("page")
    if told is None:
        return None
    one = {name: _sourced(told[name]) for name in ONE if name in told}
    several = {name: tuple(map(_sourced, told.get(name, ()))) for name in SEVERAL}
    known: dict[str, Any] = {**one, **several}
    return PageMetadata(**known)


def decode_furniture(document: Mapping[str, Any]) -> Furniture:
    """What stands around the body."""
    told = document.get("furniture", {})
    lines = {name: tuple(told.get(name, ())) for name in LINES}
    return Furniture(
        authors=tuple(map(_sourced, told.get("authors", ()))),
        datelines=tuple(map(_read_dateline, told.get("datelines", ()))),
        **lines,
    )


def _encode_page(page: PageMetadata) -> Document:
    one = {name: _pair(getattr(page, name)) for name in ONE}
    return dense({**one, **{name: list(map(_pair, getattr(page, name))) for name in SEVERAL}})


def _encode_furniture(furniture: Furniture) -> Document:
    return dense(
        {
            "authors": list(map(_pair, furniture.authors)),
            "datelines": [_encode_dateline(each) for each in furniture.datelines],
            **{name: list(getattr(furniture, name)) for name in LINES},
        }
    )


def _encode_dateline(dateline: Dateline) -> Document:
    places = [encode_name(place) for place in dateline.places]
    told = {"date": dateline.date, "agency": dateline.agency, "places": places}
    return dense({"start": dateline.start, "end": dateline.end, **told})


def _read_dateline(told: Document) -> Dateline:
    places = tuple(map(decode_name, told.get("places", ())))
    return Dateline(**{**told, "places": places})


def _dateline(dateline: Dateline, text: str) -> Document:
    return dense(
        {
            "text": dateline.of(text),
            "places": _once(place.canonical for place in dateline.places),
            "date": dateline.date,
            "agency": dateline.agency,
        }
    )


def _pair(sourced: Sourced | None) -> list[str] | None:
    return [sourced.value, str(sourced.found_in)] if sourced else None


def _sourced(told: Sequence[str]) -> Sourced:
    value, found_in = told
    return Sourced(value, MetadataFrom(found_in))


def _value(sourced: Sourced | None) -> str | None:
    return sourced.value if sourced else None


def _values(several: Iterable[Sourced]) -> list[str]:
    return [each.value for each in several]


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
