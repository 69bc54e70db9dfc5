"""`dateline ingest`: load sources into the index."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from cli.reported import tell
from cli.terminal import told_plainly
from index_mappings.settings import Runner


def ingest(
    locations: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders, globs, URIs (s3://…, zip://…), - for stdin, or @NAME for a "
            "configured source; @all for all of them."
        ),
    ],
    mapping: Annotated[
        str | None,
        typer.Option("--map", help="Where a record's fields are: text=content,published=date."),
    ] = None,
    source: Annotated[str | None, typer.Option(help="The outlet of all that is read.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of what names none, as en or de.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Time zone of what names none, as Europe/Kyiv.")
    ] = None,
    format: Annotated[
        str | None, typer.Option(help="Read everything as txt, html, json, jsonl or csv.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Batches at a time; default: one a core.")
    ] = None,
    runner: Annotated[
        Runner | None, typer.Option(help="Where batches run; default: processes.")
    ] = None,
    delete_missing: Annotated[
        bool,
        typer.Option("--delete-missing", help="What these locations no longer have leaves search."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Delete also where more than half is missing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report for programs.")] = False,
) -> None:
    """Read articles; clean, date, name and load them. Safe to repeat.

    Reads .txt (with metadata in a .json of the same name beside it), .html,
    .json, .jsonl and .csv, each also as .gz or .zst. What can't be read or
    processed goes to quarantine with its reason, and the run goes on. At the
    end every document is accounted for:

      read = indexed + updated + unchanged + duplicate + quarantined

    [bold]Examples[/bold]

      dateline ingest seeds

      dateline ingest 'archive/2024/*.jsonl.zst' --map text=content,published=date

      zcat a.csv.gz | dateline ingest - --format csv --source "The Courier"

      dateline ingest @courier      as `dateline sources list` shows it
    """
    for name, value in (("DATELINE_WORKERS", workers), ("DATELINE_RUNNER", runner)):
        if value is not None:
            # The environment is how settings reach the worker processes.
            os.environ[name] = str(value)
    from flows.ingest import DeleteMissing, run_ingest, source_options
    from flows.running.carry_out import EXPECTED
    from flows.sources import FieldMap
    from index_mappings.settings import Settings
    from transforms.sources import place_zone

    with told_plainly(ValueError):
        options = source_options(
            Settings(),
            mapping=FieldMap.parse(mapping or ""),
            source=source,
            language=language,
            timezone=None if timezone is None else place_zone(timezone),
            format=format,
        )
    with told_plainly(*EXPECTED):
        report = run_ingest(locations, options, DeleteMissing(force) if delete_missing else None)
    tell(report, as_json)
