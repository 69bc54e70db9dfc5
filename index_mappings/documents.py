"""An article as a document of `dateline-articles`, and back; a raw article likewise.

Facets are flat keyword arrays, because Kibana's Lens can't aggregate nested fields; the nested
mentions beside them carry offsets, rules and reasons. Both directions are pure.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import zstandard

from index_mappings.furniture import (
    dateline_places,
    decode_furniture,
    decode_page,
    furniture_fields,
)
from index_mappings.mentions import Document as Document
from index_mappings.mentions import decode_name, dense, encode_name, geo_point, plain
from transforms.article import (
    Article,
    DateMention,
    EntityMention,
    FoundBy,
    Granularity,
    Language,
    Metadata,
    NameKind,
    NameMention,
    Problem,
    Published,
    PublishedFrom,
    RawArticle,
    Removal,
    RemovalKind,
    Signature,
    TimexType,
)

# Raised by hand when `encode` writes other documents: then all are written anew, no stage rerun.
DOCUMENT_VERSION = "5"

FACET_OF_KIND = {
    NameKind.PERSON: "persons",
    NameKind.ORGANISATION: "organisations",
    NameKind.PLACE: "places",
    NameKind.GROUP: "groups",
}


def encode(article: Article, fingerprints: Mapping[str, str], run: str, at: datetime) -> Document:
    """The document of an article that all stages have seen; `story` is its own id at first.

    Args:
        fingerprints: of each stage, and of the document itself (`DOCUMENT_VERSION`).
    """
    return dense(
        {
            **_origin(article.raw, run),
            "indexed_at": at.isoformat(),
            "fingerprints": dict(fingerprints),
            "made_with": [f"{stage} {told[:12]}" for stage, told in fingerprints.items()],
            **_read_fields(article),
            **_published_fields(article.published),
            **_mention_fields(article),
            **_spoken_day_fields(article),
            **name_facets([*article.names, *dateline_places(article)]),
            **furniture_fields(article),
            "story": article.id,
            "bands": list(article.signature.bands) if article.signature else [],
            "signature": _b64(article.signature.values) if article.signature else None,
            "problem_stages": [problem.stage for problem in article.problems],
            "problems": [plain(problem) for problem in article.problems],
        }
    )


def decode(document: Document, raw: RawArticle) -> Article:
    """The article that `encode` was given, from the stored document and the raw article."""
    language = document.get("language")
    signature = document.get("signature")
    return Article(
        raw=raw,
        title=document.get("title"),
        text=document.get("text", ""),
        page=decode_page(document),
        language=Language(language, document["language_confidence"]) if language else None,
        removed=tuple(
            Removal(**{**item, "kind": RemovalKind(item["kind"])})
            for item in document.get("removals", ())
        ),
        furniture=decode_furniture(document),
        published=_published(document),
        dates=tuple(map(_date_mention, document.get("date_mentions", ()))),
        entities=tuple(
            EntityMention(**{**item, "found_by": FoundBy(item["found_by"])})
            for item in document.get("entities", ())
        ),
        names=tuple(map(decode_name, document.get("name_mentions", ()))),
        signature=Signature(tuple(document.get("bands", ())), base64.b64decode(signature))
        if signature
        else None,
        problems=tuple(Problem(**item) for item in document.get("problems", ())),
    )


def encode_raw(raw: RawArticle, run: str, at: datetime) -> Document:
    """The document of `dateline-raw`."""
    told = {
        "uri": raw.uri,
        "encoding": raw.encoding,
        "read_from": raw.read_from,
        "metadata": encode_metadata(raw.metadata),
    }
    return dense(
        {
            **_origin(raw, run),
            # What can't be stored as it is must come back as it was: the id is made of it.
            "exact": json.dumps(told) if text_safe(told) != told else None,
            "content": pack(raw.content),
            "bytes": len(raw.content),
            "read_at": at.isoformat(),
        }
    )


def pack(content: bytes) -> str:
    """Bytes as the indices keep them: compressed (zstd) and in base64."""
    return _b64(zstandard.ZstdCompressor(level=6).compress(content))


def decode_raw(document: Document) -> RawArticle:
    """The raw article that `encode_raw` was given."""
    packed = base64.b64decode(document["content"])
    if "exact" in document:
        document = {**document, **json.loads(document["exact"])}
    told = dict(document.get("metadata", {}))
    extra = tuple((name, value) for name, value in told.pop("extra", ()))
    return RawArticle(
        uri=document.get("uri"),
        content=zstandard.ZstdDecompressor().decompress(
            packed, max_output_size=document["bytes"] + 1
        ),
        media_type=document["media_type"],
        metadata=Metadata(**told, extra=extra),
        encoding=document.get("encoding"),
        retrieved=_instant(document.get("retrieved")),
        read_from=document.get("read_from"),
    )


def _instant(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _origin(raw: RawArticle, run: str) -> Document:
    told = {
        "id": raw.id,
        "uri": raw.uri,
        "content_hash": raw.content_hash,
        "retrieved": raw.retrieved.isoformat() if raw.retrieved else None,
        "read_from": raw.read_from,
        "media_type": raw.media_type,
        "encoding": raw.encoding,
        "metadata": encode_metadata(raw.metadata),
        "run": run,
    }
    return {key: text_safe(value) for key, value in told.items()}


def encode_metadata(metadata: Metadata) -> Document:
    """The metadata as stored: fields without a value left out, `extra` as a list of pairs."""
    extra = [list(pair) for pair in metadata.extra]
    return dense({**plain(metadata), "extra": extra})


def text_safe(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value with lone surrogates replaced: one of them makes a whole bulk request invalid."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: text_safe(item) for key, item in value.items()}
    if isinstance(value, list):
        return [text_safe(item) for item in value]
    return value


def _read_fields(article: Article) -> Document:
    return {
        "source": article.raw.source,
        "url": article.raw.metadata.url,
        "title": article.title,
        "text": article.text,
        "body": article.body,
        "words": len(article.body.split()),
        "language": article.language.code if article.language else None,
        "language_confidence": article.language.confidence if article.language else None,
    }


def _published_fields(published: Published | None) -> Document:
    if published is None:
        return {}
    return {
        "published": published.date.isoformat(),
        "published_at": published.at.isoformat() if published.at else None,
        "published_found_in": str(published.found_in),
        "published_confidence": published.confidence,
    }


def _published(document: Document) -> Published | None:
    if "published" not in document:
        return None
    return Published(
        date=date.fromisoformat(document["published"]),
        found_in=PublishedFrom(document["published_found_in"]),
        confidence=document["published_confidence"],
        at=_instant(document.get("published_at")),
    )


def _mention_fields(article: Article) -> Document:
    return {
        "removals": [plain(removal) for removal in article.removed],
        "removed_kinds": sorted({str(removal.kind) for removal in article.removed}),
        "date_mentions": [dense(_with_iso_days(plain(mention))) for mention in article.dates],
        "about": _intervals(article.dates),
        "entities": [plain(mention) for mention in article.entities],
        "name_mentions": [encode_name(mention) for mention in article.names],
    }


def _with_iso_days(mention: Document) -> Document:
    days = {key: mention[key].isoformat() for key in ("gte", "lte") if mention[key]}
    return {**mention, "gte": None, "lte": None, **days}


def _spoken_day_fields(article: Article) -> Document:
    """The single days that the text speaks of, and how many days each is after publication.

    Flat, because neither a chart nor a facet reads nested mentions; and days alone, because an
    interval of centuries falls into more buckets of a chart than a request may have.
    """
    days = sorted({d.gte for d in article.dates if d.gte and d.gte == d.lte})
    since = article.published.date if article.published else None
    return {
        "about_days": [day.isoformat() for day in days],
        "about_offsets": [(day - since).days for day in days] if since else [],
    }


def _intervals(dates: Sequence[DateMention]) -> list[Document]:
    found = {(d.gte, d.lte) for d in dates if d.gte and d.lte and d.gte <= d.lte}
    return [{"gte": gte.isoformat(), "lte": lte.isoformat()} for gte, lte in sorted(found)]


def _date_mention(item: Document) -> DateMention:
    days = {key: date.fromisoformat(item[key]) for key in ("gte", "lte") if item.get(key)}
    kinds = {"type": TimexType(item["type"]), "granularity": Granularity(item["granularity"])}
    return DateMention(**{**item, **days, **kinds})


def name_facets(names: Sequence[NameMention]) -> Document:
    """The flat fields that the names of an article fill, all of them, empty ones too."""
    facets: Document = {facet: set() for facet in FACET_OF_KIND.values()}
    for mention in names:
        facets[FACET_OF_KIND[mention.kind]].add(mention.canonical)
    points = {mention.point for mention in names if mention.point}
    spoken = {mention.canonical for mention in names}
    return {
        **{facet: sorted(found) for facet, found in facets.items()},
        "place_points": [geo_point(point) for point in sorted(points)],
        "names": sorted(spoken),
        "name_ids": sorted({mention.name_id for mention in names}),
    }


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
