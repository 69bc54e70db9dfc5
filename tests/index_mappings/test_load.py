"""Loading on the real server: what is refused is named, and the rest is written."""

from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch

from index_mappings.client import ClusterError, check, connect, patiently
from index_mappings.documents import encode, encode_raw
from index_mappings.families import FAMILIES, Aliases
from index_mappings.indices import drop, ensure, mapping_of
from index_mappings.load import patch, put, remove, remove_seen
from index_mappings.lookup import look_up, look_up_raw, stored, stored_raws
from index_mappings.quarantine import Failed, quarantine, release
from index_mappings.settings import Settings
from transforms.article import Article, RawArticle

AT = datetime(2024, 10, 30, tzinfo=UTC)
SETTINGS = Settings()


def documents(*names: str) -> dict[str, dict[str, object]]:
    found = {}
    for name in names:
        raw = RawArticle(f"https://example.org/{name}", name.encode())
        found[raw.id] = encode(Article(raw, text=name), {"extract": "1"}, "run-1", AT)
    return found


def test_every_family_has_an_alias_and_a_strict_mapping(
    client: Elasticsearch, aliases: Aliases
) -> None:
    for family in FAMILIES:
        (index,) = client.indices.get_alias(name=f"{aliases.prefix}{family}")
        assert index == f"{aliases.prefix}{family}-000001"
        mapping = client.indices.get_mapping(index=index)[index]["mappings"]
        assert mapping["dynamic"] == "strict"
        assert set(mapping["properties"]) == set(mapping_of(family)["properties"])


def test_ensuring_twice_changes_nothing(client: Elasticsearch, aliases: Aliases) -> None:
    before = client.indices.get(index=f"{aliases.prefix}*").body
    ensure(client, aliases)
    assert client.indices.get(index=f"{aliases.prefix}*").body == before


def test_an_index_of_another_making_is_not_touched(
    client: Elasticsearch, index_prefix: str
) -> None:
    aliases = Aliases(f"{index_prefix}taken-")
    client.indices.create(index=aliases.articles)
    with pytest.raises(ClusterError, match="was not made by Dateline"):
        ensure(client, aliases)
    client.indices.delete(index=aliases.articles)
    drop(client, aliases)


def test_one_refused_document_does_not_stop_the_others(
    client: Elasticsearch, aliases: Aliases
) -> None:
    good = documents("one", "two", "three")
    bad = next(iter(good))
    good[bad] = {**good[bad], "published": "the day before yesterday"}
    (refused,) = put(client, aliases.articles, good, SETTINGS)
    assert refused.id == bad
    assert "document_parsing_exception" in refused.error
    assert set(look_up(client, aliases, list(good))) == set(good) - {bad}


def test_an_unknown_field_is_refused_and_not_swallowed(
    client: Elasticsearch, aliases: Aliases
) -> None:
    (document,) = documents("one").items()
    refused = put(client, aliases.articles, {document[0]: {**document[1], "new": 1}}, SETTINGS)
    assert "strict_dynamic_mapping_exception" in refused[0].error


def test_writing_twice_makes_one_document(client: Elasticsearch, aliases: Aliases) -> None:
    for _ in range(2):
        assert put(client, aliases.articles, documents("one"), SETTINGS) == []
    client.indices.refresh(index=aliases.articles)
    assert client.count(index=aliases.articles)["count"] == 1


def test_chunks_are_bounded_in_documents_and_all_are_sent(
    client: Elasticsearch, aliases: Aliases
) -> None:
    many = documents(*(f"article {number}" for number in range(25)))
    small = Settings(chunk_documents=4, chunk_bytes=2_000)
    assert put(client, aliases.articles, many, small) == []
    assert set(stored(client, aliases, list(many))) == set(many)


def test_the_record_tells_what_an_article_was_made_with(
    client: Elasticsearch, aliases: Aliases
) -> None:
    (id,) = one = documents("one")
    put(client, aliases.articles, one, SETTINGS)
    known = look_up(client, aliases, [id, "not-there"])
    assert set(known) == {id}
    assert known[id].fingerprints == {"extract": "1"}
    assert known[id].content_hash == one[id]["content_hash"]


def test_removing_what_is_not_there_is_no_error(client: Elasticsearch, aliases: Aliases) -> None:
    put(client, aliases.articles, documents("one"), SETTINGS)
    assert remove(client, aliases.articles, [*documents("one"), "not-there"], SETTINGS) == []


def test_quarantine_counts_attempts_and_lets_go(client: Elasticsearch, aliases: Aliases) -> None:
    failed = Failed("id-1", "file:///x.txt", "extract", "empty_text", "no text", content=b"\0\xff")
    for run in ("run-1", "run-2"):
        assert quarantine(client, aliases, [failed], SETTINGS, run, AT) == []
    kept = client.get(index=aliases.quarantine, id="id-1")["_source"]
    assert (kept["attempts"], kept["run"], kept["bytes"]) == (2, "run-2", 2)
    assert release(client, aliases, ["id-1", "id-2"], SETTINGS) == []
    assert not client.exists(index=aliases.quarantine, id="id-1")


def test_a_cluster_that_is_away_is_waited_for_and_then_named() -> None:
    settings = Settings(es_url="http://user:hunter2@127.0.0.1:9", es_patience=1)
    away = connect(settings, str(settings.es_url))
    with pytest.raises(ClusterError) as error:
        patiently(lambda: look_up(away, Aliases("x-"), ["a"]), settings.es_patience)
    assert "did not answer" in str(error.value)
    assert "hunter2" not in str(error.value)
    with pytest.raises(ClusterError, match="does not answer"):
        check(away)


def test_patience_is_for_the_cluster_and_not_for_other_errors() -> None:
    calls = []

    def wrong() -> None:
        calls.append(1)
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        patiently(wrong, 30)
    assert len(calls) == 1


def test_a_request_that_is_refused_whole_costs_only_the_document_at_fault(
    client: Elasticsearch, aliases: Aliases
) -> None:
    several = documents("one", "two", "three", "four", "five")
    bad = sorted(several)[2]
    several[bad] = {**several[bad], "title": {"a", "set", "is no JSON"}}
    (refused,) = put(client, aliases.articles, several, SETTINGS)
    assert refused.id == bad
    assert set(look_up(client, aliases, list(several))) == set(several) - {bad}


def test_a_document_is_written_only_over_the_version_that_was_seen(
    client: Elasticsearch, aliases: Aliases
) -> None:
    (id,) = one = documents("one")
    alias = aliases.articles
    assert put(client, alias, one, SETTINGS, {id: None}) == []
    seen = look_up(client, aliases, [id])[id].version
    (refused,) = put(client, alias, one, SETTINGS, {id: None})
    assert refused.conflict
    assert put(client, alias, one, SETTINGS, {id: seen}) == []
    (refused,) = put(client, alias, one, SETTINGS, {id: seen})
    assert refused.conflict
    assert seen is not None
    (refused,) = remove_seen(client, [(id, seen)], SETTINGS)
    assert refused.conflict
    assert set(stored(client, aliases, [id])) == {id}


def test_some_fields_are_written_where_the_document_is(
    client: Elasticsearch, aliases: Aliases
) -> None:
    (id,) = one = documents("one")
    put(client, aliases.articles, one, SETTINGS)
    fields = {"read_from": "file:///two.txt"}
    assert patch(client, aliases.articles, {id: fields, "not-there": fields}, SETTINGS) == []
    assert stored(client, aliases, [id, "not-there"]) == {id: {**one[id], **fields}}


def test_a_raw_article_whose_source_is_gone_is_kept_and_says_so(
    client: Elasticsearch, aliases: Aliases
) -> None:
    raw = RawArticle("https://example.org/one", b"one", retrieved=AT)
    put(client, aliases.raw, {raw.id: encode_raw(raw, "run-1", AT)}, SETTINGS)
    assert not look_up_raw(client, aliases, [raw.id])[raw.id].gone
    assert set(stored_raws(client, aliases, [raw.id])) == {raw.id}
    later = datetime(2024, 11, 1, tzinfo=UTC)
    patch(client, aliases.raw, {raw.id: {"gone_at": later.isoformat()}}, SETTINGS)
    record = look_up_raw(client, aliases, [raw.id])[raw.id]
    assert (record.gone, record.moment) == (True, later)
    assert stored_raws(client, aliases, [raw.id])[raw.id]["gone_at"] == later.isoformat()


def test_where_the_alias_is_gone_no_index_is_made_without_a_mapping(
    client: Elasticsearch, aliases: Aliases
) -> None:
    drop(client, aliases)
    with pytest.raises(ClusterError, match="refuses all documents"):
        put(client, aliases.articles, documents("one"), SETTINGS)
    assert not client.indices.exists(index=aliases.articles)
