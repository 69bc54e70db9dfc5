"""The table of sources: what is known of an outlet, and what a broken table is told."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sources import NO_SOURCES, SourceTableError, read_sources_table

TABLE = """
[[source]]
outlet = ["The Harbour Courier", "www.courier.example"]
timezone = "Asia/Tokyo"

[[source]]
outlet = "Tidal Post"
"""


@pytest.mark.parametrize(
    ("outlet", "zone"),
    [
        ("The Harbour Courier", "Asia/Tokyo"),
        ("the harbour  courier", "Asia/Tokyo"),
        ("courier.example", "Asia/Tokyo"),
        ("www.Courier.example", "Asia/Tokyo"),
        ("Harbour Courier", None),
        ("news.courier.example", None),
        ("Tidal Post", None),
        ("", None),
        (None, None),
    ],
)
def test_an_outlet_is_found_by_its_name_or_host(outlet: str | None, zone: str | None) -> None:
    assert read_sources_table(TABLE, "sources.toml").timezone(outlet) == zone


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("[[source]", "not TOML"),
        ("[[outlet]]", "unknown 'outlet': write [[source]]"),
        ('[source]\noutlet = "a"', "two brackets"),
        ("source = [1]", "[[source]] 1: is no table"),
        ('[[source]]\ntimezone = "Asia/Tokyo"', "[[source]] 1: has no outlet"),
        ("[[source]]\noutlet = []", "has no outlet"),
        ("[[source]]\noutlet = 3", "has no outlet"),
        ('[[source]]\noutlet = ["a", " "]', "outlet ' ' is no name"),
        ('[[source]]\noutlet = "a"\nzone = "Asia/Tokyo"', "unknown 'zone': there are outlet, tim"),
        ('[[source]]\noutlet = "a"\ntimezone = "asia/tokio"', "did you mean Asia/Tokyo"),
        ('[[source]]\noutlet = "a"\ntimezone = "Tokyo"', "did you mean Asia/Tokyo"),
        ('[[source]]\noutlet = "a"\ntimezone = "EST"', "name a place, as Asia/Tokyo"),
        ('[[source]]\noutlet = "a"\ntimezone = "+09:00"', "name a place"),
        ('[[source]]\noutlet = "a"\ntimezone = 9', "name a place"),
        ('[[source]]\noutlet = "a"\ntimezone = "../../etc/passwd"', "not an IANA time zone"),
        ('[[source]]\noutlet = "A"\n[[source]]\noutlet = ["b", "a"]', "'a' is in two entries"),
        ("[[source]]\n" * 30, "and 10 more"),
    ],
)
def test_a_broken_table_is_told_entry_by_entry(table: str, told: str) -> None:
    with pytest.raises(SourceTableError, match=r"sources\.toml: ") as raised:
        read_sources_table(table, "sources.toml")
    assert told in str(raised.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    table = '[[source]]\ntimezone = "UTC"\n[[source]]\noutlet = "a"\ntimezone = "nowhere"'
    with pytest.raises(SourceTableError) as raised:
        read_sources_table(table, "sources.toml")
    assert [line.split(":")[1] for line in str(raised.value).splitlines()] == [
        " [[source]] 1",
        " [[source]] 2",
    ]


def test_the_hash_is_that_of_the_zones() -> None:
    plain = read_sources_table(TABLE, "a.toml")
    other = read_sources_table(TABLE.replace("Tokyo", "Seoul"), "a.toml")
    same = read_sources_table("# reviewed\n" + TABLE.replace("Tidal Post", "Ebb"), "b.toml")
    assert plain.timezones_hash == same.timezones_hash != other.timezones_hash
    assert NO_SOURCES.timezones_hash == read_sources_table("", "c.toml").timezones_hash == ""


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_told(text: str) -> None:
    with suppress(SourceTableError):
        assert read_sources_table(text, "sources.toml").timezone("courier.example") is None
