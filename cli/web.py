"""`dateline web`: a small page to search from."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal import ERR, OUT, told_plainly

if TYPE_CHECKING:
    from starlette.types import ASGIApp

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

    with told_plainly(ValueError, OSError):
        settings = Settings()
        with _listening(host, port) as listening:
            if not _is_loopback(host):
                more = ", and judge names" if review else ""
                ERR.print(WARNING.format(host=host, more=more), style="yellow")
            _serve(listening, settings, name or [], review, by)


def _serve(
    listening: socket.socket, settings: Settings, names: list[str], review: bool, by: str
) -> None:
    from index_mappings.cluster import open_cluster

    with open_cluster(settings) as client:
        from cli.names import who
        from flows.inspect import todays_pipeline
        from index_mappings.curated_file import curated_names
        from search.web.app import Web

        made = todays_pipeline(settings)
        pages = Web(
            client,
            settings,
            curated_names(settings.names_file),
            who(by) if review else None,
            made.stale,
        )
        address, port = listening.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        OUT.print(f"http://{shown}:{port}/  (Ctrl-C ends it)")
        _run(pages.application(names), listening)


def _run(application: ASGIApp, listening: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nobody else says what scheme and host were asked for
        limit_concurrency=100,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise OSError(
            f"Nothing can be served at {host}, port {port} ({error.strerror}): give another with "
            "--host or --port."
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
