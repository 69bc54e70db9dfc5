"""`dateline explain`: an article with what went of it, and why."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal import OUT, told_plainly

if TYPE_CHECKING:
    from flows.one_article.explain import StoredExplanation
    from flows.sources import SourceOptions
    from index_mappings.settings import Settings
    from transforms.boilerplate.explain import Verdict


class Only(StrEnum):
    """Which lines to show."""

    REMOVED = "removed"
    NEAR = "near"


def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FILE_OR_ID",
            help="A file, its third record as FILE#3, - for stdin, or an id or URL in the index.",
        ),
    ],
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Try another threshold; higher removes less."),
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(help="Try this file of own rules (dateline rules --help).")
    ] = None,
    today: Annotated[
        bool, typer.Option("--today", help="Judge a stored article anew by today's rules.")
    ] = False,
    only: Annotated[
        Only | None, typer.Option(help="Show only lines that lose words, or near misses.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option("--map", help="As in ingest: text=content,published=date.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="The outlet, for its rules.")] = None,
    language: Annotated[str | None, typer.Option(help="Language where none is named.")] = None,
    format: Annotated[str | None, typer.Option(help="txt, html, json, jsonl or csv.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it, for programs.")] = False,
) -> None:
    """Show an article with what was removed, and why.

    Every line is shown with its number; in front of it stands what becomes of it:

      -  removed    >  moved to a field (caption, byline, editor's note)

      ~  cut: what stands in [-…-] goes, the rest stays

      ?  near miss: kept, with a score of 0.2 or more

    and below it kind, score, rule and the words that decided, with their
    points. Files need no Elasticsearch. An article of the index is shown as it
    was stored; --today, --threshold and --rules judge its text anew.

    [bold]Examples[/bold]

      dateline explain story.html

      dateline explain archive/2024.jsonl.gz#3 --threshold 0.3 --only removed

      curl -s https://courier.example/story | dateline explain - --format html

      dateline explain 5f0c2b9e6d1a4c3f8b7e0a1d2c3b4a59 --json
    """
    from cli.explained import page
    from flows.one_article.document import NotOneDocumentError
    from flows.one_article.read import CannotExplainError
    from flows.sources import FieldMap, SourceError, SourceOptions
    from index_mappings.settings import Settings

    with told_plainly(CannotExplainError, NotOneDocumentError, SourceError, ValueError):
        settings = _tried(Settings(), threshold, rules)
        options = SourceOptions(
            mapping=FieldMap.parse(mapping or ""),
            max_bytes=settings.max_document_bytes,
            source=source,
            language=language,
            format=format,
        )
        anew = today or threshold is not None or rules is not None
        found = _found(name, settings, options, anew)
    if as_json:
        document = found.explanation.document(_verdicts(only)) | {"stale": sorted(found.stale)}
        # In ASCII: what articles say may hold a terminal's control characters.
        OUT.print_json(json.dumps(document), ensure_ascii=True)
    else:
        page(OUT, found, _verdicts(only))


def _tried(settings: Settings, threshold: float | None, rules: Path | None) -> Settings:
    tried = {"boilerplate_threshold": threshold, "rules": rules}
    return settings.model_copy(update={k: v for k, v in tried.items() if v is not None})


def _found(name: str, settings: Settings, options: SourceOptions, anew: bool) -> StoredExplanation:
    from flows.configured import known_sources
    from flows.one_article.explain import (
        StoredExplanation,
        boilerplate_stage,
        explain_document,
        explain_stored,
    )
    from index_mappings.curated_file import curated_names

    stage = boilerplate_stage(settings)
    names, sources = curated_names(settings.names_file), known_sources(settings.sources)
    if is_stored(name):
        # Here, because a file needs no client of the index, and that is slow to import.
        from index_mappings.cluster import in_plain_words, open_cluster
        from index_mappings.families import Aliases

        with in_plain_words(), open_cluster(settings) as client:
            aliases = Aliases(settings.prefix)
            return explain_stored(client, aliases, name, stage, names, anew=anew, sources=sources)
    explained = explain_document(name, options, stage, names, sources=sources)
    return StoredExplanation(explained, frozenset())


def is_stored(name: str) -> bool:
    """Whether an argument names an article of the index: an id that is no file, or a URL."""
    from index_mappings.one_article import is_id

    if is_id(name):
        return not Path(name).exists()
    return re.match(r"https?://", name) is not None


def _verdicts(only: Only | None) -> tuple[Verdict, ...]:
    from transforms.boilerplate.explain import LOSES, Verdict

    chosen = {Only.REMOVED: LOSES, Only.NEAR: frozenset({Verdict.NEAR}), None: frozenset(Verdict)}
    return tuple(sorted(chosen[only]))
