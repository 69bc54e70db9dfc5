"""`dateline dates`: the date mentions of an article, each with its reading and its anchor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal import OUT, told_plainly

if TYPE_CHECKING:
    from flows.one_article.dates import DatedArticle
    from flows.sources import SourceOptions
    from index_mappings.settings import Settings
    from transforms.article import Published


def dates(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FILE_OR_ID",
            help="A file, its third record as FILE#3, - for stdin, or an id or URL in the index.",
        ),
    ],
    published: Annotated[
        str | None,
        typer.Option(help="The day that 'today' means: 2024-10-30, or 2024-10-29T23:30Z."),
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="The outlet's time zone, as Asia/Tokyo.")
    ] = None,
    today: Annotated[
        bool, typer.Option("--today", help="Read a stored article anew by today's rules.")
    ] = False,
    mapping: Annotated[
        str | None, typer.Option("--map", help="As in ingest: text=content,published=date.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="The outlet, for its time zone.")] = None,
    language: Annotated[str | None, typer.Option(help="Language where none is named.")] = None,
    format: Annotated[str | None, typer.Option(help="txt, html, json, jsonl or csv.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it, for programs.")] = False,
) -> None:
    """Show the dates that an article speaks of, how each is read, and from where.

    A row is a mention in the body: its words; TIMEX3 type and value, with the
    modifier behind it (2024-08 END is late August 2024); the days that it
    covers; the rule, its confidence, and what the mention is counted from:
    the day of publication, or what the text spoke of before. What stands for
    itself is counted from nothing.

    Without a day of publication, "Wednesday" stays open: XXXX-WXX-3. Give one
    with --published; a moment is turned into the day of --timezone, else of
    the table that DATELINE_SOURCES names. Files need no Elasticsearch. An
    article of the index is shown as it was stored; --today and --published
    read its body anew. docs/dates.md tells the rules.

    [bold]Examples[/bold]

      dateline dates story.html

      echo "They met on Friday." | dateline dates - --published 2024-10-30

      dateline dates wire.jsonl#3 --published 2024-10-29T23:30Z --timezone Asia/Tokyo

      dateline dates 5f0c2b9e6d1a4c3f8b7e0a1d2c3b4a59 --json
    """
    from cli.dated import page
    from flows.one_article.dates import told_day
    from flows.one_article.document import NotOneDocumentError
    from flows.one_article.read import CannotExplainError
    from flows.sources import FieldMap, SourceError, SourceOptions
    from index_mappings.settings import Settings
    from transforms.sources import place_zone

    with told_plainly(CannotExplainError, NotOneDocumentError, SourceError, ValueError):
        settings = Settings()
        zone = None if timezone is None else place_zone(timezone)
        options = SourceOptions(
            mapping=FieldMap.parse(mapping or ""),
            max_bytes=settings.max_document_bytes,
            source=source,
            language=language,
            timezone=zone,
            format=format,
        )
        day = None if published is None else told_day(published, zone or _zone_of(source, settings))
        found = _found(name, settings, options, day, today)
    if as_json:
        # In ASCII: what articles say may hold a terminal's control characters.
        OUT.print_json(json.dumps(found.document()), ensure_ascii=True)
    else:
        page(OUT, found)


def _zone_of(source: str | None, settings: Settings) -> str | None:
    from flows.configured import known_sources

    return known_sources(settings.sources).timezone(source)


def _found(
    name: str, settings: Settings, options: SourceOptions, day: Published | None, today: bool
) -> DatedArticle:
    from cli.explain import is_stored
    from flows.one_article.dates import dates_of_document, dates_of_stored

    if not is_stored(name):
        return dates_of_document(name, options, settings, day)
    # Here, because a file needs no client of the index, and that is slow to import.
    from index_mappings.cluster import in_plain_words, open_cluster
    from index_mappings.families import Aliases

    with in_plain_words(), open_cluster(settings) as client:
        return dates_of_stored(client, Aliases(settings.prefix), name, settings, day, anew=today)
