"""What there is to make anew: how much is stale, and about how long it would take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.batches.place import made_with
from flows.reprocess import Reprocess, Selection, moment_of
from flows.running.run import opened
from flows.workers.workplace import pipeline_for
from index_mappings.cluster import in_plain_words, open_cluster
from index_mappings.families import Aliases
from index_mappings.pace import Pace, pace
from index_mappings.recurring_files import promoted_recurring
from index_mappings.settings import Settings
from index_mappings.stale import count_stale
from index_mappings.status import Status, status
from transforms.pipeline import Pipeline


@dataclass(frozen=True)
class Forecast:
    """What there is to do.

    `articles` counts by stage the ones that it would run for; `touched` are written anew, of
    `selected`; `strays` of these have no article of what was read last.
    """

    articles: Mapping[str, int]
    selected: int
    touched: int
    strays: int
    workers: int
    pace: Pace

    def seconds_of(self, stage: str) -> float | None:
        """Seconds of worker time that the stage would take; None where no run tells."""
        articles = self.articles[stage]
        if not articles:
            return 0.0
        an_article = self.pace.stages.get(stage)
        return None if an_article is None else an_article * articles

    @property
    def seconds(self) -> float | None:
        """Seconds that all of it would take; None where no run tells."""
        parts = [self.seconds_of(stage) for stage in self.articles]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts) or self.pace.around is None:
            return None
        return (sum(known) + self.pace.around * self.touched) / self.workers

    def document(self) -> dict[str, Any]:
        """All of it, for programs."""
        seconds = self.seconds
        return {
            "selected": self.selected,
            "touched": self.touched,
            "strays": self.strays,
            "stages": {
                stage: {"articles": n, "seconds": self.seconds_of(stage)}
                for stage, n in self.articles.items()
            },
            "workers": self.workers,
            "seconds": None if seconds is None else round(seconds, 1),
        }


def forecast(selection: Selection) -> Forecast:
    """What `run_reprocess` would do now. Raises as it does."""
    with opened(Settings()) as base, moment_of(base, selection) as run:
        return _forecast(run)


def status_now() -> Status:
    """How the indices stand against the stages of today. Makes no index.

    Raises NoIndexError, ClusterError, and what `pipeline_for` does.
    """
    settings = Settings()
    pipeline = pipeline_for(settings, promoted_recurring(settings.recurring_folder))
    with in_plain_words(), open_cluster(settings) as client:
        aliases, makings = Aliases(settings.prefix), made_with(pipeline)
        return status(client, aliases, makings, upstream(pipeline), settings.es_patience)


def _forecast(run: Reprocess) -> Forecast:
    pipeline = run.base.pipeline
    strays = Counter(each.known for each in run.strays())
    selected = run.articles.count(run.query) + strays[False]
    articles = count_stale(run.articles, run.query, made_with(pipeline), upstream(pipeline))
    for stage in articles:
        if stage in run.redo:
            articles[stage] = selected
        articles[stage] = min(selected, articles[stage] + strays.total())
    return Forecast(
        articles,
        selected,
        min(selected, run.articles.count(run.due) + strays.total()),
        strays.total(),
        run.settings.workers,
        pace(run.client, run.aliases),
    )


def upstream(pipeline: Pipeline) -> dict[str, list[str]]:
    """By stage the names of itself and of all stages that it depends on."""
    now = pipeline.fingerprints
    after = {name: pipeline.stale({k: v for k, v in now.items() if k != name}) for name in now}
    return {stage: [name for name in now if stage in after[name]] for stage in now}
