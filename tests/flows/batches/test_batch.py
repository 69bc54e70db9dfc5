"""One batch on the real index: what fails, fails alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from elasticsearch import Elasticsearch

from flows.batches.batch import work_on
from flows.running.outcomes import Outcome
from flows.workers.workplace import workplace
from index_mappings import documents, lookup
from index_mappings.client import ClusterError
from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from transforms.article import Article, RawArticle

if TYPE_CHECKING:
    from tests.flows.conftest import Index


def raws(*names: str) -> list[RawArticle]:
    return [
        RawArticle(f"https://wire.example/{name}", f"The {name} closed on Monday.".encode())
        for name in names
    ]


def test_an_article_that_cannot_be_encoded_is_quarantined_alone(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()

    def encode(article: Article, *rest: object) -> Document:
        if "pier" in article.text:
            raise OverflowError("no such day")
        return documents.encode(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("flows.batches.loading.encode", encode)
    tally = work_on(raws("pier", "port", "park"), "run-1", workplace())
    assert tally.closes
    assert tally.outcomes[Outcome.INDEXED] == 2
    assert index.quarantined() == {"https://wire.example/pier": "not_encoded"}


def test_a_refusal_of_every_document_stops_the_run_instead_of_filling_quarantine(
    index: Index,
) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    block = "index.blocks.write"
    index.client.indices.put_settings(index=index.aliases.articles, settings={block: True})
    with pytest.raises(ClusterError, match="has taken no writes"):
        work_on(raws("pier", "port"), "run-1", workplace())
    index.client.indices.put_settings(index=index.aliases.articles, settings={block: False})
    tally = work_on(raws("pier", "port"), "run-2", workplace())
    assert tally.outcomes[Outcome.INDEXED] == 2
    assert index.quarantined() == {}


def test_an_attempt_at_a_batch_that_was_cut_short_is_counted_as_what_it_did(
    index: Index,
) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    for _ in range(2):
        tally = work_on(raws("pier"), "run-1", workplace())
        assert tally.outcomes[Outcome.INDEXED] == 1
    assert work_on(raws("pier"), "run-2", workplace()).outcomes[Outcome.UNCHANGED] == 1


def test_what_is_read_again_keeps_the_moment_of_its_first_reading(index: Index) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    content = b"Published: 30 October 2124\nThe pier closed on Monday."
    raw = RawArticle("https://wire.example/pier", content)
    work_on([raw], "run-1", workplace())
    first = retrieved(index)
    assert first["articles"] == first["raw"]
    (article,) = index.articles().values()
    assert "published" not in article

    old = {"fingerprints": {"document": "0"}}
    index.client.update(index=index.aliases.articles, id=raw.id, doc=old, refresh=True)
    work_on([raw], "run-2", workplace())
    assert retrieved(index) == first
    work_on([RawArticle(raw.uri, content + b" It is old.")], "run-3", workplace())
    changed = retrieved(index)
    assert changed["articles"] == changed["raw"] > first["raw"]


def retrieved(index: Index) -> dict[str, str]:
    """The stored moments of the one article and its raw."""
    found = {}
    for family in ("articles", "raw"):
        alias = getattr(index.aliases, family)
        index.client.indices.refresh(index=alias)
        (hit,) = index.client.search(index=alias)["hits"]["hits"]
        found[family] = hit["_source"]["retrieved"]
    return found


def test_documents_of_an_older_version_are_written_anew_and_no_stage_runs(index: Index) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    work_on(raws("pier"), "run-1", workplace())
    (id,) = before = index.articles()
    old = {"fingerprints": {"document": "0"}, "title": "of an older version"}
    index.client.update(index=index.aliases.articles, id=id, doc=old, refresh=True)
    tally = work_on(raws("pier"), "run-2", workplace())
    assert tally.outcomes[Outcome.UPDATED] == 1
    assert not tally.stage_seconds
    assert index.articles()[id]["fingerprints"] == before[id]["fingerprints"]


def test_a_stored_article_with_stale_stages_keeps_its_other_layers(index: Index) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    place = workplace()
    work_on(raws("pier"), "run-1", place)
    (id,) = before = index.articles()
    index.client.update(
        index=index.aliases.articles,
        id=id,
        doc={"fingerprints": {"dates": "of an older version"}, "title": "kept"},
        refresh=True,
    )
    tally = work_on(raws("pier"), "run-2", place)
    assert tally.outcomes[Outcome.UPDATED] == 1
    assert set(tally.stage_seconds) == {"dates"}
    assert index.articles()[id] == {**before[id], "title": "kept"}


def test_an_article_that_another_run_changed_in_between_is_made_anew(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    work_on(raws("pier"), "run-1", workplace())
    (id,) = before = index.articles()
    stale = {"fingerprints": {"dates": "of an older version"}}
    index.client.update(index=index.aliases.articles, id=id, doc=stale, refresh=True)

    def changed_by_another(client: Elasticsearch, aliases: Aliases, *, ids: list[str]) -> object:
        other = {"content_hash": "of another text", "title": "of another text"}
        client.update(index=aliases.articles, id=id, doc=other, refresh=True)
        client.update(index=aliases.raw, id=id, doc={"content_hash": "of another text"})
        return lookup.stored(client, aliases, ids)

    monkeypatch.setattr("flows.batches.batch.stored", changed_by_another)
    work_on(raws("pier"), "run-2", workplace())
    after = index.articles()[id]
    assert {**after, "resigned": None} == {**before[id], "resigned": None}
    assert index.all(index.aliases.raw)[id]["content_hash"] == after["content_hash"]
