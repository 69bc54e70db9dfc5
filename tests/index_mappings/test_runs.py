"""Runs that were cut short leave their stories open until a later run settles them."""

from datetime import UTC, datetime, timedelta

import pytest
from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.runs import OPEN, RUNNING, SETTLED, runs_with_open_stories, write_run

NOW = datetime(2024, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "stories", "hours", "found"),
    [
        ("failed", OPEN, 1, True),
        (RUNNING, OPEN, 1, False),
        (RUNNING, OPEN, 72, True),
        ("completed", SETTLED, 1, None),
    ],
)
def test_a_run_that_may_still_load_is_settled_but_not_closed(
    client: Elasticsearch,
    aliases: Aliases,
    state: str,
    stories: str,
    hours: int,
    found: bool | None,
) -> None:
    started = (NOW - timedelta(hours=hours)).isoformat()
    write_run(client, aliases, "run-1", {"state": state, "stories": stories, "started_at": started})
    left = {each.run: each.over for each in runs_with_open_stories(client, aliases, NOW)}
    assert left == ({} if found is None else {"run-1": found})
