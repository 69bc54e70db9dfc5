"""The table of sources: what it says, and what a broken one is told."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.configured import ArticlesFrom, ConfiguredSource, Limits, Schedule
from flows.configured.table import FIELDS, read_table
from transforms.sources import SourceTableError

FOLDER = Path("/srv/news")

WHOLE = """
[[source]]
name = "courier"
outlet = ["The Harbour Courier", "courier.example"]
feed = "https://courier.example/rss"
articles = "entries"
language = "en"
timezone = "Asia/Tokyo"
schedule = "*/15 * * * *"

  [source.boilerplate]
  threshold = 0.7

  [source.limits]
  entries = 50
  pause = 2.5

[[source]]
name = "archive"
location = ["dumps/*.jsonl.zst", "/data/old", "s3://bucket/new"]
format = "jsonl"
map = { text = "content.body", published = "meta.day" }
schedule = { cron = "0  5 * * 1", timezone = "Europe/Kyiv" }

[[source]]
outlet = "Tidal Post"
"""


def entry(lines: str) -> ConfiguredSource:
    (found,) = read_table(f"[[source]]\n{lines}", "sources.toml", FOLDER)
    return found


def problems(text: str) -> list[str]:
    with pytest.raises(SourceTableError) as raised:
        read_table(text, "sources.toml", FOLDER)
    return str(raised.value).splitlines()


def test_a_table_says_all_that_is_to_be_known() -> None:
    courier, archive, known = read_table(WHOLE, "sources.toml", FOLDER)
    assert (courier.name, courier.outlet) == ("courier", "The Harbour Courier")
    assert courier.feeds == ("https://courier.example/rss",)
    assert courier.articles is ArticlesFrom.ENTRIES
    assert courier.schedule == Schedule("*/15 * * * *", "Asia/Tokyo")
    assert courier.boilerplate.threshold == 0.7
    assert courier.limits == Limits(entries=50, pause=2.5)
    assert archive.locations == ("/srv/news/dumps/*.jsonl.zst", "/data/old", "s3://bucket/new")
    assert archive.mapping.paths == (("text", "content.body"), ("published", "meta.day"))
    assert archive.schedule == Schedule("0 5 * * 1", "Europe/Kyiv")
    assert (archive.outlet, archive.format) == (None, "jsonl")
    assert [each.is_read for each in (courier, archive, known)] == [True, True, False]


def test_without_a_zone_a_schedule_is_in_universal_time() -> None:
    found = entry('name = "a"\nlocation = "x"\nschedule = "@daily"')
    assert found.schedule == Schedule("@daily", "UTC")


READ = 'name = "a"\nlocation = "x"\n'
FED = 'name = "a"\nfeed = "https://a.example/rss"\n'


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('timezone = "Asia/Tokyo"', "has no outlet, location or feed"),
        ("outlet = []", "has no outlet"),
        ("outlet = 3", "has no outlet"),
        ('outlet = ["a", " "]', "outlet ' ' is no name"),
        ('outlet = "a"\nzone = "Asia/Tokyo"', "unknown 'zone': did you mean timezone"),
        ('outlet = "a"\nplace = "x"', "unknown 'place': there are name, outlet"),
        ('outlet = "a"\ntimezon = "Asia/Tokyo"', "unknown 'timezon': did you mean timezone?"),
        ('outlet = "a"\ntimezone = "asia/tokio"', "did you mean Asia/Tokyo"),
        ('outlet = "a"\ntimezone = "Tokyo"', "did you mean Asia/Tokyo"),
        ('outlet = "a"\ntimezone = "EST"', "name a place, as Asia/Tokyo"),
        ('outlet = "a"\ntimezone = "+09:00"', "name a place"),
        ('outlet = "a"\ntimezone = 9', "name a place"),
        ('outlet = "a"\ntimezone = "../../etc/passwd"', "not an IANA time zone"),
        ('location = "x"', "has no name: give it one"),
        ('name = "all"\nlocation = "x"', "'all' stands for all sources"),
        ('name = "@a b"\nlocation = "x"', "name '@a b': letters, digits"),
        ('name = "a"\noutlet = "a"\nschedule = "@daily"', "schedule without a location or feed"),
        ('name = "a"\nlocation = "-"', "can't be standard input"),
        ('name = "a"\nlocation = "https://a.example/rss"', "write feed = "),
        ('name = "a"\nlocation = [""]', "location must be text in quotes"),
        ('name = "a"\nfeed = "file:///etc/passwd"', "not an http(s) address"),
        ('name = "a"\nfeed = "https://[::1"', "not an http(s) address"),
        ('name = "a"\nfeed = "https://a.example/x y"', "not an http(s) address"),
        (f'{READ}articles = "pages"', "articles without a feed"),
        (f'{FED}articles = "summaries"', "articles 'summaries' is not one of pages, entries"),
        (f'{FED}format = "csv"', "format without a location"),
        (f'{READ}format = "docx"', "format 'docx' is not one of txt, html"),
        (f'{READ}map = {{ txt = "body" }}', "cannot map 'txt': one of text"),
        (f'{READ}map = "text=body"', "map must be a table, as { text ="),
        (f"{READ}map = {{ text = 3 }}", "map.text must be text in quotes"),
        (f'{READ}language = "English"', "not a code of two or three letters"),
        (f'{READ}schedule = "soon"', "schedule 'soon' is not cron: five fields"),
        (f'{READ}schedule = "61 * * * *"', "schedule '61 * * * *' is not cron"),
        (f'{READ}schedule = "0 0 0 * * *"', "is not cron"),
        (f"{READ}schedule = 15", "schedule must be a table of cron, timezone"),
        (f'{READ}schedule = {{ timezone = "UTC" }}', "schedule must be text in quotes"),
        (f'{READ}schedule = {{ cron = "@daily", timezone = "X" }}', "not an IANA time zone"),
        (f"{READ}limits = {{ entires = 5 }}", "limits: unknown 'entires': did you mean entries?"),
        (f"{READ}limits = {{ entries = 0 }}", "limits.entries must be 1 to 100,000, not 0"),
        (f"{READ}limits = {{ entries = true }}", "limits.entries must be a whole number"),
        (f"{READ}limits = {{ seconds = nan }}", "limits.seconds must be a number"),
        (f"{READ}limits = {{ pause = -1 }}", "limits.pause must be 0 to 3,600"),
        (f"{READ}boilerplate = {{ threshold = 0.5 }}", "boilerplate needs an outlet"),
        ('outlet = "a"\nboilerplate = { threshold = 2 }', "boilerplate.threshold must be 0 to 1"),
        ('outlet = "a"\nboilerplate = 0.5', "boilerplate must be a table of threshold, rules"),
    ],
)
def test_a_broken_entry_is_told_with_its_line(lines: str, told: str) -> None:
    (problem,) = problems(f"# Ours.\n\n[[source]]\n{lines}")
    assert problem.startswith("sources.toml: [[source]] 1 (line 3")
    assert told in problem


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("[[source]", "not TOML"),
        ("a = " + "[" * 5_000, "nested too deeply"),
        ("[[outlet]]", "unknown 'outlet': write [[source]]"),
        ('[source]\noutlet = "a"', "two brackets"),
        ("source = [1]", "[[source]] 1: is no table"),
        ('[[source]]\noutlet = "A"\n[[source]]\noutlet = ["b", "a"]', "'a' is in two entries"),
        (f"[[source]]\n{READ}[[source]]\n{READ}", "'a' is the name of two entries"),
    ],
)
def test_a_broken_table_is_told(table: str, told: str) -> None:
    (problem,) = problems(table)
    assert problem.startswith("sources.toml: ")
    assert told in problem


def test_all_that_is_wrong_is_told_at_once() -> None:
    lines = problems(
        '[[source]]\nname = "a"\ntimezone = 3\nlanguage = 4\n\n[[source]]\noutlets = "b"'
    )
    assert [line.split(":")[1] for line in lines] == [
        " [[source]] 1 (line 1, a)",
        " [[source]] 1 (line 1, a)",
        " [[source]] 2 (line 6)",
    ]


def test_of_many_mistakes_the_first_are_told() -> None:
    assert problems("[[source]]\n" * 30)[-1] == "sources.toml: and 10 more"


def test_no_line_is_told_where_a_text_could_be_taken_for_an_entry() -> None:
    (problem,) = problems('[[source]]\noutlet = """\n[[source]]\n"""\nlanguage = 4')
    assert problem.startswith("sources.toml: [[source]] 1: language")


def test_no_credentials_of_an_address_are_told() -> None:
    (problem,) = problems('[[source]]\nname = "a"\nfeed = "ftp://ada:word@a.example/?key=3"')
    assert "word" not in problem
    assert "key" not in problem


keys = st.sampled_from([*FIELDS, "other"])
scalars = st.sampled_from(['"a"', "3", "-1.5", "true", "[]", '["x", 3]', "{}", "{ a = 1 }", "nan"])


@given(st.dictionaries(keys, scalars))
def test_any_entry_is_read_or_told(told: dict[str, str]) -> None:
    with suppress(SourceTableError):
        entry("\n".join(f"{key} = {value}" for key, value in told.items()))


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_told(text: str) -> None:
    with suppress(SourceTableError):
        assert read_table(text, "sources.toml", FOLDER) == ()
