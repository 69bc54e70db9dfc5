"""What a run did, and the same as fields of its document in the index."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from flows.running.memory import peak_memory
from flows.running.outcomes import Outcome, Reference, Tally
from flows.sources.redact import shown_location
from index_mappings.runs import COMPLETED, FAILED

PACKAGES = ("dateline", "prefect", "elasticsearch", "spacy")
MOST_REASONS = 100
MOST_EXAMPLES = 20
"""Documents of an outcome that the report names with URI and reason; `quarantined` names all."""


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
        """The report as fields of the run's document in the index: `RunRecord` reads them."""
        tally = self.tally
        return {
            "run": self.run,
            "state": COMPLETED if tally.closes and not self.refused else FAILED,
            "seconds": round(self.seconds, 3),
            "outcomes": counted(tally),
            "skipped": self.skipped,
            "worker_seconds": round(tally.worker_seconds, 3),
            "memory": {"main": peak_memory(), "worker": tally.worker_memory},
            "stage_seconds": {name: round(s, 3) for name, s in tally.stage_seconds.items()},
            "stage_articles": dict(tally.stage_articles),
            "slowest": list(self._slowest()),
            "events": {event: n for event, n in tally.events.items() if n},
            "problems": dict(tally.problems),
            "alarms": [{"told": told, "batches": n} for told, n in tally.alarms.items()],
            "versions": {name: version(name) for name in PACKAGES}
            | {"python": platform.python_version()}
            | ({"recurring": self.recurring} if self.recurring else {}),
            "failures": [
                {"stage": stage, "reason": reason, "documents": n}
                for (stage, reason), n in tally.failures.most_common(MOST_REASONS)
            ],
            "examples": list(self._examples()),
            "duplicates": self._ids(Outcome.DUPLICATE),
            "quarantined": self._ids(Outcome.QUARANTINED),
        } | ({"error": self.refused} if self.refused else {})

    def _ids(self, outcome: Outcome) -> list[str]:
        return [reference.id for reference in self.tally.named.get(outcome, ())]

    def _slowest(self) -> Iterator[dict[str, Any]]:
        for each in self.tally.slowest:
            told = {"seconds": round(each.seconds, 3), "characters": each.characters}
            yield _named(each.id, each.uri) | told

    def _examples(self) -> Iterator[dict[str, str]]:
        for outcome in (Outcome.QUARANTINED, Outcome.DUPLICATE):
            references: list[Reference] = self.tally.named.get(outcome, [])
            for each in references[:MOST_EXAMPLES]:
                told = {"outcome": str(outcome), "why": shown_location(each.why)}
                yield _named(each.id, each.uri) | told


def counted(tally: Tally) -> dict[str, int]:
    """The terms of the equation by name."""
    return {"read": tally.read} | {str(outcome): tally.outcomes[outcome] for outcome in Outcome}


def _named(id: str, uri: str | None) -> dict[str, str]:
    return {"id": id} | ({"uri": shown_location(uri)} if uri else {})
