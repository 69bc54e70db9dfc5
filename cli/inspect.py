"""`dateline inspect`: all that is known of an article, as a page to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from cli.terminal import OUT, told_plainly, visible

if TYPE_CHECKING:
    from flows.sources import SourceOptions
    from index_mappings.settings import Settings
    from search.page.article import ArticleView


def inspect(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID_OR_FILE",
            help="A file, its third record as FILE#3, - for stdin, or an id or URL in the index.",
        ),
    ],
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the page to this file.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option("--map", help="As in ingest: text=content,published=date.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="The outlet, for its rules.")] = None,
    language: Annotated[str | None, typer.Option(help="Language where none is named.")] = None,
    format: Annotated[str | None, typer.Option(help="txt, html, json, jsonl or csv.")] = None,
) -> None:
    """Show all that is known of an article: a page in one file, or a summary here.

    The page shows the text with what was removed struck out, its kind, rule,
    score and reason; the dates on a timeline; the names with what they stand
    for and why; the metadata with where each piece was found; and which stages
    made it. It needs no server, no script and no network, and prints well.

    A file is processed as a run would, with no index; an article of the index
    is shown as it was stored. `explain` and `dates` tell more of their parts.

    [bold]Examples[/bold]

      dateline inspect story.html --html story-inspected.html

      dateline inspect archive/2024.jsonl.gz#3

      dateline inspect 5f0c2b9e6d1a4c3f8b7e0a1d2c3b4a59 --html out.html
    """
    from flows.one_article.document import NotOneDocumentError
    from flows.one_article.read import CannotExplainError
    from flows.sources import FieldMap, SourceError, SourceOptions
    from index_mappings.settings import Settings
    from search.page.article import article_page

    with told_plainly(CannotExplainError, NotOneDocumentError, SourceError, ValueError, OSError):
        settings = Settings()
        options = SourceOptions(
            mapping=FieldMap.parse(mapping or ""),
            max_bytes=settings.max_document_bytes,
            source=source,
            language=language,
            format=format,
        )
        view = _view(name, settings, options)
        if html:
            # What is no character in UTF-8, as half a surrogate pair, is shown as none.
            html.write_bytes(article_page(view).encode("utf-8", "replace"))
    for line in _summary(view):
        OUT.print(Text(visible(line)), soft_wrap=not OUT.is_terminal)
    if html:
        OUT.print(Text(f"The page is in {html}."), soft_wrap=True)


def _view(name: str, settings: Settings, options: SourceOptions) -> ArticleView:
    from cli.explain import is_stored
    from flows.one_article.inspect import inspect_document, inspect_stored, todays_pipeline
    from search.page.article import ArticleView

    made = todays_pipeline(settings)
    if not is_stored(name):
        return ArticleView(inspect_document(name, options, made))
    # Here, because a file needs no client of the index, and that is slow to import.
    from index_mappings.cluster import in_plain_words, open_cluster
    from index_mappings.families import Aliases

    with in_plain_words(), open_cluster(settings) as client:
        return ArticleView(*inspect_stored(client, Aliases(settings.prefix), name, made))


def _summary(view: ArticleView) -> Iterator[str]:
    article = view.article
    yield view.title
    day = article.published
    published = f"published {day.date} ({day.found_in})" if day else "no day of publication"
    yield " · ".join([article.raw.source or "source unknown", published, article.id])
    lost = [f"{kind.replace('_', ' ')} {count:,}" for _, kind, _, count in view.words_removed]
    yield f"words removed: {', '.join(lost) or 'none'}; body: {len(article.body.split()):,}"
    for kind, count in Counter(note.kind for note in view.names).items():
        called = [note.called for note in view.names if note.kind == kind]
        more = f", and {count - 8} more" if count > 8 else ""
        yield f"{kind}: {', '.join(called[:8])}{more}"
    values = list(dict.fromkeys(mention.value for mention in article.dates))
    more = f", and {len(values) - 8} more" if len(values) > 8 else ""
    yield f"dates: {', '.join(values[:8]) or 'none'}{more}"
    if view.stale:
        yield f"made by other rules than today's: {', '.join(sorted(view.stale))}"
    for problem in article.problems:
        yield f"{problem.stage}: {problem.error}"
