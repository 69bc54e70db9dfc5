"""A result set as a file: one article a line of JSON, or a row of CSV; memory stays flat."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.moment import point_in_time
from search.answering import answering
from search.errors import SearchError, shown
from search.query import ORDER, everything
from search.request import SearchRequest
from search.understanding import understand
from transforms.names.compare import NO_NAMES
from transforms.names.curated import CuratedNames

PAGE = 500
PATIENCE = 60.0
COLUMNS = (
    "id", "published", "source", "title", "url", "authors", "language", "words", "persons",
    "organisations", "places", "groups", "about", "removed_kinds", "story", "body",
)  # fmt: skip
# What a spreadsheet takes for a formula: OWASP, "CSV injection"; the wide forms count as well.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Format(StrEnum):
    """How an export is written."""

    JSONL = "jsonl"
    CSV = "csv"

    @classmethod
    def of(cls, path: Path) -> Format:
        """By the name of the file. Raises SearchError where it tells none."""
        try:
            return cls(path.suffix.removeprefix(".").lower())
        except ValueError as error:
            raise SearchError(f"{shown(path.name)} must end in .jsonl or .csv.") from error


Writer = Callable[[dict[str, Any]], object]
"""What takes the articles one by one."""


def export(
    client: Elasticsearch,
    aliases: Aliases,
    request: SearchRequest,
    write: Writer,
    names: CuratedNames = NO_NAMES,
    columns: Sequence[str] = COLUMNS,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Give all articles of a request to `write`, as they are now; how many they were.

    In the order of the request; where it collapses stories, story by story, the newest article of
    each. `advance` is told how many articles were read, and how many there are in all.

    Raises as `find`, and what `write` raises.
    """
    request = request.checked()
    with answering(aliases):
        asked = understand(client, aliases, request, names)
        query = everything(request, asked.query, asked.naming)
        articles = _articles(client, aliases, query, request, columns, advance)
        written = 0
        for article in articles:
            write({name: article.get(name) for name in columns})
            written += 1
    return written


def _articles(
    client: Elasticsearch,
    aliases: Aliases,
    query: dict[str, Any],
    request: SearchRequest,
    columns: Sequence[str],
    advance: Callable[[int, int], None],
) -> Iterator[dict[str, Any]]:
    order = [{"story": "asc"}, *ORDER[request.sort]] if request.collapse else ORDER[request.sort]
    read = _read(client, aliases, query, order, sorted({*columns, "story", "id"}), advance)
    if not request.collapse:
        return read
    return (next(copies) for _, copies in groupby(read, key=lambda article: article["story"]))


def _read(
    client: Elasticsearch,
    aliases: Aliases,
    query: dict[str, Any],
    order: list[dict[str, Any]],
    fields: list[str],
    advance: Callable[[int, int], None],
) -> Iterator[dict[str, Any]]:
    after, done = None, 0
    with point_in_time(client, aliases.articles, PATIENCE) as now:
        total = now.count(query)
        while hits := now.search(
            query=query, size=PAGE, sort=order, search_after=after, source_includes=fields
        )["hits"]["hits"]:
            after = hits[-1]["sort"]
            yield from (hit["_source"] for hit in hits)
            done += len(hits)
            advance(done, total)


def jsonl(file: TextIO) -> Writer:
    """Writes articles as lines of JSON."""

    def write(article: dict[str, Any]) -> None:
        told = {name: value for name, value in article.items() if value is not None}
        file.write(json.dumps(told, ensure_ascii=False) + "\n")

    return write


def csv_rows(file: TextIO, columns: Sequence[str] = COLUMNS) -> Writer:
    """Writes articles as rows of CSV under a row of names, by RFC 4180.

    Several values are joined by "; ". A cell that a spreadsheet would take for a formula gets an
    apostrophe before it. `file` must be open with `newline=""`.
    """
    rows = csv.writer(file)
    rows.writerow(columns)

    def write(article: dict[str, Any]) -> None:
        rows.writerow([cell(article[name]) for name in columns])

    return write


def cell(value: Any) -> str:  # noqa: ANN401 - any field of an article
    """A value as a cell that no spreadsheet obeys.

    >>> cell("=1+1"), cell(["Kyiv", "Doha"]), cell(None)
    ("'=1+1", 'Kyiv; Doha', '')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return cell("; ".join(map(_plain, value)))
    told = _plain(value).replace("\0", "")
    return f"'{told}" if told.lstrip(" ").startswith(FORMULA) else told


def _plain(value: Any) -> str:  # noqa: ANN401 - any field of an article
    if isinstance(value, dict):
        first, last = value.get("gte"), value.get("lte")
        return str(first) if first == last else f"{first}..{last}"
    return str(value)


def export_to_file(
    client: Elasticsearch,
    aliases: Aliases,
    request: SearchRequest,
    path: Path,
    names: CuratedNames = NO_NAMES,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """The same into a file, .jsonl or .csv, which is there when it is whole, and not before.

    Raises SearchError where the file can't be written, and as `export`.
    """
    form = Format.of(path)
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = jsonl(file) if form is Format.JSONL else csv_rows(file)
            written = export(client, aliases, request, writer, names, advance=advance)
        unfinished.replace(path)
    except OSError as error:
        raise SearchError(f"{path} can't be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return written
