"""`dateline names`: names looked up, judged, and judgements taken back."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from cli.terminal import OUT, told_plainly, visible

if TYPE_CHECKING:
    from index_mappings.names.desk import Desk, Named
    from transforms.article import NameKind
    from transforms.names.across.model import Judgement

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="""Names over all articles: look them up, judge them, take a judgement back.

    A name is told as a facet shows it, or by its id. What you judge holds for
    ever, also for articles that are loaded later; `dateline consolidate` writes
    it into the articles.
    """,
)

APPLIES = "`dateline consolidate` writes it into the articles."
NAME_HELP = "As a facet or an article has it, or its id."
QUESTION = "[s]ame, [d]ifferent, enter to skip, [q]uit"
MOST_PLACED = 5

ByOption = Annotated[str, typer.Option("--by", help="Who judges. Default: you.")]
WhyOption = Annotated[str, typer.Option("--why", help="Why, for those who read it later.")]
KindOption = Annotated[
    str | None, typer.Option("--kind", help="person, organisation, place or group.")
]
ArticleOption = Annotated[
    str | None, typer.Option("--article", help="In this article alone: its id.")
]


@app.command()
def review(
    export: Annotated[
        Path | None, typer.Option("--export", help="Write the unsure pairs to a file instead.")
    ] = None,
    filled: Annotated[
        Path | None, typer.Option("--import", help="Read a file that was filled in.")
    ] = None,
    by: ByOption = "",
) -> None:
    """Walk through the pairs of names that are unsure: same, not the same, or skip.

    The likeliest come first. As a file, each line is a pair; write "same" or
    "different" as its verdict, and import it.
    """
    from index_mappings.names.file import JudgementsFileError

    with _desk(OSError, JudgementsFileError) as desk:
        if export:
            _export(desk, export)
        elif filled:
            _import(desk, filled, who(by))
        else:
            _walk(desk, who(by))


@app.command()
def show(
    name: Annotated[str, typer.Argument(help=NAME_HELP)],
    kind: KindOption = None,
) -> None:
    """Show what a name is called, what goes by it and why, and what was judged."""
    with _desk() as desk:
        found = desk.find(name, _kind(kind))
        if not found:
            desk.one(name, _kind(kind))
        for each in found:
            _show(desk, each)


@app.command()
def merge(
    one: Annotated[str, typer.Argument(help=NAME_HELP)],
    other: Annotated[str, typer.Argument(help=NAME_HELP)],
    article: ArticleOption = None,
    why: WhyOption = "a person says so",
    by: ByOption = "",
    kind: KindOption = None,
) -> None:
    """Judge two names to be the same."""
    from transforms.names.across.model import Judgement, Verdict

    with _desk() as desk:
        left, right = desk.one(one, _kind(kind)), desk.one(other, _kind(kind))
        names = (left.canonical, right.canonical)
        judgement = Judgement(
            left.id, right.id, Verdict.SAME, who(by), why, 1.0, article, names=names
        )
        desk.judge([judgement])
    _tell(judgement)
    OUT.print(APPLIES, style="dim")


@app.command()
def split(
    name: Annotated[str, typer.Argument(help=f"The name to split off. {NAME_HELP}")],
    other: Annotated[
        str | None,
        typer.Argument(help="What it is not. Left out: all that it goes by the name of."),
    ] = None,
    article: ArticleOption = None,
    why: WhyOption = "a person says so",
    by: ByOption = "",
    kind: KindOption = None,
) -> None:
    """Judge two names to be different. It holds for ever."""
    from dataclasses import replace

    with _desk() as desk:
        of = desk.one(other, _kind(kind)) if other else None
        told = desk.differences(desk.one(name, _kind(kind)), of, who(by), why)
        judgements = [replace(each, article=article) for each in told]
        desk.judge(judgements)
    for judgement in judgements:
        _tell(judgement)
    OUT.print(APPLIES, style="dim")


@app.command()
def undo(
    judgement: Annotated[
        str | None, typer.Argument(help="Its id, as `show` tells it. Default: the last one.")
    ] = None,
) -> None:
    """Take a judgement of a person back; of the last command all that it judged."""
    with _desk() as desk:
        gone = desk.undo(judgement)
    OUT.print("Taken back:", style="dim")
    for each in gone:
        _tell(each)
    OUT.print(APPLIES, style="dim")


def _walk(desk: Desk, by: str) -> None:
    waiting = desk.unsure()
    if not waiting:
        OUT.print("Nothing is unsure. `dateline consolidate` looks for more.")
    judged = 0
    for at, each in enumerate(waiting, start=1):
        OUT.print(Text(f"{at} of {len(waiting)}", style="dim"))
        _show_pair(desk, each)
        verdict = _answer()
        if verdict is None:
            break
        if verdict:
            desk.judge([_decided(each, verdict, by)])
            judged += 1
    OUT.print(f"{judged} judged. {APPLIES if judged else ''}")


def _answer() -> str | None:
    """ "same", "different", "" to skip, None to end."""
    answers = {"s": "same", "d": "different", "": "", "q": None}
    while True:
        told = typer.prompt(QUESTION, default="", show_default=False)
        if told.strip().lower()[:1] in answers:
            return answers[told.strip().lower()[:1]]


def _decided(unsure: Judgement, verdict: str, by: str) -> Judgement:
    from dataclasses import replace

    from index_mappings.names.file import REASON
    from transforms.names.across.model import Verdict

    return replace(unsure, verdict=Verdict(verdict), by=by, why=REASON)


def _show_pair(desk: Desk, each: Judgement) -> None:
    names = each.names or (each.left, each.right)
    for id, name in zip((each.left, each.right), names, strict=True):
        sight = desk.sight(id)
        OUT.print(Text(visible(f"{name}  "), style="bold").append(f"{sight.articles:,} articles"))
        for example in sight.examples:
            OUT.print(Text(visible(f"    {example}"), style="dim"))
    OUT.print(Text(visible(f"  {each.why} ({each.score:.2f})")), soft_wrap=True)


def _export(desk: Desk, path: Path) -> None:
    from index_mappings.names.file import as_lines

    lines = list(as_lines(desk.unsure()))
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    OUT.print(Text(f"{len(lines):,} pairs are in {path}: fill in verdicts, then --import it."))


def _import(desk: Desk, path: Path, by: str) -> None:
    from index_mappings.names.file import from_lines

    with path.open(encoding="utf-8") as lines:
        judgements = from_lines(lines, by)
    desk.judge(judgements)
    OUT.print(f"{len(judgements):,} judged. {APPLIES}")


def _show(desk: Desk, named: Named) -> None:
    sight = desk.sight(named.id)
    head = Text(visible(named.canonical), style="bold")
    OUT.print(head.append(f"  {named.kind}, {sight.articles:,} articles, {named.id}", style="dim"))
    if into := desk.merge_of(named.id):
        told = f"  goes by {into.canonical} ({into.score:.2f}): {into.reason}"
        OUT.print(Text(visible(told)), soft_wrap=True)
    for merge, count in desk.placed(named.id):
        told = f"  goes by {merge.canonical} in {count:,} articles: {merge.reason}"
        OUT.print(Text(visible(told)), soft_wrap=True)
    _show_merged(desk, desk.head_of(named.id), but=named.id)
    for id, each in desk.about([named.id]):
        OUT.print(Text(f"  {id}  ", style="dim").append(visible(_words(each))), soft_wrap=True)


def _show_merged(desk: Desk, head: str, but: str) -> None:
    found = [told for told in desk.merged_into(head) if told["name_id"] != but]
    placed = [told for told in found if told.get("article")]
    for told in [told for told in found if not told.get("article")] + placed[:MOST_PLACED]:
        alias = told.get("aliases", [told["name_id"]])[0]
        where = f" in {told['article']}" if told.get("article") else ""
        line = f"  ← {alias}{where} ({told['score']:.2f}): {told['reason']}"
        OUT.print(Text(visible(line)), soft_wrap=True)
    if (more := len(placed) - MOST_PLACED) > 0:
        OUT.print(Text(f"  … and in {more:,} more articles", style="dim"))


def _tell(judgement: Judgement) -> None:
    OUT.print(Text(visible(_words(judgement))), soft_wrap=True)


def _words(judgement: Judgement) -> str:
    left, right = judgement.names or (judgement.left, judgement.right)
    sign = {"same": "=", "different": "≠"}.get(judgement.verdict, "?")
    where = f" in {judgement.article}" if judgement.article else ""
    when = f", {judgement.at:%Y-%m-%d}" if judgement.at else ""
    return f"{left} {sign} {right}{where}  ({judgement.by}{when}: {judgement.why})"


@contextmanager
def _desk(*expected: type[Exception]) -> Iterator[Desk]:
    """The names of the index; errors that say what to do are told plainly."""
    from index_mappings.cluster import in_plain_words, open_cluster
    from index_mappings.families import Aliases
    from index_mappings.indices import ensure
    from index_mappings.names.desk import Desk, UnknownNameError
    from index_mappings.names.store import NotKeptError
    from index_mappings.settings import Settings

    with told_plainly(UnknownNameError, NotKeptError, ValueError, *expected):
        settings = Settings()
        with in_plain_words(), open_cluster(settings) as client:
            ensure(client, Aliases(settings.prefix), settings.split)
            client.indices.refresh(index=Aliases(settings.prefix).articles)
            yield Desk(client, Aliases(settings.prefix), settings)


def _kind(told: str | None) -> NameKind | None:
    from transforms.article import NameKind

    try:
        return NameKind(told) if told else None
    except ValueError:
        raise ValueError(f"There is no kind {told!r}: {', '.join(NameKind)}.") from None


def who(told: str) -> str:
    """Who judges: as told, else the user."""
    if told:
        return told
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user, as in a container
        return "someone"
