"""The two real articles that the project was asked for, with and without their anchor."""

from datetime import date
from pathlib import Path

import pytest

from transforms.dates.mentions import date_mentions

SEEDS = Path(__file__).parents[3] / "../shared/seeds"
FIRST, SECOND = "000_f2127c0ecd18b88d.txt", "003_f7508e91524e1b2a.txt"

pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason="the shared seeds are not here")


def body(name: str, removed: range) -> str:
    lines = (SEEDS / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in removed)


FIRST_BODY = (FIRST, range(7, 15))
SECOND_BODY = (SECOND, range(10, 11))

CASES = [
    (
        FIRST_BODY,
        date(2024, 10, 30),
        [
            ("Wednesday", "2024-10-30"),
            ("Tuesday", "2024-10-29"),
            ("recent weeks", "PAST_REF"),
            ("This summer", "2024-SU"),
            ("the winter", "2023-WI"),
        ],
    ),
    (
        FIRST_BODY,
        None,
        [
            ("Wednesday", "XXXX-WXX-3"),
            ("Tuesday", "XXXX-WXX-2"),
            ("recent weeks", "PAST_REF"),
            ("This summer", "XXXX-SU"),
            ("the winter", "XXXX-WI"),
        ],
    ),
    (
        SECOND_BODY,
        date(2024, 8, 18),
        [
            ("Saturday", "2024-08-17"),
            ("this month", "2024-08"),
            ("Sunday", "2024-08-18"),
            ("August 22", "2024-08-22"),
            ("August 12", "2024-08-12"),
            ("February 2022", "2022-02"),
            ("August 6", "2024-08-06"),
        ],
    ),
    (
        SECOND_BODY,
        None,
        [
            ("Saturday", "XXXX-WXX-6"),
            ("this month", "XXXX-XX"),
            ("Sunday", "XXXX-WXX-7"),
            ("August 22", "XXXX-08-22"),
            ("August 12", "XXXX-08-12"),
            ("February 2022", "2022-02"),
            ("August 6", "XXXX-08-06"),
        ],
    ),
]


@pytest.mark.parametrize(("source", "anchor", "expected"), CASES)
def test_the_seeds_have_exactly_these_dates(
    source: tuple[str, range], anchor: date | None, expected: list[tuple[str, str]]
) -> None:
    found = date_mentions(body(*source), anchor)
    assert [(m.surface, m.value) for m in found] == expected


def test_the_winter_of_the_first_seed_is_a_range() -> None:
    winter = date_mentions(body(*FIRST_BODY), date(2024, 10, 30))[-1]
    assert (winter.gte, winter.lte) == (date(2023, 12, 1), date(2024, 2, 29))
