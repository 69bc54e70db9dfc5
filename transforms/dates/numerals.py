"""Numbers, in figures and in words, as grammar entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

YEARS = range(1000, 2200)
"""Four figures outside this range, or with a comma, are a count and no year."""


_PARTS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}


class Number(NamedTuple):
    """A number in words; `year` where it is said as years are ("nineteen ninety-six")."""

    value: int
    year: bool = False


def number_entry(value: int, figures: int) -> dict[str, Any]:
    """What a number in figures may be; `figures` is how many it has."""
    if value in YEARS:
        return {"YEAR": value}
    entry: dict[str, Any] = {"NUM": value}
    if figures == 2:
        entry["YY"] = value
    if 1 <= value <= 31 and figures <= 2:
        entry["DAY"] = value
    if value <= 24 and figures <= 2:
        entry["HOUR"] = value
    return entry


def mixed_number(surface: str) -> str:
    """A number with a fraction, as `Fraction` reads it.

    >>> mixed_number("2.5"), mixed_number("2 1/2"), mixed_number("2½")
    ('2.5', '5/2', '5/2')
    """
    found = re.fullmatch(r"(\d+)[ -]?(?:(\d)/(\d)|([½¼¾]))", surface)
    if found is None:
        return surface
    whole, over, under, sign = found.groups()
    part = _PARTS[sign] if sign else Fraction(int(over), int(under))
    return str(int(whole) + part)


def word_entry(number: Number | None) -> dict[str, Any] | None:
    """What a number in words may be; None for none. "May one" is no date: it is never a day."""
    if number is None:
        return None
    if number.year:
        return {"YEAR": number.value}
    hour = {"HOUR": number.value} if number.value <= 24 else {}
    return {"NUM": number.value, **hour}


def ordinal_entry(value: int, *, figures: bool = False) -> dict[str, Any]:
    """What an ordinal may be: of a day, a quarter, a century."""
    entry: dict[str, Any] = {"ORD": value}
    if 1 <= value <= 31:
        entry["NTH"] = value
        if figures:
            entry["FIGURE_NTH"] = value
    if 1 <= value <= 4:
        entry["QTH"] = value
    return entry


def number_entries() -> Iterator[dict[str, Any]]:
    """One example or more of every set of categories that the functions above give."""
    for value in range(100):
        yield ordinal_entry(value)
        yield ordinal_entry(value, figures=True)
        yield word_entry(Number(value)) or {}
        for figures in (1, 2, 3):
            yield number_entry(value, figures)
    yield number_entry(YEARS[0], 4)


def read_numerals(values: Sequence[int]) -> Number | None:
    """The number that number words make, from their values; None where they make none.

    >>> read_numerals([20, 5]), read_numerals([2, 100, 20])
    (Number(value=25, year=False), Number(value=220, year=False))
    >>> read_numerals([19, 90, 6]), read_numerals([2, 1000])
    (Number(value=1996, year=True), Number(value=2000, year=True))
    """
    if len(values) > 1 and 10 <= values[0] <= 20 and 10 <= values[1] < 100:
        tail = _below_hundred(values[1:])
        return None if tail is None else Number(values[0] * 100 + tail, year=True)
    total = 0
    part: list[int] = []
    for value in values:
        if value < 100:
            part.append(value)
            continue
        factor = _below_hundred(part) if part else 1
        if factor is None:
            return None
        total += factor * value
        part = []
    tail = _below_hundred(part) if part else 0
    if tail is None:
        return None
    return Number(total + tail, year=1000 in values[:2] and total + tail in range(2000, 2100))


def _below_hundred(values: Sequence[int]) -> int | None:
    if len(values) == 1:
        return values[0]
    if len(values) == 2 and values[0] >= 20 and values[0] % 10 == 0 and values[1] < 10:
        return values[0] + values[1]
    return None
