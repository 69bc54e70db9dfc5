"""Articles split by year, by source and together again, while a writer is at work."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from elasticsearch import Elasticsearch

from index_mappings.documents import Document, encode
from index_mappings.families import Aliases
from index_mappings.indices import drop, ensure
from index_mappings.layout import read_layout, with_room_for
from index_mappings.load import put, remove_seen
from index_mappings.lookup import look_up
from index_mappings.migration.migrate import Plan, migrate, plans, prune, spares
from index_mappings.migration.plan import Way
from index_mappings.migration.rollback import roll_back
from index_mappings.settings import Settings
from index_mappings.split import Split
from transforms.article import Article, Metadata, Published, PublishedFrom, RawArticle

AT = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = Settings(es_patience=60.0)
COUNT = 60
YEARS = (2019, 2023, 2024, None)
SOURCES = ("The Harbour Courier", "wire.example", None)


@pytest.fixture
def aliases(client: Elasticsearch, index_prefix: str) -> Iterator[Aliases]:
    aliases = Aliases(f"{index_prefix}{secrets.token_hex(4)}-")
    ensure(client, aliases)
    yield aliases
    drop(client, aliases)


def quiet(what: str, done: int, of: int) -> None:
    assert what
    assert done >= 0
    assert of >= 0


def document(number: int, text: str = "as it was", year: int | None = None) -> Document:
    year = year or YEARS[number % len(YEARS)]
    metadata = Metadata(source=SOURCES[number % len(SOURCES)])
    raw = RawArticle(f"file:///{number}", text.encode(), metadata=metadata)
    published = Published(date(year, 5, 1), PublishedFrom.METADATA, 1.0) if year else None
    return encode(Article(raw, text=text, published=published), {"extract": "1"}, "run-1", AT)


def write(client: Elasticsearch, aliases: Aliases, told: Document) -> None:
    """Write an article as a run does: where it stands, or where it belongs; until it is done."""
    id = told["id"]
    for _ in range(20):
        known = look_up(client, aliases, [id]).get(id)
        if known and known.version:
            where, seen = known.version.alias, known.version
        else:
            layout = with_room_for(client, aliases.articles, [told])
            where, seen = layout.home(told).stem(aliases.articles), None
        refused = put(client, {id: where}, {id: told}, SETTINGS, {id: seen})
        if not refused:
            return
        assert refused[0].conflict, refused
    raise AssertionError("never written")


def leave(client: Elasticsearch, aliases: Aliases, id: str) -> None:
    """Delete an article, wherever it stands; until it is done."""
    for _ in range(20):
        known = look_up(client, aliases, [id]).get(id)
        if known is None or known.version is None:
            return
        if not remove_seen(client, [(id, known.version)], SETTINGS):
            return
    raise AssertionError("never deleted")


class Writer:
    """Writes new articles, changes and deletes old ones, until it is told to stop."""

    def __init__(self, client: Elasticsearch, aliases: Aliases, due: dict[str, Document]) -> None:
        self._client, self._aliases, self.due = client, aliases, due
        self._stop = threading.Event()
        self._beat = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._work)
        self.rounds = 0
        self.error: BaseException | None = None

    def __enter__(self) -> Writer:
        self._thread.start()
        self.beats(1)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(120)
        assert not self._thread.is_alive()
        assert self.error is None, self.error

    def beats(self, count: int) -> None:
        """Wait until it has gone round so often."""
        for _ in range(count):
            assert self._beat.acquire(timeout=120)

    def _work(self) -> None:
        try:
            while not self._stop.is_set():
                self._once(self.rounds)
                self.rounds += 1
                self._beat.release()
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits
            self.error = error
            self._beat.release(1000)

    def _once(self, at: int) -> None:
        fresh, changed = document(1000 + at, "fresh"), document(at % COUNT, f"changed {at}")
        for told in (fresh, changed):
            write(self._client, self._aliases, told)
            self.due[told["id"]] = told
        gone = document((COUNT - 1 - at) % COUNT)["id"]
        leave(self._client, self._aliases, gone)
        self.due.pop(gone, None)


def held(client: Elasticsearch, aliases: Aliases) -> dict[str, Document]:
    """What the alias shows; nothing of it twice, all of it where it belongs."""
    client.indices.refresh(index=aliases.articles)
    hits = client.search(index=aliases.articles, size=10_000)["hits"]["hits"]
    assert len({hit["_id"] for hit in hits}) == len(hits)
    layout = read_layout(client, aliases.articles)
    for hit in hits:
        home = layout.home(hit["_source"]).stem(aliases.articles)
        assert layout.stem_of(hit["_index"]) == home
    return {hit["_id"]: hit["_source"] for hit in hits}


def to(client: Elasticsearch, aliases: Aliases, split: Split) -> Plan:
    (plan,) = plans(client, aliases, ["articles"], split)
    assert plan.way is Way.REBUILD
    assert plan.split is split
    return plan


def fill(client: Elasticsearch, aliases: Aliases) -> dict[str, Document]:
    due = {told["id"]: told for told in map(document, range(COUNT))}
    assert put(client, aliases.articles, due, SETTINGS) == []
    return due


def test_splits_come_and_go_while_a_writer_is_at_work(
    client: Elasticsearch, aliases: Aliases
) -> None:
    due = fill(client, aliases)
    for split, parts in ((Split.YEAR, 4), (Split.SOURCE, 3), (Split.NONE, 1)):
        with Writer(client, aliases, due) as writer:
            moved = migrate(client, aliases, to(client, aliases, split), quiet)
            writer.beats(2)
        assert moved
        assert held(client, aliases) == due
        layout = read_layout(client, aliases.articles)
        assert (layout.split, len(layout.indices)) == (split, parts)
        for each in plans(client, aliases, ["articles"], split):
            assert (each.way, each.begun) == (Way.NOTHING, None)
    old = spares(client, aliases, ["articles"])
    assert len(old) == 1 + 4 + 3
    prune(client, old)
    assert held(client, aliases) == due


def test_a_split_is_taken_back_with_what_was_written_since(
    client: Elasticsearch, aliases: Aliases
) -> None:
    due = fill(client, aliases)
    migrate(client, aliases, to(client, aliases, Split.YEAR), quiet)
    with Writer(client, aliases, due) as writer:
        writer.beats(2)
        assert roll_back(client, aliases, "articles", quiet) == [f"{aliases.articles}-000001"]
    assert held(client, aliases) == due
    assert spares(client, aliases, ["articles"]) == []


class Killed(BaseException):
    """As if the process had ended here."""


def test_one_that_was_cut_short_goes_on_or_is_undone(
    client: Elasticsearch, aliases: Aliases
) -> None:
    due = fill(client, aliases)

    def killing(what: str, done: int, of: int) -> None:
        raise Killed

    for finish in (False, True):
        with pytest.raises(Killed):
            migrate(client, aliases, to(client, aliases, Split.YEAR), killing)
        assert held(client, aliases) == due
        assert to(client, aliases, Split.YEAR).begun
        gone = next(iter(due))
        leave(client, aliases, gone)
        del due[gone]
        if finish:
            migrate(client, aliases, to(client, aliases, Split.YEAR), quiet)
        else:
            roll_back(client, aliases, "articles", quiet)
            assert to(client, aliases, Split.YEAR).begun is None
        assert held(client, aliases) == due
    assert read_layout(client, aliases.articles).split is Split.YEAR


def test_one_partition_gets_a_new_version_in_its_place(
    client: Elasticsearch, aliases: Aliases
) -> None:
    due = fill(client, aliases)
    migrate(client, aliases, to(client, aliases, Split.YEAR), quiet)
    by_name = {plan.index.stem: plan for plan in plans(client, aliases, ["articles"])}
    plan = by_name[f"{aliases.articles}-year-2024"]
    migrate(client, aliases, plan, quiet, rebuild=True)
    assert held(client, aliases) == due
    changed = document(2, "changed since")
    assert changed["published"].startswith("2024")
    write(client, aliases, changed)
    due[changed["id"]] = changed
    names = roll_back(client, aliases, "articles", quiet)
    assert names == [f"{aliases.articles}-year-2024-{plan.index.number:06d}"]
    assert held(client, aliases) == due
