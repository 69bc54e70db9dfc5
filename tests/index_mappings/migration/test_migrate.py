"""Migrations on the real server: in place, as a new version, interrupted, taken back; no loss."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from index_mappings import indices
from index_mappings.client import ClusterError
from index_mappings.families import Aliases
from index_mappings.indices import ensure, mapping_of
from index_mappings.load import patch, put, remove
from index_mappings.migration.migrate import Plan, migrate, plans, prune, spares
from index_mappings.migration.plan import Way
from index_mappings.migration.rollback import roll_back
from index_mappings.migration.versions import versions
from index_mappings.settings import Settings

NAMES = "names"
SETTINGS = Settings(es_patience=30.0)
NEW_FIELD = {"note": {"type": "keyword"}}
NEW_TYPE = {"name_id": {"type": "text"}}


def quiet(what: str, done: int, of: int) -> None:
    assert what
    assert done >= 0
    assert of >= 0


def names(count: int) -> dict[str, dict[str, Any]]:
    return {f"n{at}": {"name_id": f"n{at}", "canonical": f"Name {at}"} for at in range(count)}


@pytest.fixture
def alias(aliases: Aliases) -> str:
    return aliases.names


class Templates:
    """The project's templates, of which a test changes one as a later release would."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self._read = indices._read

    def now(self, fields: Mapping[str, Any], without: tuple[str, ...] = ()) -> None:
        """From now on the template of names has these fields, and not those."""
        read = self._read

        def changed(folder: str, name: str) -> dict[str, Any]:
            told = read(folder, name)
            if (folder, name) != ("index", NAMES):
                return told
            template = told["template"]
            kept = {**template["mappings"]["properties"], **fields}
            properties = {key: value for key, value in kept.items() if key not in without}
            mappings = {**template["mappings"], "properties": properties}
            return {**told, "template": {**template, "mappings": mappings}}

        self._patch.setattr(indices, "_read", changed)


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch) -> Templates:
    return Templates(monkeypatch)


def plan_of(client: Elasticsearch, aliases: Aliases) -> Plan:
    (plan,) = plans(client, aliases, [NAMES])
    return plan


def held(client: Elasticsearch, index: str) -> dict[str, dict[str, Any]]:
    client.indices.refresh(index=index)
    hits = client.search(index=index, size=10_000)["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in hits}


def serving(client: Elasticsearch, alias: str) -> list[str]:
    return sorted(client.indices.get_alias(name=alias))


def test_what_was_just_made_needs_nothing(client: Elasticsearch, aliases: Aliases) -> None:
    assert {plan.way for plan in plans(client, aliases)} == {Way.NOTHING}
    assert all(migrate(client, aliases, plan, quiet) is None for plan in plans(client, aliases))


def test_a_new_field_is_added_in_place(
    client: Elasticsearch, aliases: Aliases, alias: str, templates: Templates
) -> None:
    templates.now(NEW_FIELD)
    assert plan_of(client, aliases).way is Way.IN_PLACE
    assert migrate(client, aliases, plan_of(client, aliases), quiet) is None
    assert serving(client, alias) == [f"{alias}-000001"]
    assert plan_of(client, aliases).way is Way.NOTHING


def test_another_type_builds_a_new_version_and_keeps_the_old(
    client: Elasticsearch, aliases: Aliases, alias: str, templates: Templates
) -> None:
    put(client, alias, names(700), SETTINGS)
    templates.now(NEW_TYPE)
    moved = migrate(client, aliases, plan_of(client, aliases), quiet)
    assert moved is not None
    assert (moved.documents, moved.compared, moved.deleted) == (700, 500, 0)
    assert serving(client, alias) == [f"{alias}-000002"]
    assert held(client, alias) == names(700)
    assert plan_of(client, aliases).way is Way.NOTHING
    assert put(client, alias, {"late": {"name_id": "late"}}, SETTINGS) == []
    (spare,) = spares(client, aliases)
    assert (spare.name, spare.documents, spare.blocked) == (f"{alias}-000001", 700, True)
    prune(client, [spare])
    assert [each.name for each in versions(client, alias)] == [f"{alias}-000002"]


def test_a_field_that_is_no_more_is_dropped_from_the_documents(
    client: Elasticsearch, aliases: Aliases, alias: str, templates: Templates
) -> None:
    put(client, alias, names(3), SETTINGS)
    templates.now(NEW_TYPE, without=("canonical",))
    migrate(client, aliases, plan_of(client, aliases), quiet)
    assert held(client, alias) == {f"n{at}": {"name_id": f"n{at}"} for at in range(3)}


def test_a_document_that_does_not_fit_stops_it_and_nothing_has_changed(
    client: Elasticsearch, aliases: Aliases, alias: str, templates: Templates
) -> None:
    put(client, alias, names(3), SETTINGS)
    templates.now({"canonical": {"type": "date"}})
    with pytest.raises(ClusterError, match="does not take document n"):
        migrate(client, aliases, plan_of(client, aliases), quiet)
    assert serving(client, alias) == [f"{alias}-000001"]
    assert put(client, alias, {"more": {"name_id": "more"}}, SETTINGS) == []
    plan = plan_of(client, aliases)
    assert plan.begun is not None
    templates.now({})
    assert roll_back(client, aliases, NAMES, quiet) == [f"{alias}-000001"]
    assert plan_of(client, aliases).begun is None
    assert len(held(client, alias)) == 4


def test_nothing_that_is_written_meanwhile_is_lost(
    client: Elasticsearch, aliases: Aliases, alias: str, templates: Templates
) -> None:
    put(client, alias, names(2000), SETTINGS)
    templates.now(NEW_TYPE)
    with Writer(client, alias) as writer:
        moved = migrate(client, aliases, plan_of(client, aliases), quiet)
        writer.beats(3)
    assert moved is not None
    assert writer.refused == []
    assert writer.rounds > 3
    assert held(client, alias) == writer.due(names(2000))


class Writer:
    """Writes, changes and deletes through the alias until it is told to stop."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client, self._alias = client, alias
        self._stop = threading.Event()
        self._beat = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._write)
        self.rounds = 0
        self.refused: list[Any] = []

    def __enter__(self) -> Writer:
        self._thread.start()
        self.beats(2)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def beats(self, count: int) -> None:
        """Wait until it has gone round so often."""
        for _ in range(count):
            assert self._beat.acquire(timeout=60)

    def _write(self) -> None:
        while not self._stop.is_set():
            at = self.rounds
            fresh = {f"w{at}": {"name_id": f"w{at}"}}
            changed = {f"n{at}": {"canonical": f"changed {at}"}}
            self.refused += put(self._client, self._alias, fresh, SETTINGS)
            self.refused += patch(self._client, self._alias, changed, SETTINGS)
            self.refused += remove(self._client, self._alias, [f"n{1999 - at}"], SETTINGS)
            self.rounds += 1
            self._beat.release()

    def due(self, before: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """What the index must hold."""
        for at in range(self.rounds):
            before[f"w{at}"] = {"name_id": f"w{at}"}
            if f"n{at}" in before:
                before[f"n{at}"]["canonical"] = f"changed {at}"
            before.pop(f"n{1999 - at}", None)
        return before


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.mark.parametrize("after", [0, 1])
def test_one_that_was_cut_short_is_finished_by_the_next(
    client: Elasticsearch, aliases: Aliases, alias: str, templates: Templates, after: int
) -> None:
    put(client, alias, names(600), SETTINGS)
    templates.now(NEW_TYPE)
    looks: Iterator[int] = iter(range(100))

    def killing(what: str, done: int, of: int) -> None:
        if next(looks) == after:
            raise Killed

    with pytest.raises(Killed):
        migrate(client, aliases, plan_of(client, aliases), killing)
    put(client, alias, {"between": {"name_id": "between"}}, SETTINGS)
    remove(client, alias, ["n5"], SETTINGS)
    plan = plan_of(client, aliases)
    assert plan.begun is not None
    migrate(client, aliases, plan, quiet)
    due = names(600) | {"between": {"name_id": "between"}}
    del due["n5"]
    assert held(client, alias) == due
    assert serving(client, alias) == [f"{alias}-000002"]


def test_one_that_died_without_writes_leaves_writers_waiting_until_it_is_undone(
    client: Elasticsearch, aliases: Aliases, alias: str
) -> None:
    put(client, alias, names(2), SETTINGS)
    client.indices.create(index=f"{alias}-000002")
    client.indices.add_block(index=f"{alias}-000001", block="write")
    with pytest.raises(ClusterError, match="dateline index"):
        put(client, alias, names(1), Settings(es_patience=1.0))
    roll_back(client, aliases, NAMES, quiet)
    assert put(client, alias, names(1), SETTINGS) == []


def test_a_rollback_takes_along_what_was_written_since(
    client: Elasticsearch, aliases: Aliases, alias: str, templates: Templates
) -> None:
    put(client, alias, names(5), SETTINGS)
    templates.now(NEW_TYPE | NEW_FIELD)
    migrate(client, aliases, plan_of(client, aliases), quiet)
    put(client, alias, {"since": {"name_id": "since", "note": "x"}}, SETTINGS)
    put(client, alias, {"n1": {"name_id": "n1", "canonical": "changed"}}, SETTINGS)
    remove(client, alias, ["n2"], SETTINGS)
    templates.now({})
    assert roll_back(client, aliases, NAMES, quiet) == [f"{alias}-000001"]
    due = names(5) | {"since": {"name_id": "since"}}
    due["n1"]["canonical"] = "changed"
    del due["n2"]
    assert held(client, alias) == due
    assert put(client, alias, {"now": {"name_id": "now"}}, SETTINGS) == []
    with pytest.raises(ClusterError, match="no version"):
        roll_back(client, aliases, NAMES, quiet)


def test_a_run_on_an_index_that_must_be_rebuilt_says_how(
    client: Elasticsearch, aliases: Aliases, templates: Templates
) -> None:
    templates.now(NEW_TYPE)
    with pytest.raises(ClusterError, match="dateline index migrate"):
        ensure(client, aliases)


def test_nothing_there_is_told(client: Elasticsearch) -> None:
    with pytest.raises(ClusterError, match="dateline ingest"):
        plans(client, Aliases("nothing-here-"))


def test_a_rebuild_moves_articles_with_nested_mentions(
    client: Elasticsearch, aliases: Aliases
) -> None:
    (plan,) = plans(client, aliases, ["articles"])
    nested = next(
        name for name, told in mapping_of("articles")["properties"].items()
        if told.get("type") == "nested"
    )  # fmt: skip
    document = {"id": "a", "title": "A title", nested: [{}, {}, {}]}
    put(client, aliases.articles, {"a": document}, SETTINGS)
    moved = migrate(client, aliases, plan, quiet, rebuild=True)
    assert moved is not None
    assert moved.documents == 1
    assert held(client, aliases.articles) == {"a": document}
