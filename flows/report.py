"""A run's report: the closing table in a terminal, a Prefect artifact, a document in the index."""

from __future__ import annotations

import logging
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from prefect.artifacts import create_markdown_artifact
from prefect.context import FlowRunContext
from rich.console import Group
from rich.table import Table
from rich.text import Text

from flows.outcomes import Outcome, Tally
from flows.sources.redact import shown_location
from index_mappings.runs import COMPLETED, FAILED

LOG = logging.getLogger("dateline.ingest")
# ASCII punctuation, all of which markdown lets a backslash take the meaning from.
MARKUP = re.compile(r"[!-/:-@\[-`{-~]")
PACKAGES = ("dateline", "prefect", "elasticsearch", "spacy")
SHOWN_NAMES = 10
MEANING = {
    Outcome.INDEXED: "new in the index",
    Outcome.UPDATED: "changed text, or made by newer stages",
    Outcome.UNCHANGED: "nothing to do",
    Outcome.DUPLICATE: "the same id, read before in this run",
    Outcome.QUARANTINED: "kept aside with the reason",
}


EVENTS = {
    "moved": "moved: the same content under another file's name, which is no more",
    "overtaken": "unchanged because another run has written something newer, or the very same",
    "tombstoned": "no longer in the sources: left the index, what was read stays",
}


class RefusedError(Exception):
    """Something that was asked for was not done. The message says why, and what to do."""


@dataclass(frozen=True)
class RunReport:
    """What a run did.

    `seconds` is wall time; `skipped` counts files in folders passed over; `recurring` is the
    snapshot of recurring lines that it used; `flow` is the kind of run; `refused` says why
    something that was asked for was not done.
    """

    run: str
    tally: Tally
    seconds: float
    skipped: int = 0
    recurring: str | None = None
    flow: str = "ingest"
    refused: str | None = None

    def close(self) -> None:
        """Raises NotClosedError or RefusedError where the run did not do all that it was to do."""
        self.tally.close()
        if self.refused:
            raise RefusedError(self.refused)

    @property
    def rate(self) -> float:
        """Documents read a second."""
        return self.tally.read / self.seconds if self.seconds else 0.0

    def document(self) -> dict[str, Any]:
        """The report as fields of the run's document in the index."""
        tally = self.tally
        outcomes = {str(outcome): tally.outcomes[outcome] for outcome in Outcome}
        return {
            "run": self.run,
            "state": COMPLETED if tally.closes and not self.refused else FAILED,
            "seconds": round(self.seconds, 3),
            "outcomes": {"read": tally.read, **outcomes},
            "stage_seconds": {name: round(s, 3) for name, s in tally.stage_seconds.items()},
            "stage_articles": dict(tally.stage_articles),
            "events": {event: n for event, n in tally.events.items() if n},
            "problems": dict(tally.problems),
            "alarms": [{"told": told, "batches": n} for told, n in tally.alarms.items()],
            "versions": {name: version(name) for name in PACKAGES}
            | {"python": platform.python_version()}
            | ({"recurring": self.recurring} if self.recurring else {}),
            "duplicates": self._ids(Outcome.DUPLICATE),
            "quarantined": self._ids(Outcome.QUARANTINED),
        } | ({"error": self.refused} if self.refused else {})

    def _ids(self, outcome: Outcome) -> list[str]:
        return [reference.id for reference in self.tally.named.get(outcome, ())]


def closing_table(report: RunReport) -> Group:
    """The report for a terminal: outcomes, the equation, what was not indexed and why."""
    tally = report.tally
    table = Table(title=f"Run {report.run}", title_justify="left", caption_justify="left")
    table.add_column("outcome")
    table.add_column("documents", justify="right")
    table.add_column("", style="dim")
    for outcome in Outcome:
        table.add_row(str(outcome), f"{tally.outcomes[outcome]:,}", MEANING[outcome])
    table.add_section()
    table.add_row("read", f"{tally.read:,}", f"{report.seconds:.1f} s, {report.rate:.1f} a second")
    lines = [Text(tally.equation(), style="green" if tally.closes else "bold red")]
    lines += [Text(line, style="bold red") for line in _alarms(report)]
    lines += [Text(line) for line in _remarks(report)]
    return Group(table, *lines)


def _alarms(report: RunReport) -> Iterator[str]:
    for told, batches in report.tally.alarms.items():
        yield f"ALARM in {batches:,} batches: {shown_location(told, 300)}"


def _remarks(report: RunReport) -> Iterator[str]:
    tally = report.tally
    yield from (f"{n:,} {EVENTS.get(event, event)}" for event, n in tally.events.items() if n)
    if report.flow == "reprocess" and tally.stage_articles:
        stages = ", ".join(f"{stage} {n:,}" for stage, n in tally.stage_articles.items())
        yield f"articles by stage that ran: {stages}"
    for outcome in (Outcome.DUPLICATE, Outcome.QUARANTINED):
        names = tally.named.get(outcome, [])
        yield from (shown_location(f"{outcome}: {reference}") for reference in names[:SHOWN_NAMES])
        if (more := tally.outcomes[outcome] - SHOWN_NAMES) > 0:
            yield f"… and {more:,} more {outcome}"
    for stage, count in sorted(tally.problems.items()):
        yield f"{count:,} articles with a problem at {stage}: see their field `problems`"
    if report.skipped:
        yield f"{report.skipped:,} other files in the folders are of no format that is read"


def publish(report: RunReport) -> None:
    """Put the report beside the flow run, as a Prefect artifact; nothing outside of a flow.

    Where Prefect does not take it, the run is as good without: that is a warning.
    """
    if FlowRunContext.get() is None:
        return
    page, equation = markdown(report), report.tally.equation()
    try:
        create_markdown_artifact(key=f"dateline-{report.flow}", markdown=page, description=equation)
    except Exception as error:  # noqa: BLE001 - whatever ails Prefect
        LOG.warning("the report could not be put beside the flow run: %s", type(error).__name__)


def markdown(report: RunReport) -> str:
    """The report as a page."""
    tally = report.tally
    rows = [
        f"| {outcome} | {tally.outcomes[outcome]:,} | {MEANING[outcome]} |" for outcome in Outcome
    ]
    stages = [f"| {name} | {s:.1f} |" for name, s in tally.stage_seconds.most_common()]
    reasons = [
        f"| {_cell(f'{reason} at {stage}')} | {n:,} |"
        for (stage, reason), n in tally.failures.most_common()
    ]
    named = [
        f"- `{_code(str(reference))}`"
        for reference in tally.named.get(Outcome.QUARANTINED, [])[:100]
    ]
    return "\n".join(
        [
            f"# Run {report.run}",
            f"**{tally.equation()}** in {report.seconds:.1f} s ({report.rate:.1f} a second)",
            "",
            *(f"**{_cell(line)}**\n" for line in _alarms(report)),
            "| outcome | documents | |",
            "|---|---:|---|",
            *rows,
            *_section("| stage | seconds in all workers |", stages),
            *_section("| quarantined for | documents |", reasons),
            *(["", *named] if named else []),
        ]
    )


def _section(head: str, rows: list[str]) -> list[str]:
    return ["", head, "|---|---:|", *rows] if rows else []


def _cell(told: str) -> str:
    # Hostile names end up here: nothing of them may be markup.
    return MARKUP.sub(r"\\\g<0>", shown_location(told, 300))


def _code(told: str) -> str:
    return shown_location(told, 300).replace("`", "'")
