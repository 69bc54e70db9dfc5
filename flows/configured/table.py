"""The table of sources as the text of a TOML file, checked key by key; `docs/sources.md`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.configured import values
from flows.configured.entry import ConfiguredSource
from flows.sources.outcome import printable
from transforms.sources import SourceTableError, outlet_names, place_zone, source_key

SHOWN_PROBLEMS = 20
HEADER = re.compile(r"^[ \t]*\[\[[ \t]*source[ \t]*\]\]", re.MULTILINE)
ONLY_FOR_FEEDS = ("articles",)
ONLY_FOR_LOCATIONS = ("format", "map")
ONLY_FOR_READING = ("schedule", "limits", "language")

FIELDS = {
    "name": "name",
    "outlet": "outlets",
    "location": "locations",
    "feed": "feeds",
    "articles": "articles",
    "format": "format",
    "map": "mapping",
    "language": "language",
    "timezone": "timezone",
    "boilerplate": "boilerplate",
    "schedule": "schedule",
    "limits": "limits",
}
"""The keys of an entry, and the fields of `ConfiguredSource` that they fill."""


def read_table(text: str, name: str, folder: Path) -> tuple[ConfiguredSource, ...]:
    """The sources of a file's text, in its order.

    Args:
        text: TOML.
        name: the file's name, for messages.
        folder: what relative paths in it are relative to.

    Raises:
        SourceTableError: naming each key that is wrong, with the entry and its line.

    >>> text = '[[source]]\\nname = "courier"\\nfeed = "https://courier.example/rss"'
    >>> read_table(text, "sources.toml", Path("/etc"))[0].feeds
    ('https://courier.example/rss',)
    """
    tables = _toml(text, name)
    problems = [f"unknown {key!r:.60}: write [[source]]" for key in tables if key != "source"]
    listed = tables.get("source", [])
    if not isinstance(listed, list):
        problems.append("write [[source]] with two brackets: it is a list of entries")
        listed = []
    lines = _lines(text, len(listed))
    found: list[ConfiguredSource] = []
    for number, (told, line) in enumerate(zip(listed, lines, strict=True), start=1):
        entry, wrong = _entry(told, folder)
        found.append(entry)
        problems += [f"{_place(number, line, entry)}: {each}" for each in wrong]
    raise_all([*problems, *_told_twice(found)], name)
    return tuple(found)


def raise_all(problems: Sequence[str], name: str) -> None:
    """Raises SourceTableError where there are problems: a line each, the first ones of many."""
    left = len(problems) - SHOWN_PROBLEMS
    more = [f"and {left} more"] if left > 0 else []
    if problems:
        raise SourceTableError(
            "\n".join(f"{name}: {p}" for p in [*problems[:SHOWN_PROBLEMS], *more])
        )


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceTableError(f"{name}: not TOML: {error}") from None
    except RecursionError:
        raise SourceTableError(f"{name}: nested too deeply: write [[source]]") from None


def _lines(text: str, entries: int) -> Sequence[int | None]:
    """The line of each entry's header; None where a text of several lines holds one as well."""
    found = [text.count("\n", 0, match.start()) + 1 for match in HEADER.finditer(text)]
    return found if len(found) == entries else [None] * entries


def _place(number: int, line: int | None, entry: ConfiguredSource) -> str:
    told = [f"line {line}"] if line else []
    told += [printable(entry.name, 60)] if entry.name else []
    return f"[[source]] {number}" + (f" ({', '.join(told)})" if told else "")


def _entry(told: object, folder: Path) -> tuple[ConfiguredSource, list[str]]:
    """An entry with all that is right of it, and what is wrong."""
    if not isinstance(told, dict):
        return ConfiguredSource(), [f"is no table; its keys are {', '.join(FIELDS)}"]
    problems = values.known_keys(told, FIELDS)
    fields: dict[str, Any] = {}
    for key, read in _readers(told, folder).items():
        try:
            fields |= {FIELDS[key]: read(told[key])} if key in told else {}
        except ValueError as error:
            problems.append(str(error))
    entry = replace(ConfiguredSource(), **fields)
    return entry, problems + ([] if problems else list(_out_of_place(told, entry)))


def _readers(told: Mapping[str, Any], folder: Path) -> dict[str, Callable[[Any], Any]]:
    return {
        "name": values.name,
        "outlet": outlet_names,
        "location": lambda each: values.locations(each, folder),
        "feed": values.feeds,
        "articles": values.articles,
        "format": values.file_format,
        "map": values.mapping,
        "language": values.language,
        "timezone": place_zone,
        "boilerplate": lambda each: values.boilerplate(each, folder),
        "schedule": lambda each: values.schedule(each, told.get("timezone")),
        "limits": values.limits,
    }


def _out_of_place(told: Mapping[str, Any], entry: ConfiguredSource) -> Iterator[str]:
    """Keys that are right by themselves and say nothing together: a mistake, for certain."""
    if not entry.is_read and not entry.outlets:
        yield "has no outlet, location or feed: there is nothing to read and nobody to know of"
    if entry.is_read and entry.name is None:
        yield 'has no name: give it one, as name = "courier", to read it by'
    if entry.boilerplate != ConfiguredSource().boilerplate and not entry.outlets:
        yield "boilerplate needs an outlet: it holds for the articles of that"
    for keys, there, missing in (
        (ONLY_FOR_FEEDS, entry.feeds, "feed"),
        (ONLY_FOR_LOCATIONS, entry.locations, "location"),
        (ONLY_FOR_READING, entry.is_read, "location or feed"),
    ):
        if wrong := [key for key in keys if key in told and not there]:
            yield f"{', '.join(wrong)} without a {missing}: there is nothing to read"


def _told_twice(entries: Sequence[ConfiguredSource]) -> Iterator[str]:
    names: set[str] = set()
    outlets: set[str] = set()
    for entry in entries:
        if entry.name and entry.name.casefold() in names:
            yield f"{printable(entry.name)!r} is the name of two entries: give each one of its own"
        names.add((entry.name or "").casefold())
        for key in sorted({source_key(outlet) for outlet in entry.outlets}):
            if key in outlets:
                yield f"{printable(key)!r} is in two entries: write all that is known of it in one"
            outlets.add(key)
