"""Given names that one person may bear: Bill and William."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from transforms.resources import read_toml


@cache
def _rows_of() -> dict[str, frozenset[int]]:
    rows: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(read_toml("names/data/nicknames.toml")["rows"]):
        for name in row:
            rows[name].add(number)
    return {name: frozenset(numbers) for name, numbers in rows.items()}


def nicknames(a: str, b: str) -> bool:
    """Whether two keys stand in one row of `nicknames.toml`.

    >>> nicknames("bill", "william"), nicknames("bill", "robert")
    (True, False)
    """
    rows = _rows_of()
    return a in rows and b in rows and not rows[a].isdisjoint(rows[b])
