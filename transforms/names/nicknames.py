"""Given names that one person may bear: Bill and William, Mohammed and Muhammad."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from transforms.resources import read_toml


@cache
def _rows_of(table: str) -> Mapping[str, frozenset[int]]:
    rows: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(read_toml("names/data/nicknames.toml")[table]):
        for name in row:
            rows[name].add(number)
    return {name: frozenset(numbers) for name, numbers in rows.items()}


def _one_row(a: str, b: str, table: str) -> bool:
    rows = _rows_of(table)
    return a in rows and b in rows and not rows[a].isdisjoint(rows[b])


def nicknames(a: str, b: str) -> bool:
    """Whether two keys are a given name and a short form of it, or two such forms.

    >>> nicknames("bill", "william"), nicknames("bill", "robert")
    (True, False)
    """
    return _one_row(a, b, "rows")


def spellings_of_one(a: str, b: str) -> bool:
    """Whether two keys are one given name in two spellings or neighbouring languages.

    >>> spellings_of_one("mohammed", "muhammad"), spellings_of_one("maria", "mario")
    (True, False)
    """
    return _one_row(a, b, "spellings")


@cache
def _given() -> frozenset[str]:
    given = read_toml("names/data/nicknames.toml")["given"]
    return frozenset(given) | _rows_of("rows").keys() | _rows_of("spellings").keys()


def is_given_name(key: str) -> bool:
    """Whether a key is known as a given name.

    >>> is_given_name("boris"), is_given_name("quill")
    (True, False)
    """
    return key in _given()
