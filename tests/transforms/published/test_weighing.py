from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import PublishedFrom as From
from transforms.published.candidate import Candidate, Hints
from transforms.published.notation import Moment
from transforms.published.weighing import decide

DAY = date(2024, 10, 30)
OTHER = date(2024, 3, 2)
LATER = date(2024, 12, 5)


def told(**days: date) -> list[Candidate]:
    return [Candidate(From(place), Moment(day)) for place, day in days.items()]


def decided(*candidates: Candidate, hints: Hints | None = None) -> tuple[date, str]:
    found = decide(candidates, hints or Hints())
    assert found is not None
    return found.date, found.found_in.value


def test_no_place_no_day() -> None:
    assert decide([], Hints()) is None


@pytest.mark.parametrize(
    "days",
    [
        {"metadata": DAY, "json_ld": LATER, "meta": LATER},
        {"url": DAY, "json_ld": LATER, "meta": LATER, "time_element": LATER},
        {"json_ld": LATER, "heading": DAY, "byline": DAY, "url": DAY},
        {"json_ld": DAY, "heading": LATER},
        {"meta": DAY, "time_element": LATER},
        {"json_ld": DAY, "updated": LATER},
        {"heading": DAY, "html_text": OTHER},
        {"updated": DAY},
        {"json_ld": LATER, "meta": DAY, "heading": DAY},
        {"json_ld": date(2024, 1, 1), "heading": DAY},
    ],
    ids=str,
)
def test_the_weightier_day_wins(days: dict[str, date]) -> None:
    assert decided(*told(**days))[0] == DAY


def test_agreement_raises_confidence_and_dispute_lowers_it() -> None:
    alone = decide(told(json_ld=DAY), Hints())
    repeated = decide(told(json_ld=DAY, meta=DAY, script=DAY), Hints())
    agreed = decide(told(json_ld=DAY, heading=DAY), Hints())
    disputed = decide(told(json_ld=DAY, time_element=OTHER), Hints())
    assert alone is not None
    assert repeated is not None
    assert agreed is not None
    assert disputed is not None
    assert agreed.confidence > alone.confidence > disputed.confidence
    assert repeated.confidence == alone.confidence


def test_the_month_in_the_address_decides_between_days() -> None:
    days = told(time_element=DAY, heading=OTHER)
    assert decided(*days, hints=Hints(url_month=(2024, 10)))[0] == DAY
    assert decided(*days, hints=Hints(url_month=(2024, 3)))[0] == OTHER


LATE = Candidate(From.JSON_LD, Moment(DAY, datetime(2024, 10, 30, 1, 30, tzinfo=UTC)))
EVE = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("beside", "hints", "day"),
    [
        ([], Hints(), DAY),
        ([], Hints(page_zone="America/New_York"), EVE),
        ([], Hints(zone="America/New_York"), EVE),
        ([], Hints(page_zone="Europe/Kyiv"), DAY),
        (told(heading=EVE), Hints(), EVE),
        (told(heading=DAY), Hints(page_zone="America/New_York"), DAY),
        (told(heading=DAY), Hints(zone="America/New_York"), EVE),
        (told(url=EVE, heading=DAY), Hints(), EVE),
        (told(meta=DAY, script=EVE), Hints(), EVE),
        (told(updated=EVE), Hints(), DAY),
        (told(heading=LATER), Hints(), DAY),
    ],
)
def test_a_moment_in_utc_is_read_as_the_outlet_shows_it(
    beside: list[Candidate], hints: Hints, day: date
) -> None:
    found = decide([LATE, *beside], hints)
    assert found is not None
    assert found.date == day
    assert found.at == LATE.moment.at


def test_a_moment_in_a_zone_of_its_own_keeps_its_day() -> None:
    at = datetime(2024, 10, 30, 0, 16, tzinfo=timezone(timedelta(hours=3)))
    candidates = [Candidate(From.JSON_LD, Moment(DAY, at)), *told(script=EVE)]
    assert decided(*candidates)[0] == DAY


@given(st.dictionaries(st.sampled_from(list(From)), st.dates(), min_size=1))
def test_the_day_is_one_that_was_told(days: dict[From, date]) -> None:
    found = decide([Candidate(place, Moment(day)) for place, day in days.items()], Hints())
    assert found is not None
    assert found.date in days.values()
    assert 0 < found.confidence < 1
