"""What a run wrote by source and day, however much it is and however far its days lie apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from index_mappings.families import Aliases
from index_mappings.run_record import Spread
from index_mappings.run_spread import MOST_PERIODS, MOST_SOURCES, spread_of

FIRST = date(2024, 1, 1)


Rows = list[tuple[str | None, str | None]]


def write(client: Elasticsearch, aliases: Aliases, rows: Rows) -> None:
    """Articles of run-1 by source and day, and one of another run."""
    fields = [
        {key: value for key, value in (("source", source), ("published", day)) if value}
        for source, day in rows
    ]
    others = [{"run": "run-2", "source": "of another run", "published": "1999-01-01"}]
    documents = [*({"run": "run-1", **each} for each in fields), *others]
    actions = [
        {"_index": aliases.articles, "_id": str(n), "id": str(n), **each}
        for n, each in enumerate(documents)
    ]
    bulk(client, actions, refresh=True)


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def test_every_day_is_shown_where_they_are_few(client: Elasticsearch, aliases: Aliases) -> None:
    write(client, aliases, [("a", day(0)), ("a", day(0)), ("b", day(3)), (None, None)])
    found = spread_of(client, aliases, "run-1")
    assert found.days == ((day(0), 2), (day(1), 0), (day(2), 0), (day(3), 1))
    assert found.interval == "1d"
    assert found.sources == (("a", 2), ("b", 1))
    assert (found.no_source, found.undated, found.earlier, found.later) == (1, 1, 0, 0)
    assert Spread.of(found.document()) == found


def test_a_run_that_wrote_nothing_has_an_empty_one(client: Elasticsearch, aliases: Aliases) -> None:
    write(client, aliases, [])
    assert spread_of(client, aliases, "run-1") == Spread()


@pytest.mark.parametrize(("days", "interval"), [(300, "7d"), (3000, "3M"), (30_000, "5y")])
def test_many_days_are_taken_together(
    client: Elasticsearch, aliases: Aliases, days: int, interval: str
) -> None:
    write(client, aliases, [("a", day(number)) for number in range(0, days, days // 100)])
    found = spread_of(client, aliases, "run-1")
    assert len(found.days) <= MOST_PERIODS
    assert found.interval[-1] == interval[-1]
    assert sum(n for _, n in found.days) == len(range(0, days, days // 100))


def test_a_few_that_lie_far_away_do_not_press_all_others_together(
    client: Elasticsearch, aliases: Aliases
) -> None:
    rows: Rows = [("a", day(number % 40)) for number in range(300)]
    write(client, aliases, [*rows, ("a", "1871-02-03"), ("a", "2190-01-01")])
    found = spread_of(client, aliases, "run-1")
    assert found.interval == "1d"
    assert found.earlier >= 1
    assert found.later >= 1
    assert sum(n for _, n in found.days) + found.earlier + found.later == 302
    assert sum(n for _, n in found.days) >= 290


def test_the_largest_sources_are_named_and_the_rest_counted(
    client: Elasticsearch, aliases: Aliases
) -> None:
    rows: Rows = [(f"source {source:02}", None) for source in range(50) for _ in range(source + 1)]
    write(client, aliases, rows)
    found = spread_of(client, aliases, "run-1")
    assert len(found.sources) == MOST_SOURCES
    assert found.sources[0] == ("source 49", 50)
    assert sum(n for _, n in found.sources) + found.other_sources == len(rows)
