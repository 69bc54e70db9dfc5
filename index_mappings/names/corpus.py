"""The names of all articles: counted by aggregation, and the surroundings of those that matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from index_mappings.moment import Hit, PointInTime, value
from transforms.article import NameKind
from transforms.names.across.model import NameRow, Surroundings
from transforms.names.curated import CuratedNames

BUCKETS_A_PAGE = 10_000
HITS_A_PAGE = 2_000
TERMS_A_QUERY = 5_000
FIELDS = ["name_ids", "merged", "source", "published", "story"]


@dataclass(frozen=True)
class Articles:
    """Articles by id: what surrounds their names, and the marks of what is merged in them."""

    around: dict[str, Surroundings] = field(default_factory=dict)
    merged: dict[str, frozenset[str]] = field(default_factory=dict)


def name_rows(now: PointInTime, names: CuratedNames) -> list[NameRow]:
    """All names in the articles, in order of their ids, by aggregation."""
    articles = {b["key"]["id"]: b["doc_count"] for b in _buckets(now, {"id": "name_ids"}, None)}
    known: dict[str, tuple[NameKind, str]] = {}
    surfaces: dict[str, dict[str, int]] = defaultdict(dict)
    fields = {name: f"name_mentions.{name}" for name in ("name_id", "kind", "canonical", "surface")}
    for bucket in _buckets(now, fields, "name_mentions"):
        key = bucket["key"]
        known[key["name_id"]] = (NameKind(key["kind"]), key["canonical"])
        surfaces[key["name_id"]][key["surface"]] = bucket["doc_count"]
    curated = {name.id for name in names.names}
    return [
        NameRow(id, *known[id], id in curated, surfaces[id], articles.get(id, 0))
        for id in sorted(known)
    ]


def surroundings(now: PointInTime, names: Iterable[str]) -> Articles:
    """The articles in which any of these names stand."""
    found = Articles()
    rest = iter(sorted(names))
    while part := list(islice(rest, TERMS_A_QUERY)):
        for page in now.pages(
            {"terms": {"name_ids": part}}, HITS_A_PAGE, source=False, docvalue_fields=FIELDS
        ):
            for hit in page:
                found.around[hit["_id"]] = _around(hit)
                found.merged[hit["_id"]] = frozenset(hit["fields"].get("merged", ()))
    return found


def applied(now: PointInTime) -> frozenset[str]:
    """The marks of what is merged in any article."""
    return frozenset(b["key"]["mark"] for b in _buckets(now, {"mark": "merged"}, None))


def _around(hit: Hit) -> Surroundings:
    fields = hit["fields"]
    day = value(hit, "published")
    return Surroundings(
        hit["_id"],
        frozenset(fields.get("name_ids", ())),
        value(hit, "source"),
        date.fromisoformat(day[:10]) if day else None,
        value(hit, "story"),
    )


def _buckets(now: PointInTime, fields: dict[str, str], path: str | None) -> Iterator[Hit]:
    """The buckets of all combinations of values, of nested documents where a path is given."""
    after: dict[str, Any] = {}
    while True:
        by: dict[str, Any] = {
            "size": BUCKETS_A_PAGE,
            "sources": [{name: {"terms": {"field": field}}} for name, field in fields.items()],
        }
        counted = {"by": {"composite": by | ({"after": after} if after else {})}}
        aggs = {"in": {"nested": {"path": path}, "aggs": counted}} if path else counted
        told = now.search(size=0, aggs=aggs)["aggregations"]
        page = (told["in"] if path else told)["by"]
        yield from page["buckets"]
        after = page.get("after_key")
        if not after:
            return
