"""What stands in quarantine is tried again from what was read of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from flows.replay import Choice, run_replay
from flows.running.outcomes import Outcome
from flows.workers.workplace import workplace
from index_mappings.indices import ensure
from index_mappings.quarantine import Failed, quarantine
from index_mappings.settings import Settings
from transforms.article import Metadata, RawArticle

if TYPE_CHECKING:
    from tests.flows.conftest import Index

MOMENT = datetime(2024, 10, 30, 12, 0, tzinfo=UTC)
GOOD = RawArticle(
    "https://port.example/1",
    "Ada Roe counted the ships in Lima on Monday.".encode("utf-16"),
    metadata=Metadata(title="Ships"),
    encoding="utf-16",
)
BAD = RawArticle("https://port.example/2", b"\x00\xff\xd8 no text \x00\x00\x00" * 40)


def failed(raw: RawArticle, stage: str = "extract", reason: str = "stage_failed") -> Failed:
    return Failed(
        raw.id, raw.uri, stage, reason, "it failed", source=raw.source, media_type=raw.media_type,
        encoding=raw.encoding, metadata=raw.metadata, content=raw.content,
    )  # fmt: skip


@pytest.fixture
def held(index: Index) -> Index:
    ensure(index.client, index.aliases)
    unread = RawArticle("file:///gone.txt", b"")
    items = [failed(GOOD), failed(BAD, reason="refused"), failed(unread, "read", "too_large")]
    assert quarantine(index.client, index.aliases, items, Settings(), "before", MOMENT) == []
    index.client.indices.refresh(index=index.aliases.quarantine)
    workplace.cache_clear()
    return index


def test_what_is_loaded_leaves_and_what_fails_stays_with_one_attempt_more(held: Index) -> None:
    report = run_replay()
    assert report.tally.closes
    assert report.tally.read == 2
    assert report.tally.outcomes[Outcome.INDEXED] == 1
    articles = held.articles()
    assert articles[GOOD.id]["title"] == "Ships"
    assert articles[GOOD.id]["body"] == "Ada Roe counted the ships in Lima on Monday."
    assert "published" not in articles[GOOD.id]
    left = held.all(held.aliases.quarantine)
    assert {id: item["attempts"] for id, item in left.items()} == {
        BAD.id: 2,
        RawArticle("file:///gone.txt", b"").id: 1,
    }


@pytest.mark.parametrize(
    ("choice", "read"),
    [
        (Choice(reasons=("stage_failed",)), 1),
        (Choice(stages=("extract",), reasons=("refused",)), 1),
        (Choice(ids=(GOOD.id,)), 1),
        (Choice(ids=("another",)), 0),
        (Choice(reasons=("too_large",)), 0),
    ],
)
def test_only_what_was_chosen_is_tried(held: Index, choice: Choice, read: int) -> None:
    assert run_replay(choice).tally.read == read
