"""The two real articles, through the whole pipeline: every field as it is to be, date or no date.

They are their publishers' text and not part of the project; without them there is nothing to test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.transforms.golden import default_pipeline
from transforms.article import (
    Article,
    Metadata,
    NameKind,
    Published,
    PublishedFrom,
    RawArticle,
    RemovalKind,
)

SEEDS = Path(__file__).parents[2] / "../shared/seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the two real articles are not beside this checkout"
)

Mention = tuple[str, str, str | None, str | None]
"""Surface, TIMEX3 value, first and last day."""


@dataclass(frozen=True)
class Expected:
    """All that the pipeline is to find in one article; facets in order of appearance."""

    file: str
    removed: RemovalKind
    lines: range
    published: date
    dates: Sequence[Mention]
    dates_without_anchor: Sequence[Mention]
    facets: dict[NameKind, list[str]]
    surfaces: dict[str, set[str]]
    """Canonical name → its surfaces, where they are not the name alone."""
    roles: dict[str, str]


FIRST = Expected(
    file="000_f2127c0ecd18b88d.txt",
    removed=RemovalKind.DONATION_APPEAL,
    lines=range(7, 15),
    published=date(2024, 10, 30),
    dates=[
        ("Wednesday", "2024-10-30", "2024-10-30", "2024-10-30"),
        ("Tuesday", "2024-10-29", "2024-10-29", "2024-10-29"),
        ("recent weeks", "PAST_REF", None, None),
        ("This summer", "2024-SU", "2024-06-01", "2024-08-31"),
        ("the winter", "2023-WI", "2023-12-01", "2024-02-29"),
    ],
    dates_without_anchor=[
        ("Wednesday", "XXXX-WXX-3", None, None),
        ("Tuesday", "XXXX-WXX-2", None, None),
        ("recent weeks", "PAST_REF", None, None),
        ("This summer", "XXXX-SU", None, None),
        ("the winter", "XXXX-WI", None, None),
    ],
    facets={
        NameKind.PERSON: ["Dmitry Peskov", "Vladimir Putin", "Volodymyr Zelensky"],
        NameKind.ORGANISATION: ["Kremlin", "Financial Times"],
        NameKind.PLACE: ["Ukraine", "Russia", "Qatar", "Kyiv", "Kursk"],
        NameKind.GROUP: ["Russian", "Ukrainian"],
    },
    surfaces={
        "Financial Times": {"Financial Times", "FT"},
        "Kursk": {"Kursk", "Kursk region"},
        "Volodymyr Zelensky": {"Volodymyr Zleneksy"},
    },
    roles={
        "Dmitry Peskov": "Kremlin spokesman",
        "Vladimir Putin": "President",
        "Volodymyr Zelensky": "Ukrainian President",
    },
)
SECOND = Expected(
    file="003_f7508e91524e1b2a.txt",
    removed=RemovalKind.AUTHOR_BIO,
    lines=range(10, 11),
    published=date(2024, 8, 18),
    dates=[
        ("Saturday", "2024-08-17", "2024-08-17", "2024-08-17"),
        ("this month", "2024-08", "2024-08-01", "2024-08-31"),
        ("Sunday", "2024-08-18", "2024-08-18", "2024-08-18"),
        ("August 22", "2024-08-22", "2024-08-22", "2024-08-22"),
        ("August 12", "2024-08-12", "2024-08-12", "2024-08-12"),
        ("February 2022", "2022-02", "2022-02-01", "2022-02-28"),
        ("August 6", "2024-08-06", "2024-08-06", "2024-08-06"),
    ],
    dates_without_anchor=[
        ("Saturday", "XXXX-WXX-6", None, None),
        ("this month", "XXXX-XX", None, None),
        ("Sunday", "XXXX-WXX-7", None, None),
        ("August 22", "XXXX-08-22", None, None),
        ("August 12", "XXXX-08-12", None, None),
        ("February 2022", "2022-02", "2022-02-01", "2022-02-28"),
        ("August 6", "XXXX-08-06", None, None),
    ],
    facets={
        NameKind.PERSON: ["Maria Zakharova", "Vladimir Putin"],
        NameKind.ORGANISATION: ["The Washington Post", "Russian Foreign Ministry"],
        NameKind.PLACE: [
            "Russia",
            "Ukraine",
            "Kursk",
            "Kyiv",
            "Moscow",
            "Qatar",
            "Doha",
            "Middle East",
        ],
        NameKind.GROUP: ["Russian", "Ukrainian"],
    },
    surfaces={
        "Kursk": {"Kursk region"},
        "Maria Zakharova": {"Maria Zakharova", "Zakharova"},
    },
    roles={
        "Maria Zakharova": "Russian Foreign Ministry spokeswoman",
        "Vladimir Putin": "Russian President",
    },
)
BOTH = pytest.mark.parametrize("expected", [FIRST, SECOND], ids=["first", "second"])
DATED = pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])


@cache
def processed(file: str, published: date | None) -> Article:
    told = Metadata(published=published.isoformat() if published else None)
    read = RawArticle(f"file:///{file}", (SEEDS / file).read_bytes(), metadata=told)
    done = default_pipeline().run([Article(read)])
    assert not done.failures
    return done.articles[read.id]


def article(expected: Expected, dated: bool) -> Article:
    return processed(expected.file, expected.published if dated else None)


@BOTH
@DATED
def test_text_title_language_and_problems(expected: Expected, dated: bool) -> None:
    found = article(expected, dated)
    assert found.text == (SEEDS / expected.file).read_text("utf-8")
    assert found.title is None
    assert found.language is not None
    assert found.language.code == "en"
    assert found.problems == ()


@BOTH
@DATED
def test_exactly_these_lines_are_removed(expected: Expected, dated: bool) -> None:
    found = article(expected, dated)
    lines = found.text.split("\n")
    removed = [(each.kind, each.of(found.text)) for each in found.removed]
    assert removed == [(expected.removed, lines[number - 1]) for number in expected.lines]
    assert all(each.score >= 0.5 and each.rule and each.reason for each in found.removed)
    kept = [line for number, line in enumerate(lines, 1) if number not in expected.lines]
    assert found.body == "\n".join(kept)


@BOTH
def test_the_day_of_publication_is_the_sources(expected: Expected) -> None:
    told = Published(expected.published, PublishedFrom.METADATA, 0.981)
    assert article(expected, dated=True).published == told
    assert article(expected, dated=False).published is None


@BOTH
@DATED
def test_exactly_these_dates(expected: Expected, dated: bool) -> None:
    told = expected.dates if dated else expected.dates_without_anchor
    found = [
        (
            each.surface,
            each.value,
            each.gte.isoformat() if each.gte else None,
            each.lte.isoformat() if each.lte else None,
        )
        for each in article(expected, dated).dates
    ]
    assert found == told
    assert {str(each.type) for each in article(expected, dated).dates} == {"DATE"}
    assert all(each.mod is None for each in article(expected, dated).dates)


@BOTH
@DATED
def test_exactly_these_names(expected: Expected, dated: bool) -> None:
    found = article(expected, dated)
    facets = {
        kind: list(dict.fromkeys(each.canonical for each in found.names if each.kind is kind))
        for kind in NameKind
    }
    assert facets == expected.facets
    for canonical in {each.canonical for each in found.names}:
        surfaces = {
            each.surface.removeprefix("The ") for each in found.names if each.canonical == canonical
        }
        assert surfaces == expected.surfaces.get(canonical, {canonical.removeprefix("The ")})
    assert {each.canonical: each.role for each in found.names if each.role} == expected.roles


@BOTH
def test_every_place_has_its_point(expected: Expected) -> None:
    for each in article(expected, dated=True).names:
        assert (each.point is not None) == (each.kind is NameKind.PLACE), each


def test_the_misspelt_president_says_so() -> None:
    (found,) = (n for n in article(FIRST, dated=True).names if n.canonical == "Volodymyr Zelensky")
    assert found.surface == "Volodymyr Zleneksy"
    assert (found.score, found.reason) == (0.85, "misspelling of Volodymyr Zelensky")


@BOTH
def test_the_date_changes_the_dates_alone(expected: Expected) -> None:
    dated, undated = article(expected, dated=True), article(expected, dated=False)
    for layer in ("title", "text", "language", "removed", "entities", "names", "signature"):
        assert getattr(dated, layer) == getattr(undated, layer), layer
