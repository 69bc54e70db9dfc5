"""An explanation as a page: for a terminal in columns, for a pipe a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.terminal import visible
from flows.one_article.explain import StoredExplanation
from transforms.boilerplate.evidence import METADATA
from transforms.boilerplate.explain import (
    LOSES,
    NEAR,
    ExplainedLine,
    Explanation,
    Verdict,
)

MARKS = {
    Verdict.KEPT: " ",
    Verdict.NEAR: "?",
    Verdict.CUT: "~",
    Verdict.MOVED: ">",
    Verdict.REMOVED: "-",
}
STYLES = {
    Verdict.KEPT: "",
    Verdict.NEAR: "yellow",
    Verdict.CUT: "",
    Verdict.MOVED: "cyan",
    Verdict.REMOVED: "red",
}
INDENT = " " * 4


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page: its mark and number where it is one of the article's."""

    mark: str
    number: str
    text: Text


def page(console: Console, found: StoredExplanation, verdicts: Iterable[Verdict]) -> None:
    """Print an explanation: head, the lines with these verdicts, totals."""
    explanation = found.explanation
    for line in (*_head(explanation), *_notes(found), Text()):
        console.print(line, soft_wrap=not console.is_terminal)
    rows = [row for line in explanation.with_verdict(verdicts) for row in _rows(line)]
    if console.is_terminal:
        console.print(_columns(rows))
    else:
        for row in rows:
            console.print(Text(f"{row.mark}{row.number:>5}  ") + row.text, soft_wrap=True)
    for line in (Text(), *_totals(explanation)):
        console.print(line, soft_wrap=not console.is_terminal)


def _columns(rows: Iterable[Row]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(justify="right", style="dim")
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row(Text(row.mark), Text(row.number), row.text)
    return table


def _head(explanation: Explanation) -> Iterator[Text]:
    article = explanation.article
    yield Text(visible(article.title or "(no title)"), style="bold")
    told = [article.raw.source or "source unknown"]
    if article.language:
        told.append(f"{article.language.code} ({article.language.confidence:.2f})")
    if day := article.published:
        told.append(f"published {day.date} ({day.found_in}, {day.confidence:.2f})")
    else:
        told.append("no day of publication")
    told.append(article.raw.uri or article.id)
    yield Text(visible(" · ".join(told)), style="dim")


def _notes(found: StoredExplanation) -> Iterator[Text]:
    explanation = found.explanation
    if explanation.kept_whole:
        yield Text(f"Kept whole, nothing goes: {visible(explanation.kept_whole)}.", style="yellow")
    if explanation.threshold is None:
        yield Text(
            f"As it was stored. Rules, settings or data of {', '.join(sorted(found.stale))} have "
            "changed since: --today shows what they say now, the next ingest brings it up to date.",
            style="yellow",
        )
    for problem in explanation.article.problems:
        if problem.stage != "boilerplate":
            yield Text(visible(f"{problem.stage}: {problem.error}"), style="yellow")


def _rows(line: ExplainedLine) -> Iterator[Row]:
    text = Text()
    for piece, goes in line.parts:
        cut = goes and line.verdict is Verdict.CUT
        shown = f"[-{visible(piece)}-]" if cut else visible(piece)
        text.append(shown, style="red" if cut else STYLES[line.verdict])
    yield Row(MARKS[line.verdict], str(line.number), text)
    for told in _reasons(line):
        yield Row(" ", "", Text(INDENT + visible(told), style="dim"))


def _reasons(line: ExplainedLine) -> Iterator[str]:
    judged = line.judged
    if line.verdict is Verdict.CUT:
        for cut in judged.stubs:
            yield f"{cut.kind} {cut.score:.2f}, {cut.rule}: {cut.reason}"
    if line.verdict is Verdict.CUT and judged.score < NEAR:
        return
    if line.verdict is not Verdict.KEPT:
        kept = "kept: " if line.verdict in (Verdict.NEAR, Verdict.CUT) else ""
        yield f"{kept}{judged.kind} {judged.score:.2f}, {judged.rule}: {judged.reason}"


def _totals(explanation: Explanation) -> Iterator[Text]:
    lost = explanation.words_lost
    moved = {kind: n for kind, n in lost.items() if kind in METADATA}
    removed = {kind: n for kind, n in lost.items() if kind not in METADATA}
    goes = "would go" if explanation.kept_whole else "removed"
    yield Text(f"{explanation.words:,} words; {goes}: {_counted(removed, explanation.words)}")
    if moved:
        yield Text(f"moved to fields: {_counted(moved, explanation.words)}")
    for name, values in explanation.fields.items():
        yield Text(visible(f"{INDENT}{name.replace('_', ' ')}: {'; '.join(values)}"))
    near = len(explanation.with_verdict([Verdict.NEAR]))
    losing = len(explanation.with_verdict(LOSES))
    told = f"{len(explanation.lines):,} lines, {losing:,} of them lose words"
    if explanation.threshold is None:
        yield Text(f"{told}.")
    else:
        yield Text(f"{told}, {near:,} near misses; threshold {explanation.threshold:g}.")


def _counted(kinds: dict[str, int], words: int) -> str:
    total = sum(kinds.values())
    if not total:
        return "none"
    each = ", ".join(f"{kind} {count:,}" for kind, count in kinds.items())
    return f"{total:,} ({total / max(words, 1):.1%}): {each}"
