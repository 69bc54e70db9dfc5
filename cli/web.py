"""`dateline web`: a small page to search from."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from cli.names import who
from cli.terminal import ERR, OUT, told_plainly

if TYPE_CHECKING:
    from index_mappings.settings import Settings

WARNING = (
    "Whoever reaches {host} on this network can read what is indexed{more}: there is no log-in "
    "and no encryption. The default, 127.0.0.1, is for this machine alone."
)


def web(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="The port; 0 takes any that is free.")
    ] = 8321,
    name: Annotated[
        list[str] | None,
        typer.Option(help="A host name that the server answers to, beside localhost; repeatable."),
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Let unsure names be judged there too.")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="Who judges. Default: you.")] = "",
) -> None:
    """Serve a page to search from: facets, periods, stories, and a page for each article.

    It runs until Ctrl-C. It only reads, unless --review is given; then the
    pairs of names that are unsure can be judged, by the keys s, d and n too. It
    listens to this machine alone, unless --host says otherwise.

    [bold]Examples[/bold]

      dateline web

      dateline web --review --port 9000

      dateline web --host 0.0.0.0 --name archive.intern.example
    """
    from index_mappings.settings import Settings
    from search.web.serving import is_loopback, listening

    with told_plainly(ValueError, OSError):
        settings = Settings()
        with listening(host, port) as served:
            if not is_loopback(host):
                more = ", and judge names" if review else ""
                ERR.print(WARNING.format(host=host, more=more), style="yellow")
            _serve(served, settings, name or [], who(by) if review else None)


def _serve(
    served: socket.socket, settings: Settings, names: list[str], reviewer: str | None
) -> None:
    from flows.one_article.inspect import todays_pipeline
    from index_mappings.cluster import open_cluster
    from index_mappings.curated_file import curated_names
    from search.web.app import Web
    from search.web.serving import address_of, server

    known, made = curated_names(settings.names_file), todays_pipeline(settings)
    with open_cluster(settings) as client:
        pages = Web(client, settings, known, reviewer, made.stale)
        application = pages.application(names)
        OUT.print(f"{address_of(served)}  (Ctrl-C ends it)")
        server(application).run(sockets=[served])
