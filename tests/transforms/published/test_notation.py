from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.published import dates_in, read_date

OCT_30 = date(2024, 10, 30)


@pytest.mark.parametrize(
    "value",
    [
        "2024-10-30",
        "2024-10-30T05:12:00Z",
        "2024-10-30T05:12:00.123+0300",
        "2024-10-30 05:12",
        "20241030",
        "20241030051200",
        "2024/10/30",
        "Wed, 30 Oct 2024 05:12:00 +0300",
        "Wed, 30 Oct 2024 05:12:00 GMT",
        "1730268720",
        "1730268720.25",
        "1730268720000",
        "30 October 2024",
        "30th of October, 2024",
        "Oct. 30, 2024",
        "OCTOBER 30TH, 2024 5:12 P.M. EDT",
        "Wednesday, October 30, 2024",
        "30-Oct-2024",
        "30.10.2024",
        "30. 10. 2024",
        "30/10/2024",
        "10/30/2024",
        "30 de octubre de 2024",
        "mercredi 30 octobre 2024 à 10h30",
        "30. Oktober 2024, 10:30 Uhr",
        "30 października 2024",
        "30 октября 2024 г.",
        "30 жовтня 2024",
        "30 Ekim 2024",
        "2024. október 30.",
        "2024年10月30日",
        "2024년 10월 30일",
        "30 أكتوبر 2024",
        "٣٠ أكتوبر ٢٠٢٤",
    ],
)
def test_all_notations_give_the_day(value: str) -> None:
    moment = read_date(value)
    assert moment is not None
    assert moment.day == OCT_30


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "Wednesday",
        "October 2024",
        "30 October",
        "2024",
        "10:30",
        "2024-13-45",
        "2024-02-30",
        "31.11.2024",
        "10/11/2024",
        "30 Oct 24",
        "Wed, 30 Oct 24 05:12:00 GMT",
        "30 Smarch 2024",
        "version 10.30.2024",
        "192.168.2024.10",
        "+1 202 555 2024",
        "99999999999999",
        "12345678",
        "0000-00-00",
        "9" * 5_000,
        "30 October 2024 " + "x" * 500,
    ],
)
def test_what_is_no_full_date_is_refused(value: str) -> None:
    assert read_date(value) is None


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (None, None),
        ("en", None),
        ("en-US", date(2024, 10, 11)),
        ("en-GB", date(2024, 11, 10)),
        ("de", date(2024, 11, 10)),
        ("fr-CA", date(2024, 11, 10)),
    ],
)
def test_an_ambiguous_date_is_read_by_its_language(
    language: str | None, expected: date | None
) -> None:
    moment = read_date("10/11/2024", language)
    assert (moment and moment.day) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("pl", 11), ("cs", 11), ("hr", 10), ("hr-HR", 10)]
)
def test_a_month_that_differs_by_language(language: str, expected: int) -> None:
    moment = read_date("12 listopadu 2024" if language == "cs" else "12 listopada 2024", language)
    assert moment is not None
    assert moment.day.month == expected


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2024-10-30T05:12:00Z", datetime(2024, 10, 30, 5, 12, tzinfo=UTC)),
        ("2024-10-30 05:12:00 UTC", datetime(2024, 10, 30, 5, 12, tzinfo=UTC)),
        ("1730268720", datetime(2024, 10, 30, 6, 12, tzinfo=UTC)),
        (
            "October 30, 2024 at 5:12 p.m. EDT",
            datetime(2024, 10, 30, 17, 12, tzinfo=timezone(timedelta(hours=-4))),
        ),
        (
            "30 October 2024 12:05 am +05:30",
            datetime(2024, 10, 30, 0, 5, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        ),
        ("2024-10-30", None),
        ("2024-10-30 05:12", None),
        ("30 October 2024 05:12", None),
        ("30 October 2024 25:99 GMT", None),
        ("30 October 2024 05:12 IST", None),
    ],
)
def test_the_moment_is_kept_with_its_zone_alone(value: str, at: datetime | None) -> None:
    moment = read_date(value)
    assert moment is not None
    assert moment.at == at


def test_dates_in_a_text_come_in_its_order() -> None:
    text = "Born 3 May 1961, elected on 2001-06-07, resigned June 8, 2010; see page 12 of 2024."
    assert [m.day for m in dates_in(text)] == [
        date(1961, 5, 3),
        date(2001, 6, 7),
        date(2010, 6, 8),
    ]


NOTATIONS = ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%Y/%m/%d", "%b. %d, %Y"]
DAYS = st.dates(date(1700, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(NOTATIONS))
def test_every_day_is_read_back(day: date, notation: str) -> None:
    moment = read_date(day.strftime(notation))
    assert moment is not None
    assert moment.day == day


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_date(text)
    list(dates_in(text))


@pytest.mark.parametrize("unit", ["1 ", "1/", "a ", "2024-", "30 October ", "年", "1.1.", " \t"])
def test_long_lines_of_near_dates_do_not_hang(unit: str) -> None:
    assert sum(1 for _ in dates_in(unit * 100_000)) >= 0
