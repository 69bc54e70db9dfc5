"""What is known of the sources of articles beside what they say themselves: a table, in TOML.

    [[source]]
    outlet = ["The Harbour Courier", "courier.example"]
    timezone = "Asia/Tokyo"

An outlet is named as the articles name it, or by the host of their URLs; case and "www." do not
count. One entry holds all that is known of it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Any
from zoneinfo import available_timezones

KEYS = ("outlet", "timezone")
UNIVERSAL = "UTC"
LONGEST_NAME = 1_000
SHOWN_PROBLEMS = 20


def source_key(source: str | None) -> str:
    """What two spellings of a source have in common: case and "www." do not count."""
    return " ".join((source or "").split()).casefold().removeprefix("www.")


class SourceTableError(ValueError):
    """A table of sources that can't be used: a line for each thing that is wrong."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry. `outlets` are the names that it goes by; `timezone` is an IANA name."""

    outlets: tuple[str, ...]
    timezone: str | None = None


@dataclass(frozen=True)
class Sources:
    """All entries, in the order of the file; no outlet is in two of them."""

    entries: tuple[Source, ...] = ()

    def of(self, outlet: str | None) -> Source | None:
        """What is known of an outlet, by its name or host."""
        return self._by_outlet.get(source_key(outlet)) if outlet else None

    def timezone(self, outlet: str | None) -> str | None:
        """The IANA name of an outlet's time zone, where it is known."""
        found = self.of(outlet)
        return found.timezone if found else None

    @cached_property
    def timezones_hash(self) -> str:
        """SHA-256, in hex, of what the table says of time zones; "" where it says nothing."""
        told = sorted((key, s.timezone) for key, s in self._by_outlet.items() if s.timezone)
        return hashlib.sha256(json.dumps(told).encode()).hexdigest() if told else ""

    @cached_property
    def _by_outlet(self) -> Mapping[str, Source]:
        return {source_key(name): entry for entry in self.entries for name in entry.outlets}


NO_SOURCES = Sources()


def read_sources_table(text: str, name: str) -> Sources:
    """The table in a file's text.

    Args:
        text: TOML.
        name: the file's name, for messages.

    Raises:
        SourceTableError: naming each entry that is wrong.

    >>> table = '[[source]]\\noutlet = "The Courier"\\ntimezone = "Asia/Tokyo"'
    >>> read_sources_table(table, "sources.toml").timezone("the courier")
    'Asia/Tokyo'
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceTableError(f"{name}: not TOML: {error}") from None
    except RecursionError:
        raise SourceTableError(f"{name}: nested too deeply: write [[source]]") from None
    problems = [f"unknown {key!r}: write [[source]]" for key in tables if key != "source"]
    listed = tables.get("source", [])
    if not isinstance(listed, list):
        problems.append("write [[source]] with two brackets: it is a list of entries")
        listed = []
    entries: list[Source] = []
    for number, told in enumerate(listed, start=1):
        try:
            entries.append(_entry(told))
        except ValueError as error:
            problems.append(f"[[source]] {number}: {error}")
    problems += _told_twice(entries)
    if problems:
        left = len(problems) - SHOWN_PROBLEMS
        more = [f"and {left} more"] if left > 0 else []
        raise SourceTableError("\n".join(f"{name}: {p}" for p in problems[:SHOWN_PROBLEMS] + more))
    return Sources(tuple(entries))


def _entry(told: object) -> Source:
    if not isinstance(told, dict):
        raise ValueError(f"is no table; its keys are {', '.join(KEYS)}")
    if unknown := [key for key in told if key not in KEYS]:
        raise ValueError(f"unknown {', '.join(map(repr, unknown))}: there are {', '.join(KEYS)}")
    return Source(_outlets(told), _timezone(told))


def _outlets(told: Mapping[str, Any]) -> tuple[str, ...]:
    found = told.get("outlet")
    listed = [found] if isinstance(found, str) else found
    if not isinstance(listed, list) or not listed:
        raise ValueError("has no outlet: name it in quotes, or several in a list")
    for name in listed:
        if not isinstance(name, str) or not source_key(name) or len(name) > LONGEST_NAME:
            raise ValueError(f"outlet {name!r:.60} is no name: 1 to {LONGEST_NAME:,} characters")
    return tuple(listed)


def _timezone(told: Mapping[str, Any]) -> str | None:
    if "timezone" not in told:
        return None
    return place_zone(told["timezone"])


def place_zone(name: object) -> str:
    """The name, if it is the IANA name of a place's time zone. Raises ValueError with near ones."""
    # "EST" and "CET" are in the database too, but not for any place: they know no summer time.
    if isinstance(name, str) and name in _zones() and ("/" in name or name == UNIVERSAL):
        return name
    near = get_close_matches(str(name), sorted(z for z in _zones() if "/" in z), n=3)
    meant = (
        f"did you mean {', '.join(near)}?"
        if near
        else f"name a place, as Asia/Tokyo, or {UNIVERSAL}"
    )
    raise ValueError(f"timezone {name!r:.60} is not an IANA time zone of a place: {meant}")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _told_twice(entries: list[Source]) -> Iterator[str]:
    seen: set[str] = set()
    for entry in entries:
        for key in sorted({source_key(name) for name in entry.outlets}):
            if key in seen:
                yield f"{key!r} is in two entries: write all that is known of it in one"
            seen.add(key)
