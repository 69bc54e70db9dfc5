"""`dateline kibana`: dashboards, saved searches and data views, as a file or into a Kibana."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from cli.terminal import ERR, OUT, told_plainly, visible

if TYPE_CHECKING:
    from search.kibana.install import Installed
    from search.kibana.server import Kibana
    from search.kibana.settings import KibanaSettings

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=(
        "Dashboards for Kibana 8.16 and later, and 9.x: newsroom, timeline, operations.\n\n"
        "With them come the data views of the indices under DATELINE_PREFIX, saved searches and a "
        "map. What is installed can be installed again after an update, with --overwrite.\n\n"
        "[bold]Example[/bold]\n\n"
        "dateline kibana install --url https://kibana.example:5601 --space news\n\n"
        "dateline kibana export dateline.ndjson"
    ),
)
Since = Annotated[
    str,
    typer.Option(help="How far back Newsroom and Timeline look at first: now-5y, or 2012-01-01."),
]
TYPES = {
    "index-pattern": ("data view", "data views"),
    "search": ("saved search", "saved searches"),
    "map": ("map", "maps"),
    "dashboard": ("dashboard", "dashboards"),
}


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; it ends with .ndjson.")],
    since: Since = "now-5y",
) -> None:
    """Write the objects as a file, for Stack Management, Saved Objects, Import.

    The same settings make the same file, byte for byte.

    [bold]Example[/bold]

      dateline kibana export dateline.ndjson
    """
    from search.kibana.objects import ndjson

    if file.suffix != ".ndjson":
        raise typer.BadParameter("Kibana takes only files that end with .ndjson")
    with told_plainly(OSError):
        objects = _objects(since)
        file.write_text(ndjson(objects), "utf-8")
    OUT.print(Text(f"{visible(str(file))}: {_counted(objects)}"), soft_wrap=True)


@app.command()
def install(
    url: Annotated[str, typer.Option(help="Where Kibana is (DATELINE_KIBANA_URL).")] = "",
    space: Annotated[
        str, typer.Option(help="Id of the space: the default one (DATELINE_KIBANA_SPACE).")
    ] = "",
    user: Annotated[str, typer.Option(help="A user (DATELINE_KIBANA_USER).")] = "",
    ca_file: Annotated[
        Path | None,
        typer.Option(help="PEM file of the CA that signed Kibana's (DATELINE_KIBANA_CA_FILE)."),
    ] = None,
    since: Since = "now-5y",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace what was installed before.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done. Changes nothing.")
    ] = False,
) -> None:
    """Import the objects into a Kibana, and tell what became of them.

    The credentials come from the environment or .env, never from the command
    line, where others would see them: DATELINE_KIBANA_API_KEY, or
    DATELINE_KIBANA_PASSWORD with a user.

    [bold]Example[/bold]

      dateline kibana install --url http://localhost:5601 --dry-run

      dateline kibana install --url https://kibana.example:5601 --space news --overwrite
    """
    from search.kibana.server import KibanaError, kibana

    told = {"url": url, "space": space, "user": user, "ca_file": ca_file}
    with told_plainly(KibanaError):
        objects = _objects(since)
        settings = _settings({name: value for name, value in told.items() if value})
        with kibana(settings) as server:
            OUT.print(Text(f"Kibana {visible(server.version)}, space {server.space}"))
            done = _dry_run if dry_run else _install
            well = done(server, objects, overwrite)
    if not well:
        raise typer.Exit(1)


def _objects(since: str) -> list[dict[str, Any]]:
    from index_mappings.settings import Settings
    from search.kibana.objects import period_start, saved_objects

    try:
        period_start(since)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--since") from None
    return saved_objects(Settings().prefix, since)


def _settings(told: dict[str, Any]) -> KibanaSettings:
    from pydantic import ValidationError

    from search.kibana.server import KibanaError
    from search.kibana.settings import KibanaSettings

    try:
        return KibanaSettings(**told)
    except ValidationError as error:
        said = (each["msg"] for each in error.errors(include_url=False, include_input=False))
        raise KibanaError("\n".join(each.removeprefix("Value error, ") for each in said)) from None


def _dry_run(server: Kibana, objects: list[dict[str, Any]], overwrite: bool) -> bool:
    from search.kibana.install import already_there, named

    there = already_there(server, objects)
    for each in objects:
        old = "replaced" if overwrite else "in the way"
        what = old if named(each) in there else "new"
        OUT.print(Text(f"  {what:<10}  {_told(each)}"), soft_wrap=True)
    if there and not overwrite:
        ERR.print(Text(f"{len(there)} are there already: --overwrite would replace them."))
        return False
    OUT.print(Text(f"Nothing was changed. To be imported: {_counted(objects)}."), soft_wrap=True)
    return True


def _install(server: Kibana, objects: list[dict[str, Any]], overwrite: bool) -> bool:
    from search.kibana.install import install as installed
    from search.kibana.install import named

    done = installed(server, objects, overwrite=overwrite)
    for what in ("created", "overwritten", "copies"):
        found = set(getattr(done, what))
        if what == "copies" and found:
            OUT.print(Text("Under ids of their own, since another space has these:"))
            for each in sorted(found):
                OUT.print(Text(f"  {visible(each)}"), soft_wrap=True)
        elif found:
            counted = _counted([each for each in objects if named(each) in found])
            OUT.print(Text(f"{what.capitalize()}: {counted}"), soft_wrap=True)
    _tell_problems(done)
    if not (done.problems or done.copies):
        for each in objects:
            if each["type"] == "dashboard":
                told = f"  {each['attributes']['title']}  {server.dashboard(each['id'])}"
                OUT.print(Text(told), soft_wrap=True)
    return not done.problems


def _tell_problems(done: Installed) -> None:
    for problem in done.problems:
        told = f"{problem.object} {problem.title!r} {problem.told}"
        ERR.print(Text(visible(told), style="bold red"), soft_wrap=True)
    if done.problems and not (done.created or done.overwritten or done.copies):
        ERR.print(Text("Nothing was written.", style="bold red"))
    if done.conflicts:
        ERR.print(Text("To replace what is there, give --overwrite."))


def _told(each: dict[str, Any]) -> str:
    title = each["attributes"].get("name") or each["attributes"]["title"]
    return f"{each['type']}  {title}"


def _counted(objects: list[dict[str, Any]]) -> str:
    found = Counter(each["type"] for each in objects)
    return ", ".join(
        f"{found[type]} {one if found[type] == 1 else many}"
        for type, (one, many) in TYPES.items()
        if found[type]
    )
