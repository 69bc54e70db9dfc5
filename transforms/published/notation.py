"""Reading a date in any common notation: ISO 8601, RFC 2822, Unix time, words, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache

from transforms.resources import read_toml

DATA = "published/data/months.toml"
# Longer values are no date, but a text that may have one.
LONGEST_VALUE = 200

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|[.ºª])?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_WORD = r"(?P<month>[^\W\d_]{2,14}(?:['’][^\W\d_]{1,9})?)"
_SPACE = r"[ \t\u00a0-]{1,3}"
_GAP = r"[ \t\u00a0]{0,3}"
_OF = r"(?:(?:de|del|of|d['’]|tháng|ngày)[ \t]{1,3})?"
_BEFORE = r"(?<![\w/.:-])"
# A full date, wherever it stands. Each quantifier is bounded, so that time is linear.
_SHAPES = (
    rf"{_BEFORE}(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d|[-/.]\d)",
    rf"(?<!\d){_DAY}{_GAP}[-\s]?{_GAP}{_OF}{_WORD}\.?,?{_GAP}[-\s]?{_GAP}{_OF}{_YEAR}",
    rf"(?<![^\W\d_]){_WORD}\.?{_SPACE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?{_SPACE}{_YEAR}",
    rf"(?<!\d)(?P<year>\d{{4}})\.?,?[ \t]{{1,3}}{_WORD}[ \t]{{1,3}}(?P<day>\d{{1,2}})(?!\d)",
    r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]",
    rf"{_BEFORE}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
    rf"{_BEFORE}(?P<first>\d{{1,2}})(?P<mark>[/-])(?P<second>\d{{1,2}})(?P=mark){_YEAR}",
)
# Years of two digits, which may be hours or days as well: only where the text calls it a date.
_SHORT_YEAR = r"['’]?(?P<year>\d{2})(?![\d:/.]*\d|\s?(?:[ap]\.?m|h|uhr)\b)"
_SHORT_SHAPES = (
    rf"(?<!\d){_DAY}[ \t-]{{1,3}}{_WORD}\.?,?[ \t-]{{1,3}}{_SHORT_YEAR}",
    rf"(?<![^\W\d_]){_WORD}\.?[ \t]{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,"
    rf"[ \t]{{1,3}}{_SHORT_YEAR}",
    rf"{_BEFORE}(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second>\d{{1,2}})(?P=mark){_SHORT_YEAR}",
)
# POSIX: of two digits, 69 and above are of the last century.
CENTURY_TURN = 69
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d{1,9})?"
    r"\s{0,3}(?P<half>[ap]\.?m\b\.?)?\s{0,3}\(?(?P<zone>[+-]\d{2}:?\d{2}|[A-Za-z]{1,4}\b)?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d{1,9})?)?"
    r"\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as written, and the moment with its zone where that is given."""

    day: date
    at: datetime | None = None


def read_date(value: str, language: str | None = None) -> Moment | None:
    """The moment that a value in any common notation stands for; None where it has no full date.

    Args:
        value: "2024-10-30", "Wed, 30 Oct 2024 05:12:00 +0300", "1730268720", "Oct. 30, 2024", …
        language: a BCP 47 tag, which decides what 10/11/2024 is. Where it does not ("en", None)
            such a date is refused; 30/10/2024 is read without it.

    >>> read_date("Oct. 30, 2024").day, read_date("10/11/2024"), read_date("10/11/2024", "de").day
    (datetime.date(2024, 10, 30), None, datetime.date(2024, 11, 10))
    """
    told = value.strip()
    if not told or len(told) > LONGEST_VALUE:
        return None
    if told.replace(".", "", 1).isdecimal():
        return _digits(told)
    return _iso(told) or _rfc(told) or next(dates_in(told, language), None)


@dataclass(frozen=True, slots=True)
class Written:
    """A date in a text, [start, end), in characters."""

    start: int
    end: int
    moment: Moment


def dates_in(
    text: str, language: str | None = None, *, short_years: bool = False
) -> Iterator[Moment]:
    """The full dates in a text in their order, each with its time where a time and zone follow.

    With `short_years`, years of two digits too ("30/10/24"): for text that is known to be a date.
    """
    shapes = (*_shapes(), *_short_shapes()) if short_years else _shapes()
    return (written.moment for written in _written(text, language, shapes))


def written_dates(text: str, language: str | None = None) -> Iterator[Written]:
    """`dates_in`, and where each stands."""
    return _written(text, language, _shapes())


def _written(
    text: str, language: str | None, shapes: Sequence[re.Pattern[str]]
) -> Iterator[Written]:
    found = [
        (match.start(), match.end(), day)
        for shape in shapes
        for match in shape.finditer(text)
        if (day := _day(match, language))
    ]
    after = 0
    for start, end, day in sorted(found):
        if start >= after:
            after = end
            yield Written(start, end, Moment(day, _clock(text[end : end + 40], day)))


def _digits(told: str) -> Moment | None:
    whole, _, _ = told.partition(".")
    if len(whole) in (8, 12, 14) and whole[:2] in ("17", "18", "19", "20"):
        return _made(int(whole[:4]), int(whole[4:6]), int(whole[6:8]))
    if len(whole) not in (9, 10, 13):
        return None
    seconds = int(whole) / (1000 if len(whole) == 13 else 1)
    at = datetime.fromtimestamp(seconds, UTC)
    return Moment(at.date(), at)


def _made(year: int, month: int, day: int) -> Moment | None:
    found = _calendar_day(year, month, day)
    return Moment(found) if found else None


def _iso(told: str) -> Moment | None:
    match = _ISO.match(told)
    if not match:
        return None
    zone = "+00:00" if (match[5] or "").upper() in ("Z", "UTC", "GMT") else match[5] or ""
    # Some systems write no leading zeros: 23:15:0Z.
    clock = f"{match[2]}:{match[3]:>02}:{match[4] or 0:>02}"
    try:
        at = datetime.fromisoformat(f"{match[1]}T{clock}{zone}")
    except ValueError:
        return None
    return Moment(at.date(), at if at.tzinfo else None)


def _rfc(told: str) -> Moment | None:
    try:
        at = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # RFC 2822 lets a year have two digits; which century is then a guess. Without a zone the value
    # may be another notation, of which this parser leaves half unread.
    if at.tzinfo is None or str(at.year) not in told:
        return None
    return Moment(at.date(), at)


def _day(match: re.Match[str], language: str | None) -> date | None:
    parts = match.groupdict()
    if "first" in parts:
        return _numeric(int(parts["first"]), int(parts["second"]), _year(parts["year"]), language)
    month = parts["month"]
    number = int(month) if month.isdecimal() else month_number(month, language)
    return _calendar_day(_year(parts["year"]), number, int(parts["day"])) if number else None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= CENTURY_TURN else 2000)


def _numeric(first: int, second: int, year: int, language: str | None) -> date | None:
    if first == second or second > 12:
        return _calendar_day(year, first, second)
    if first > 12:
        return _calendar_day(year, second, first)
    if not decides_order(language):
        return None
    if language in read_toml(DATA)["numeric_order"]["month_first"]:
        return _calendar_day(year, first, second)
    return _calendar_day(year, second, first)


def decides_order(language: str | None) -> bool:
    """Whether a BCP 47 tag tells what 10/11/2024 is; that of English without a region does not."""
    return language is not None and language not in read_toml(DATA)["numeric_order"]["either"]


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(after: str, day: date) -> datetime | None:
    match = _CLOCK.search(after)
    if not match or not match["zone"] or (zone := _zone(match["zone"])) is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    minute, second = int(match["minute"]), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)


def _zone(told: str) -> timezone | None:
    if told[0] in "+-":
        hours, minutes = int(told[1:3]), int(told[-2:])
        if hours > 14 or minutes > 59:
            return None
        ahead = timedelta(hours=hours, minutes=minutes)
        return timezone(-ahead if told[0] == "-" else ahead)
    hours = read_toml(DATA)["zones"].get(told.lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def month_number(word: str, language: str | None = None) -> int | None:
    """1 to 12 for a month's name, in `language` or else in any; None for other words.

    >>> month_number("listopada", "pl"), month_number("listopada", "hr"), month_number("listopada")
    (11, 10, None)
    """
    folded = _folded(word)
    own = _months_of((language or "").partition("-")[0])
    return own.get(folded) or _months().get(folded)


@cache
def _months() -> dict[str, int]:
    """The names that mean one month in all languages that have them."""
    means: dict[str, set[int]] = {}
    for language in read_toml(DATA)["months"]:
        for form, number in _months_of(language).items():
            means.setdefault(form, set()).add(number)
    return {form: numbers.pop() for form, numbers in means.items() if len(numbers) == 1}


@cache
def _months_of(language: str) -> dict[str, int]:
    table: list[str] = read_toml(DATA)["months"].get(language, [])
    return {_folded(form): n for n, forms in enumerate(table, 1) for form in forms.split()}


def _folded(word: str) -> str:
    return word.casefold().replace("i̇", "i").replace("ı", "i")


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape, re.IGNORECASE) for shape in _SHAPES)


@cache
def _short_shapes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape, re.IGNORECASE) for shape in _SHORT_SHAPES)
