"""What holds on every day of five years, in every language, and for any text at all."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import dates
from transforms.dates.explain import explained_mentions
from transforms.dates.language import LANGUAGES
from transforms.dates.mentions import date_mentions, found_mentions, read
from transforms.dates.period import Period

YEARS = (2019, 2020, 2021, 2022, 2024)
A_DAY = timedelta(days=1)
CLOCKS = {"today", "now", "utcnow", "time_ns", "localtime", "gmtime", "monotonic"}
PACKAGE = Path(dates.__file__).parent

WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
# A sentence, and how many days from the anchor its weekday may be.
BACK, AHEAD, LAST, NEXT = range(-6, 1), range(7), range(-7, 0), range(1, 8)
WEEKDAY_FORMS = [
    ("en", "They met on {}.", BACK),
    ("en", "The mayor {} said so.", BACK),
    ("en", "The mayor said so {}.", BACK),
    ("en", "They will meet on {}.", AHEAD),
    ("en", "They met last {}.", LAST),
    ("en", "They will meet next {}.", NEXT),
    ("de", "Sie kamen am {}.", BACK),
    ("de", "Sie werden am {} kommen.", AHEAD),
    ("de", "Sie kamen am vergangenen {}.", LAST),
    ("de", "Sie kommen am kommenden {}.", NEXT),
    ("es", "Ellos llegaron el {}.", BACK),
    ("es", "Ellos llegarán el {}.", AHEAD),
    ("es", "Ellos llegaron el {} pasado.", LAST),
    ("es", "Ellos llegarán el próximo {}.", NEXT),
]
# Three phrases, the last, this and the next, of each unit.
UNITS = [
    *(
        ("en", f"last {unit}", f"this {unit}", f"next {unit}")
        for unit in ("week", "month", "quarter", "year", "decade", "century")
    ),
    *(
        ("de", f"im letzten {unit}", f"in diesem {unit}", f"im kommenden {unit}")
        for unit in ("Monat", "Quartal", "Jahr")
    ),
    ("de", "letzte Woche", "diese Woche", "nächste Woche"),
    *(
        ("es", f"el {unit} pasado", f"este {unit}", f"el próximo {unit}")
        for unit in ("mes", "trimestre", "año")
    ),
    ("es", "la semana pasada", "esta semana", "la semana que viene"),
    ("en", "yesterday", "today", "tomorrow"),
    ("de", "gestern", "heute", "morgen"),
    ("es", "ayer", "hoy", "mañana"),
]
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
}
EXPLICIT = {
    "en": ["{m} {d}, {y}", "{d} {m} {y}"],
    "de": ["am {d}. {m} {y}", "am {d:02d}.{n:02d}.{y}"],
    "es": ["el {d} de {m} de {y}", "el {d:02d}/{n:02d}/{y}"],
}


def days_of(*years: int) -> Iterator[date]:
    for year in years:
        day = date(year, 1, 1)
        while day.year == year:
            yield day
            day += A_DAY


def years_for(language: str) -> tuple[int, ...]:
    """All for one language, two for the others: they share the functions that read the calendar."""
    return YEARS if language == "en" else (2020, 2021)


def periods(sentence: str, language: str, anchors: Iterable[date]) -> Iterator[Period]:
    """What the one mention of a sentence is on each anchor: found once, read anew each time."""
    (found,) = found_mentions(sentence, None, language)
    for anchor in anchors:
        reading = read(found.reads, found.slots, replace(found.scene, anchor=anchor))
        assert reading is not None
        assert reading.period is not None
        assert reading.value == reading.period.value
        yield reading.period


def test_a_mention_read_anew_is_what_it_is_in_its_text() -> None:
    for anchor in days_of(2024):
        (found,) = date_mentions("They met on Monday.", anchor)
        (period,) = periods("They met on Monday.", "en", [anchor])
        assert (found.gte, found.lte) == (period.first, period.last)


@pytest.mark.parametrize(("language", "form", "away"), WEEKDAY_FORMS)
def test_a_weekday_is_the_nearest_in_its_direction(language: str, form: str, away: range) -> None:
    anchors = list(days_of(*years_for(language)))
    for number, name in enumerate(WEEKDAYS[language]):
        found = periods(form.format(name), language, anchors)
        for anchor, period in zip(anchors, found, strict=True):
            assert period.first == period.last
            assert period.first.weekday() == number
            assert (period.first - anchor).days in away


@pytest.mark.parametrize("phrases", UNITS, ids=lambda told: told[1])
def test_last_this_and_next_meet_and_this_holds_the_anchor(phrases: tuple[str, ...]) -> None:
    language, *forms = phrases
    anchors = list(days_of(*years_for(language)))
    found = (periods(form, language, anchors) for form in forms)
    for anchor, last, this, following in zip(anchors, *found, strict=True):
        assert this.first <= anchor <= this.last
        assert (last.last + A_DAY, this.last + A_DAY) == (this.first, following.first)
        assert last.first <= last.last
        assert following.first <= following.last


@pytest.mark.parametrize(
    ("language", "form"),
    [(language, form) for language in LANGUAGES for form in EXPLICIT[language]],
)
def test_every_written_day_is_that_day_whatever_the_anchor(language: str, form: str) -> None:
    for year in years_for(language):
        written = [
            (
                day,
                form.format(
                    d=day.day, m=MONTHS[language].split()[day.month - 1], n=day.month, y=year
                ),
            )
            for day in days_of(year)
            # With the month first, the order shows only where one number is too high for a month.
            if "{n" not in form or language != "en" or day.day > 12
        ]
        text = "\n".join(told for _, told in written)
        found = date_mentions(text, date(1999, 12, 31), language)
        assert [mention.gte for mention in found] == [day for day, _ in written]
        assert all(mention.gte == mention.lte for mention in found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("year", "month", "day"), [(2023, 2, 29), (2024, 2, 30), (2024, 4, 31), (2100, 2, 29)]
)
def test_a_day_that_is_not_is_none(language: str, year: int, month: int, day: int) -> None:
    for form in EXPLICIT[language]:
        told = form.format(d=day, m=MONTHS[language].split()[month - 1], n=month, y=year)
        for mention in date_mentions(told, date(2024, 1, 1), language):
            assert mention.granularity != "day"


@pytest.mark.parametrize(
    ("anchor", "text", "first", "last"),
    [
        (date(2024, 1, 31), "a month ago", "2023-12-01", "2023-12-31"),
        (date(2024, 3, 31), "a month ago", "2024-02-01", "2024-02-29"),
        (date(2023, 3, 31), "a month ago", "2023-02-01", "2023-02-28"),
        (date(2024, 2, 29), "last year", "2023-01-01", "2023-12-31"),
        (date(2024, 2, 29), "four years ago", "2020-01-01", "2020-12-31"),
        (date(2021, 1, 1), "this week", "2020-12-28", "2021-01-03"),
        (date(2024, 12, 30), "this week", "2024-12-30", "2025-01-05"),
        (date(2023, 1, 1), "last weekend", "2022-12-24", "2022-12-25"),
        (date(2024, 12, 31), "next month", "2025-01-01", "2025-01-31"),
        (date(2024, 1, 1), "two days ago", "2023-12-30", "2023-12-30"),
        (date(2024, 3, 1), "two days ago", "2024-02-28", "2024-02-28"),
        (date(2000, 3, 1), "yesterday", "2000-02-29", "2000-02-29"),
        (date(2100, 3, 1), "yesterday", "2100-02-28", "2100-02-28"),
    ],
)
def test_the_ends_of_months_and_years(anchor: date, text: str, first: str, last: str) -> None:
    (found,) = date_mentions(f"They met {text}.", anchor)
    assert (str(found.gte), str(found.lte)) == (first, last)


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """All words of a language's data, as written and with a capital, and figures and marks."""
    tables = tomllib.loads((PACKAGE / "data" / language / "words.toml").read_text("utf-8"))
    words = sorted({word for name, table in tables.items() if name.isupper() for word in table})
    figures = (
        "1 3 12 30 31 90 94 1990 2024 0 9999 2024-02-29 2024-02-30 3/4/2024 17:30 25:61 Q3 ’90s"
    )
    marks = (
        "- – , . ( ) ’s / % € \n the of in Anna der la und y a al bis que de del el Uhr vor hace"
    )
    every = (*words, *map(str.capitalize, words), *figures.split(), *marks.split(" "))
    return tuple(dict.fromkeys(every))


def soup(language: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(vocabulary(language)), max_size=40).map(" ".join)


TEXTS = st.sampled_from(LANGUAGES).flatmap(lambda code: st.tuples(st.just(code), soup(code)))


@given(TEXTS, st.none() | st.dates())
def test_mentions_slice_to_their_surface_and_cover_days_in_order(
    told: tuple[str, str], anchor: date | None
) -> None:
    language, text = told
    end = 0
    for mention in date_mentions(text, anchor, language):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.of(text) == mention.surface
        assert (mention.gte is None) == (mention.lte is None)
        if mention.gte and mention.lte:
            assert mention.gte <= mention.lte
        assert 0 < mention.confidence <= 1
        end = mention.end


@given(TEXTS, st.none() | st.dates())
def test_an_explanation_is_of_the_same_mentions(told: tuple[str, str], anchor: date | None) -> None:
    language, text = told
    explained = list(explained_mentions(text, anchor, language))
    assert tuple(each.mention for each in explained) == date_mentions(text, anchor, language)
    for each in explained:
        assert not (each.open and each.mention.gte)


@given(TEXTS)
def test_what_needs_no_anchor_is_the_same_without_one(told: tuple[str, str]) -> None:
    language, text = told
    known = {each.mention.start: each for each in explained_mentions(text, None, language)}
    for mention in date_mentions(text, None, language):
        if mention.gte is not None:
            assert not known[mention.start].open


@given(st.text(max_size=200), st.none() | st.dates(), st.sampled_from([*LANGUAGES, "xx"]))
def test_any_text_can_be_read(text: str, anchor: date | None, language: str) -> None:
    for mention in date_mentions(text, anchor, language):
        assert mention.of(text) == mention.surface


def test_the_rules_read_no_clock() -> None:
    """But `Scene.now`, which is the anchor or the day that a story has reached."""
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 10
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            where = f"{module.name}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in CLOCKS, where
            if isinstance(node, ast.Import | ast.ImportFrom):
                # The parser fills in what is missing from the day of the run.
                assert not re.search(r"\bimport time\b|dateutil\.parser", ast.unparse(node)), where
