"""Frozen values as JSON objects, and names back from them."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from transforms.article import NameKind, NameMention

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Document = dict[str, Any]


def plain(item: DataclassInstance) -> Document:
    """The fields of a flat dataclass."""
    # dataclasses.asdict copies deeply, which costs ten times as much on flat mentions.
    return {name: getattr(item, name) for name in _field_names(type(item))}


@cache
def _field_names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def dense(document: Document) -> Document:
    """The document without what is None or an empty list."""
    return {key: value for key, value in document.items() if value is not None and value != []}


def encode_name(mention: NameMention) -> Document:
    """A name, its point as Elasticsearch takes it."""
    return dense({**plain(mention), "point": geo_point(mention.point) if mention.point else None})


def decode_name(item: Document) -> NameMention:
    """The name that `encode_name` was given."""
    point = item.get("point")
    known = {**item, "kind": NameKind(item["kind"])}
    return NameMention(**{**known, "point": (point["lat"], point["lon"]) if point else None})


def geo_point(point: tuple[float, float]) -> dict[str, float]:
    """A `geo_point` of latitude and longitude."""
    return {"lat": point[0], "lon": point[1]}
