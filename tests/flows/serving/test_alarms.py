"""What is an alarm, by the numbers of a run."""

from __future__ import annotations

from collections import Counter

import pytest

from flows.running.outcomes import Outcome, Tally
from flows.serving.alarms import QUARANTINE, STAGE, alarms_of
from index_mappings.settings import Settings


def tally(read: int, quarantined: int, alarms: dict[str, int] | None = None) -> Tally:
    counts = Counter({Outcome.INDEXED: read - quarantined, Outcome.QUARANTINED: quarantined})
    return Tally(read=read, outcomes=counts, alarms=Counter(alarms or {}))


@pytest.mark.parametrize(
    ("read", "quarantined", "alarm"),
    [
        (0, 0, False),
        (100, 0, False),
        (100, 5, False),  # no more than the share
        (100, 6, True),
        (4, 4, False),  # all of it, but too few to speak of
        (5, 5, True),
        (1_000, 50, False),
        (1_000, 51, True),
    ],
)
def test_quarantine_is_an_alarm_above_a_share_and_a_number(
    read: int, quarantined: int, alarm: bool
) -> None:
    settings = Settings(alarm_share=0.05, alarm_documents=5)
    found = [each.event for each in alarms_of(tally(read, quarantined), settings)]
    assert found == ([QUARANTINE] if alarm else [])


def test_a_stage_at_fault_is_an_alarm_of_its_own() -> None:
    told = tally(64, 0, alarms={"entities: no names in 64 articles": 2})
    (alarm,) = alarms_of(told, Settings())
    assert (alarm.event, alarm.told) == (STAGE, "entities: no names in 64 articles (in 2 batches)")


def test_addresses_are_told_without_their_secrets() -> None:
    told = tally(1, 0, alarms={"from https://a:b@host.example/x?token=hush": 1})
    (alarm,) = alarms_of(told, Settings())
    assert alarm.told == "from https://host.example/x (in 1 batches)"
