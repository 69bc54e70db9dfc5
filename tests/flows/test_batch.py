"""One batch on the real index: what fails, fails alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flows.batch import work_on
from flows.outcomes import Outcome
from flows.workplace import workplace
from index_mappings import documents
from index_mappings.documents import Document
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

    monkeypatch.setattr("flows.batch.encode", encode)
    tally = work_on(raws("pier", "port", "park"), "run-1", workplace())
    assert tally.closes
    assert tally.outcomes[Outcome.INDEXED] == 2
    assert index.quarantined() == {"https://wire.example/pier": "not_encoded"}


def test_a_refused_article_keeps_its_raw_and_its_reason(index: Index) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    index.client.indices.put_settings(
        index=index.aliases.articles, settings={"index.blocks.write": True}
    )
    tally = work_on(raws("pier", "port"), "run-1", workplace())
    index.client.indices.put_settings(
        index=index.aliases.articles, settings={"index.blocks.write": False}
    )
    assert tally.closes
    assert set(index.quarantined().values()) == {"refused"}
    assert len(index.all(index.aliases.raw)) == 2
    tally = work_on(raws("pier", "port"), "run-2", workplace())
    assert tally.outcomes[Outcome.INDEXED] == 2
    assert index.quarantined() == {}


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
    tally = work_on(raws("pier"), "run-2", replace(place))
    assert tally.outcomes[Outcome.UPDATED] == 1
    assert set(tally.stage_seconds) == {"dates"}
    assert index.articles()[id] == {**before[id], "title": "kept"}
