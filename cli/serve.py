"""`dateline serve` and `dateline deploy`: the flows by themselves, on their schedules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from cli.terminal import ERR, OUT, told_plainly, visible

if TYPE_CHECKING:
    from flows.serving.deployments import Deployed
    from flows.serving.serve import Served

File = Annotated[
    Path | None, typer.Option("--file", help="The deployments; default: prefect.yaml.")
]


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Of the server.")] = 4200,
    runs: Annotated[
        int, typer.Option("--runs", min=1, help="Runs at a time; more wait for their turn.")
    ] = 2,
    file: File = None,
) -> None:
    """Run the flows by themselves: a Prefect server, a worker, the deployments.

    All on this machine, until Ctrl-C; then every process ends. Runs that were
    missed meanwhile are made up for by one. What runs and when is told by
    prefect.yaml, and by the schedules of your sources (DATELINE_SOURCES).

    With PREFECT_API_URL set, that server is used, and none is started.

    [bold]Examples[/bold]

      dateline serve

      dateline serve --port 4300 --runs 4

      PREFECT_API_URL=http://prefect.example:4200/api dateline serve
    """
    from flows.serving.deployments import FILE
    from flows.serving.serve import EXPECTED, EndedError
    from flows.serving.serve import serve as keep_serving

    ERR.print("Starting: a server, the deployments, a worker …", style="dim")
    with told_plainly(*EXPECTED, EndedError, ValueError):
        keep_serving(_tell, port, runs, file or FILE)
    ERR.print("Everything has ended.")


def deploy(
    file: File = None,
    webhook: Annotated[
        str | None, typer.Option(help="Post alarms to this address, from the server.")
    ] = None,
) -> None:
    """Make the deployments on a Prefect server that runs (PREFECT_API_URL).

    Those of prefect.yaml, and one for each source of DATELINE_SOURCES that has
    a schedule; those of sources that are no more go. Safe to repeat.

    [bold]Examples[/bold]

      dateline deploy

      dateline deploy --webhook https://chat.example/hooks/news-desk
    """
    from flows.serving.deployments import FILE
    from flows.serving.deployments import deploy as deploy_all
    from flows.serving.local_server import configured_server
    from flows.serving.serve import EXPECTED
    from flows.serving.webhook import post_alarms

    with told_plainly(*EXPECTED, ValueError):
        configured_server()
        _list(deploy_all(file or FILE))
        if webhook:
            post_alarms(webhook)
            OUT.print("Alarms are posted to the address given.")


def _tell(served: Served) -> None:
    _list(served.deployed)
    OUT.print(f"Prefect's page: {served.page}", highlight=False)
    if served.log:
        OUT.print(f"The server's log: {served.log}", highlight=False, soft_wrap=True)
    OUT.print("Ctrl-C ends it all. What the runs say follows.")


def _list(deployed: Deployed) -> None:
    for name in deployed.names:
        OUT.print(Text(visible(f"deployed {name}")), soft_wrap=True)
    for name in deployed.gone:
        OUT.print(Text(visible(f"taken away {name}: no such source")), soft_wrap=True)
