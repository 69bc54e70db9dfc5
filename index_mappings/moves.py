"""Files that moved: the same content under a new name, of which the old name is no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.moment import Hit, PointInTime, point_in_time, value

PAGE = 500
FIELDS = [{"field": name} for name in ("uri", "read_from", "content_hash")]
# An address names its article wherever the file is; only names made of a file's own move with it.
NAMED_BY_FILE = {"prefix": {"uri": "file:"}}


@dataclass(frozen=True, slots=True)
class Twins:
    """Two articles of the same content, both named by their files. `old_file` is a URI."""

    old: str
    old_file: str
    new: str


def twins(
    client: Elasticsearch, aliases: Aliases, runs: Sequence[str], patience: float
) -> Iterator[list[Twins]]:
    """Articles that these runs wrote, each with every other one of the same content, in pages."""
    written = {"bool": {"filter": [NAMED_BY_FILE, {"terms": {"run": list(runs)}}]}}
    with point_in_time(client, aliases.articles, patience) as now:
        for page in now.pages(written, PAGE, source=False, docvalue_fields=FIELDS):
            if found := list(_pairs(page, now)):
                yield found


def _pairs(page: Sequence[Hit], now: PointInTime) -> Iterator[Twins]:
    by_hash = defaultdict(list)
    for hit in page:
        by_hash[value(hit, "content_hash")].append(hit["_id"])
    same: dict[str, Any] = {"terms": {"content_hash": list(by_hash)}}
    query = {"bool": {"filter": [NAMED_BY_FILE, same]}}
    for others in now.pages(query, PAGE, source=False, docvalue_fields=FIELDS):
        for other in others:
            file, uri = value(other, "read_from"), value(other, "uri") or ""
            if file is None or uri.partition("#")[0] != file:
                continue
            for new in by_hash[value(other, "content_hash")]:
                if new != other["_id"]:
                    yield Twins(other["_id"], file, new)
