"""Articles split by year: each stands once, where it belongs, whoever was killed in between."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from index_mappings import homes
from index_mappings.client import ClusterError
from index_mappings.documents import Document, encode, encode_raw
from index_mappings.families import Aliases
from index_mappings.homes import bring_home, settle_homes
from index_mappings.indices import drop, ensure
from index_mappings.layout import Layout, make_partition, read_layout, with_room_for
from index_mappings.load import put
from index_mappings.lookup import look_up
from index_mappings.settings import Settings
from index_mappings.split import Partition, Split
from index_mappings.tombstones import bury
from transforms.article import Article, Published, PublishedFrom, RawArticle

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SETTINGS = Settings(es_patience=60.0)
PIER = "https://wire.example/pier"


@pytest.fixture
def client(node_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(node_url, request_timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def aliases(node_url: str, index_prefix: str) -> Iterator[Aliases]:
    """The families, made once; each test empties them."""
    aliases = Aliases(f"{index_prefix}{secrets.token_hex(4)}-")
    with Elasticsearch(node_url, request_timeout=60) as client:
        ensure(client, aliases, Split.YEAR)
        yield aliases
        drop(client, aliases)


@pytest.fixture(autouse=True)
def _empty(client: Elasticsearch, aliases: Aliases) -> None:
    for alias in (aliases.articles, aliases.raw):
        client.indices.refresh(index=alias)
        everything: dict[str, Any] = {"match_all": {}}
        client.delete_by_query(index=alias, query=everything, refresh=True, conflicts="proceed")


def read(text: str, uri: str = PIER) -> RawArticle:
    return RawArticle(uri, text.encode(), retrieved=NOON)


def document(raw: RawArticle, year: int | None, minutes: int = 0, run: str = "run-1") -> Document:
    published = Published(date(year, 5, 1), PublishedFrom.METADATA, 1.0) if year else None
    article = Article(raw, text=raw.content.decode(), published=published)
    return encode(article, {"extract": "1"}, run, NOON + timedelta(minutes=minutes))


def layout(client: Elasticsearch, aliases: Aliases) -> Layout:
    return read_layout(client, aliases.articles)


def stem(aliases: Aliases, year: int | None) -> str:
    return Partition(Split.YEAR, str(year or "")).stem(aliases.articles)


def write(
    client: Elasticsearch,
    aliases: Aliases,
    told: Document,
    year: int | None,
    raw: RawArticle | None,
) -> None:
    """Let an article stand in the partition of a year, whatever it belongs to."""
    if raw:
        assert put(client, aliases.raw, {raw.id: encode_raw(raw, "run-1", NOON)}, SETTINGS) == []
    with_room_for(client, aliases.articles, [told, {"published": f"{year}-01-01"} if year else {}])
    assert put(client, {told["id"]: stem(aliases, year)}, {told["id"]: told}, SETTINGS) == []


def stands(client: Elasticsearch, aliases: Aliases, id: str) -> list[tuple[str, str]]:
    """Where an article stands, and what it says."""
    client.indices.refresh(index=aliases.articles)
    hits = client.search(index=aliases.articles, query={"ids": {"values": [id]}})["hits"]["hits"]
    named = {each.index: each.stem for each in layout(client, aliases).indices}
    return sorted((named[hit["_index"]].rpartition("-")[2], hit["_source"]["text"]) for hit in hits)


def test_partitions_are_made_when_they_are_needed_behind_both_aliases(
    client: Elasticsearch, aliases: Aliases
) -> None:
    for year in (None, 2019, 2024):
        raw = read(str(year), f"{PIER}/{year}")
        write(client, aliases, document(raw, year), year, raw)
    found = layout(client, aliases)
    assert found.split is Split.YEAR
    assert {"undated", "2019", "2024"} <= {each.stem.rpartition("-")[2] for each in found.indices}
    ids = [read("", f"{PIER}/{year}").id for year in (None, 2019, 2024)]
    assert set(look_up(client, aliases, ids)) == set(ids)
    client.indices.refresh(index=aliases.articles)
    assert client.count(index=stem(aliases, 2019))["count"] == 1
    assert settle_homes(client, aliases, ["run-1"], SETTINGS) == 0
    ensure(client, aliases, Split.NONE)  # a setting alone changes nothing
    assert layout(client, aliases) == found


@pytest.mark.parametrize(
    ("before", "after"), [(2023, 2024), (2024, 2023), (None, 2024), (2023, None)]
)
def test_an_article_that_is_of_another_year_now_moves_there(
    client: Elasticsearch, aliases: Aliases, before: int | None, after: int | None
) -> None:
    raw = read("opened")
    write(client, aliases, document(raw, after), before, raw)
    assert settle_homes(client, aliases, [], SETTINGS) == 1
    assert stands(client, aliases, raw.id) == [(str(after or "undated"), "opened")]
    assert settle_homes(client, aliases, [], SETTINGS) == 0


class Killed(BaseException):
    """As if the process had ended here."""


def test_one_killed_between_write_and_delete_is_finished_by_the_next_run(
    client: Elasticsearch, aliases: Aliases, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = read("opened")
    write(client, aliases, document(raw, 2024), 2023, raw)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(homes, "remove_seen", killed)
        with pytest.raises(Killed):
            settle_homes(client, aliases, [], SETTINGS)
    assert stands(client, aliases, raw.id) == [("2023", "opened"), ("2024", "opened")]
    known = look_up(client, aliases, [raw.id])[raw.id]
    assert known.version
    assert known.version.alias == stem(aliases, 2024)
    assert len(known.copies) == 1
    assert settle_homes(client, aliases, ["another-run"], SETTINGS) == 1
    assert stands(client, aliases, raw.id) == [("2024", "opened")]


def test_of_two_that_differ_the_one_of_what_was_read_last_stays(
    client: Elasticsearch, aliases: Aliases
) -> None:
    last, other = read("closed"), read("leaked")
    write(client, aliases, document(last, 2023, run="killed"), 2023, last)
    write(client, aliases, document(other, 2024, minutes=5), 2024, None)
    assert settle_homes(client, aliases, ["killed"], SETTINGS) == 1
    assert stands(client, aliases, last.id) == [("2023", "closed")]


def test_what_was_rewritten_where_it_stood_wins_over_a_copy_that_was_left(
    client: Elasticsearch, aliases: Aliases
) -> None:
    raw = read("opened")
    write(client, aliases, document(raw, 2024), 2024, raw)
    newer = {**document(raw, 2024, minutes=1), "title": "Newer"}
    write(client, aliases, newer, 2023, None)
    assert bring_home(client, aliases, [raw.id], SETTINGS) == {raw.id}
    assert stands(client, aliases, raw.id) == [("2024", "opened")]
    (hit,) = client.search(index=stem(aliases, 2024))["hits"]["hits"]
    assert hit["_source"]["title"] == "Newer"


def test_of_an_article_whose_source_is_gone_no_copy_stays(
    client: Elasticsearch, aliases: Aliases
) -> None:
    raw = read("opened")
    write(client, aliases, document(raw, 2024), 2023, raw)
    write(client, aliases, document(raw, 2024), 2024, None)
    assert bury(client, aliases, [raw.id], "run-2", NOON, SETTINGS) == 1
    assert stands(client, aliases, raw.id) == []
    write(client, aliases, document(raw, 2024), 2024, None)  # by one that was late
    assert bring_home(client, aliases, [raw.id], SETTINGS) == {raw.id}
    assert stands(client, aliases, raw.id) == []


def test_what_is_left_in_an_index_of_another_split_is_brought_home(
    client: Elasticsearch, aliases: Aliases
) -> None:
    raw = read("opened")
    other = Partition(Split.SOURCE, "wire.example")
    make_partition(client, aliases.articles, other, 0)
    left = other.stem(aliases.articles)
    assert put(client, {raw.id: left}, {raw.id: document(raw, 2024)}, SETTINGS) == []
    assert settle_homes(client, aliases, [], SETTINGS) == 1
    assert stands(client, aliases, raw.id) == [("2024", "opened")]
    client.indices.delete(index=f"{left}-000000")


def test_a_write_through_an_alias_that_is_gone_is_a_conflict_and_makes_no_index(
    client: Elasticsearch, aliases: Aliases
) -> None:
    raw = read("opened")
    told = {raw.id: document(raw, 1950)}
    for alias in (stem(aliases, 1950), aliases.articles):
        (refused,) = put(client, {raw.id: alias}, told, SETTINGS)
        assert refused.conflict
    assert not client.indices.exists(index=f"{stem(aliases, 1950)}*", allow_no_indices=False)
    with pytest.raises(ClusterError):
        read_layout(client, f"{aliases.articles}-nowhere")
