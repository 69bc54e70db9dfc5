"""A snapshot of recurring lines: text that a person reads, edits and promotes.

One JSON object a line, so that a change is a line of a diff. The first tells the format and what
was counted; each other is a line that a source repeats, sorted by source, the most frequent first:

    {"source": "courier.example", "articles": 41, "seen": 120, "line": "Sign up for our …",
     "first": "2024-08-01", "last": "2024-10-30", "example": "<article id>"}

A row that is deleted counts no more. So does one with `"keep": true`, which says that the line is
body, and is taken over by the snapshots that are learned later. Of a long line `line` is the
beginning, and `key` the hash of all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from transforms.boilerplate.lines import line_of
from transforms.boilerplate.recurring import (
    LONGEST_KEY,
    Counts,
    Recurring,
    fingerprint_of,
    line_key,
)
from transforms.boilerplate.repetition import RecurringLine

FORMAT = 1
SHOWN = LONGEST_KEY
"""Characters of a long line that are printed."""

ROW: Mapping[str, type] = {"source": str, "line": str, "articles": int, "seen": int}
OPTIONAL: Mapping[str, type] = {
    "key": str,
    "first": str,
    "last": str,
    "example": str,
    "keep": bool,
}


class SnapshotError(ValueError):
    """A snapshot that cannot be read. The message names the line and what is wrong there."""


@dataclass(frozen=True)
class Snapshot:
    """The rows of a snapshot, with its name.

    `learned_at` is in UTC; `articles` and `sources` are what was counted, copies left out.
    """

    version: str
    learned_at: datetime
    articles: int
    sources: int
    rows: tuple[RecurringLine, ...]

    @cached_property
    def recurring(self) -> Recurring:
        """What the stage is given: the rows that count."""
        by_source: dict[str, dict[str, Counts]] = {}
        for row in self.rows:
            if not row.keep:
                by_source.setdefault(row.source, {})[row.key] = (row.articles, row.seen)
        return Recurring(self.version, by_source, fingerprint_of(by_source))

    @property
    def edited(self) -> bool:
        """Whether it says something else than what was learned and named."""
        return not self.version.endswith(f"-{self.recurring.fingerprint[:8]}")


def snapshot_of(
    rows: Iterable[RecurringLine], learned_at: datetime, articles: int, sources: int
) -> Snapshot:
    """A snapshot in the file's order, named by its day and what it says."""
    ordered = tuple(sorted(rows, key=lambda row: (row.source, -row.articles, row.key)))
    unnamed = Snapshot("", learned_at, articles, sources, ordered)
    version = f"{learned_at:%Y-%m-%d}-{unnamed.recurring.fingerprint[:8]}"
    return Snapshot(version, learned_at, articles, sources, ordered)


def written(snapshot: Snapshot) -> Iterator[str]:
    """The lines of the snapshot's file, each with its line end."""
    head = {
        "dateline": "recurring lines",
        "format": FORMAT,
        "learned_at": snapshot.learned_at.isoformat(timespec="seconds"),
        "articles": snapshot.articles,
        "sources": snapshot.sources,
        "lines": len(snapshot.rows),
    }
    yield json.dumps(head) + "\n"
    for row in snapshot.rows:
        yield json.dumps(_plain(row), ensure_ascii=False) + "\n"


def _plain(row: RecurringLine) -> dict[str, Any]:
    shown = row.line
    # What is printed must lead back to its key, or stand beside it.
    by_key = len(shown) > SHOWN or _key_of(shown) != row.key
    told: dict[str, Any] = {"source": row.source, "articles": row.articles, "seen": row.seen}
    told["line"] = f"{shown[:SHOWN]}…" if len(shown) > SHOWN else shown
    told |= {"key": row.key} if by_key else {}
    told |= {"first": row.first.isoformat()} if row.first else {}
    told |= {"last": row.last.isoformat()} if row.last else {}
    told |= {"example": row.example} if row.example else {}
    return told | ({"keep": True} if row.keep else {})


def read(version: str, text: Iterable[str]) -> Snapshot:
    """The snapshot in the lines of a file. Raises SnapshotError."""
    numbered = ((number, line) for number, line in enumerate(text, start=1) if line.strip())
    number, first = next(numbered, (1, "null"))
    head = _head(number, first)
    rows = tuple(_row(number, line) for number, line in numbered)
    try:
        learned_at = datetime.fromisoformat(str(head.get("learned_at")))
    except ValueError as error:
        raise SnapshotError(f"line {number}: `learned_at` is no time: {error}") from error
    counted = (_count(number, head, "articles"), _count(number, head, "sources"))
    return Snapshot(version, learned_at, *counted, rows)


def _head(number: int, line: str) -> dict[str, Any]:
    head = _object(number, line)
    if head.get("dateline") != "recurring lines":
        raise SnapshotError(f"line {number}: no snapshot of recurring lines begins so")
    if head.get("format") != FORMAT:
        raise SnapshotError(
            f"line {number}: format {head.get('format')!r} is not known, but {FORMAT} is: "
            "learn it anew with `dateline learn`"
        )
    return head


def _count(number: int, head: Mapping[str, Any], name: str) -> int:
    value = head.get(name)
    if not isinstance(value, int):
        raise SnapshotError(f"line {number}: `{name}` must be a number")
    return value


def _row(number: int, line: str) -> RecurringLine:
    told = _object(number, line)
    for name in told:
        if name not in ROW and name not in OPTIONAL:
            raise SnapshotError(f"line {number}: `{name}` is no field of a recurring line")
    for name, kind in {**ROW, **OPTIONAL}.items():
        if name in told or name in ROW:
            _check(number, told, name, kind)
    key = told.get("key") or _key_of(told["line"])
    if not key:
        raise SnapshotError(f"line {number}: {told['line']!r} has no letter to be known by")
    return RecurringLine(
        told["source"],
        key,
        told["line"],
        told["articles"],
        told["seen"],
        _day(number, told, "first"),
        _day(number, told, "last"),
        told.get("example", ""),
        told.get("keep", False),
    )


def _check(number: int, told: Mapping[str, Any], name: str, kind: type) -> None:
    value = told.get(name)
    # By type: a bool is an int to isinstance.
    too_small = isinstance(value, int) and kind is int and value < 1
    if type(value) is not kind or too_small:
        wanted = {str: "text", int: "a number from 1 on", bool: "true or false"}[kind]
        raise SnapshotError(f"line {number}: `{name}` must be {wanted}, and is {value!r}")


def _day(number: int, told: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(told[name]) if name in told else None
    except ValueError as error:
        raise SnapshotError(f"line {number}: `{name}` must be a day: {error}") from error


def _object(number: int, line: str) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SnapshotError(f"line {number}: no JSON: {error}") from error
    if not isinstance(told, dict):
        raise SnapshotError(f"line {number}: one object in {{…}} is needed")
    return told


def _key_of(printed: str) -> str:
    stripped = printed.strip()
    return line_key(line_of(stripped, 0, len(stripped)))
