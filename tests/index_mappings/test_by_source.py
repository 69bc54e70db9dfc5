"""Reading the articles source by source: all sources, the newest first, as of one moment."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from index_mappings import by_source
from index_mappings.by_source import this_moment
from index_mappings.families import Aliases
from index_mappings.load import put
from index_mappings.settings import Settings


def load(client: Elasticsearch, aliases: Aliases, *documents: dict[str, Any]) -> None:
    told = {
        f"id-{at}": {"id": f"id-{at}", "story": f"id-{at}", "text": f"Text {at}.", **document}
        for at, document in enumerate(documents)
    }
    assert put(client, aliases.articles, told, Settings()) == []


def test_every_source_with_enough_articles_is_found_over_all_pages(
    client: Elasticsearch, aliases: Aliases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_source, "SOURCES_A_PAGE", 2)
    names = ["a", "a", "b", "c", "c", "c", "d", "d", "e", "e"]
    load(client, aliases, *({"source": f"{name}.example"} for name in names), {})
    with this_moment(client, aliases, 5.0) as moment:
        assert list(moment.sources(2)) == [
            ("a.example", 2),
            ("c.example", 3),
            ("d.example", 2),
            ("e.example", 2),
        ]


@pytest.mark.parametrize(("most", "expected"), [(9, [2, 1, 3, 0]), (3, [2, 1, 3]), (0, [])])
def test_the_newest_come_first_and_those_without_a_day_last(
    client: Elasticsearch,
    aliases: Aliases,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    expected: list[int],
) -> None:
    monkeypatch.setattr(by_source, "ARTICLES_A_PAGE", 2)
    days: list[dict[str, Any]] = [
        {},
        {"published": "2024-08-02"},
        {"published": "2024-08-03"},
        {"published": "2024-08-01"},
    ]
    load(
        client, aliases, *({"source": "a.example", **day} for day in days), {"source": "b.example"}
    )
    with this_moment(client, aliases, 5.0) as moment:
        found = list(moment.newest("a.example", most))
    assert [each.id for each in found] == [f"id-{at}" for at in expected]
    for each in found:
        assert each.text == f"Text {each.id[-1]}."
        assert each.story == each.id


def test_what_is_written_meanwhile_is_not_seen(client: Elasticsearch, aliases: Aliases) -> None:
    load(client, aliases, {"source": "a.example"})
    with this_moment(client, aliases, 5.0) as moment:
        load(client, aliases, {"source": "a.example"}, {"source": "a.example"})
        client.indices.refresh(index=aliases.articles)
        assert list(moment.sources(1)) == [("a.example", 1)]
        assert len(list(moment.newest("a.example", 9))) == 1


def test_an_empty_index_has_no_sources(client: Elasticsearch, aliases: Aliases) -> None:
    with this_moment(client, aliases, 5.0) as moment:
        assert list(moment.sources(1)) == []
        assert list(moment.newest("a.example", 9)) == []
