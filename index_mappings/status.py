"""How the indices stand: what they hold, how much of it is stale, what ran and what failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import FAMILIES, Aliases
from index_mappings.moment import point_in_time
from index_mappings.stale import EVERYTHING, Makings, count_stale, stale

MOST_FINGERPRINTS = 20
MOST_RUNS = 5
MOST_REASONS = 20
RUN_FIELDS = [
    "run", "flow", "state", "started_at", "seen_at", "seconds", "outcomes", "events", "error",
]  # fmt: skip


class NoIndexError(Exception):
    """There are no indices under this prefix yet."""


@dataclass(frozen=True)
class Family:
    """A family of indices: the concrete ones behind its alias. `bytes` are those on disk."""

    alias: str
    indices: tuple[str, ...]
    documents: int
    bytes: int


@dataclass(frozen=True)
class StageVersion:
    """Articles that were made with one fingerprint of a stage.

    `version` and `run` are those of the latest run that had it; None where no run is left.
    """

    fingerprint: str | None
    current: bool
    articles: int
    version: str | None = None
    run: str | None = None


@dataclass(frozen=True)
class StageStatus:
    """A stage. `due` articles would be made anew: by it, or by one that it depends on."""

    stage: str
    version: str | None
    due: int
    made_with: tuple[StageVersion, ...]


@dataclass(frozen=True)
class Status:
    """How the indices stand. `stale` articles would be made anew by `dateline reprocess`.

    `tombstones` counts what was read and is in its source no longer.
    """

    families: tuple[Family, ...]
    articles: int
    stale: int
    tombstones: int
    stages: tuple[StageStatus, ...]
    runs: tuple[dict[str, Any], ...]
    quarantine: tuple[tuple[str, str, int], ...]

    def document(self) -> dict[str, Any]:
        """All of it, for programs."""
        told = asdict(self)
        names = ("stage", "reason", "documents")
        told["quarantine"] = [dict(zip(names, row, strict=True)) for row in self.quarantine]
        return told


def status(
    client: Elasticsearch,
    aliases: Aliases,
    makings: Makings,
    upstream: Mapping[str, Iterable[str]],
    patience: float = 0.0,
) -> Status:
    """How the indices stand against the stages of today.

    Args:
        makings: the fingerprints of today, with the document's version.
        upstream: stage to itself and all that it depends on.

    Raises NoIndexError where there is nothing yet.
    """
    if not client.indices.exists_alias(name=aliases.articles):
        raise NoIndexError(f"There is no index {aliases.articles} yet: `dateline ingest` makes it.")
    with point_in_time(client, aliases.articles, patience) as now:
        due = count_stale(now, EVERYTHING, makings, upstream)
        return Status(
            families=tuple(_family(client, f"{aliases.prefix}{family}") for family in FAMILIES),
            articles=now.count(EVERYTHING),
            stale=now.count(stale(makings, now)),
            tombstones=int(
                client.count(index=aliases.raw, query={"exists": {"field": "gone_at"}})["count"]
            ),
            stages=tuple(_stages(client, aliases, makings, due)),
            runs=tuple(_runs(client, aliases)),
            quarantine=tuple(_quarantine(client, aliases)),
        )


def _family(client: Elasticsearch, alias: str) -> Family:
    indices = tuple(sorted(client.indices.get_alias(name=alias)))
    client.indices.refresh(index=alias)
    stats = client.indices.stats(index=alias, metric="store")
    size = int(stats["_all"]["primaries"]["store"]["size_in_bytes"])
    return Family(alias, indices, int(client.count(index=alias)["count"]), size)


def _stages(
    client: Elasticsearch, aliases: Aliases, now: Makings, due: Mapping[str, int]
) -> list[StageStatus]:
    answer = client.search(
        index=aliases.articles,
        size=0,
        aggs={
            stage: {
                "terms": {
                    "field": f"fingerprints.{stage}",
                    "size": MOST_FINGERPRINTS,
                    "missing": "",
                }
            }
            for stage in due
        },
    )
    found = []
    for stage in due:
        made = []
        for bucket in answer["aggregations"][stage]["buckets"]:
            told = bucket["key"] or None
            version, run = _last_run_with(client, aliases, stage, told) if told else (None, None)
            current = told in now.today(stage)
            made.append(StageVersion(told, current, bucket["doc_count"], version, run))
        newest = next((each.version for each in made if each.current), None)
        found.append(StageStatus(stage, newest, due[stage], tuple(made)))
    return found


def _last_run_with(
    client: Elasticsearch, aliases: Aliases, stage: str, fingerprint: str
) -> tuple[str | None, str | None]:
    answer = client.search(
        index=aliases.runs,
        query={"term": {f"fingerprints.{stage}": fingerprint}},
        sort=[{"started_at": "desc"}],
        size=1,
        source_includes=["run", "stage_versions"],
    )
    for hit in answer["hits"]["hits"]:
        source = hit["_source"]
        return source.get("stage_versions", {}).get(stage), source["run"]
    return None, None


def _runs(client: Elasticsearch, aliases: Aliases) -> list[dict[str, Any]]:
    answer = client.search(
        index=aliases.runs,
        sort=[{"started_at": {"order": "desc", "unmapped_type": "date"}}],
        size=MOST_RUNS,
        source_includes=RUN_FIELDS,
    )
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def _quarantine(client: Elasticsearch, aliases: Aliases) -> list[tuple[str, str, int]]:
    answer = client.search(
        index=aliases.quarantine,
        size=0,
        aggs={
            "stages": {
                "terms": {"field": "stage", "size": MOST_REASONS},
                "aggs": {"reasons": {"terms": {"field": "reason", "size": MOST_REASONS}}},
            }
        },
    )
    return [
        (stage["key"], reason["key"], reason["doc_count"])
        for stage in answer["aggregations"]["stages"]["buckets"]
        for reason in stage["reasons"]["buckets"]
    ]
