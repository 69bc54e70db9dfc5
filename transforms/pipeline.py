"""Running stages over a batch: only the stale ones, each failure caught with its stage's name."""

from __future__ import annotations

import re
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from transforms.article import Article, Problem
from transforms.sources import source_key
from transforms.stage import OnError, Stage

TRACE_LIMIT = 8_000
CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Failure:
    """An article that a stage could not process.

    `reason` is the error's class in snake case, a short code to count by ("empty_text").
    """

    article: Article
    stage: str
    reason: str
    error: str
    trace: str

    @classmethod
    def caught(
        cls, article: Article, stage: str, error: Exception, reason: str | None = None
    ) -> Failure:
        """The failure that an `except` block has caught; called within it, for the trace."""
        trace = traceback.format_exc()[-TRACE_LIMIT:]
        return cls(article, stage, reason or _code(error), _told(error), trace)


@dataclass
class Processed:
    """What became of a batch: articles by id, failures, alarms, and seconds by stage.

    `article_seconds` are by id, all stages together. Of a stage that takes several articles at a
    time, an article's share is by its length.
    """

    articles: dict[str, Article] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    article_seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))


@dataclass(frozen=True)
class Pipeline:
    """Stages in order. Raises ValueError where a stage needs one that does not come before it."""

    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for stage in self.stages:
            if missing := set(stage.needs) - seen:
                raise ValueError(f"stage {stage.name} needs {sorted(missing)} before it")
            seen.add(stage.name)

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """Stage name to fingerprint, in the order of the stages."""
        return {stage.name: stage.fingerprint for stage in self.stages}

    @cached_property
    def apart(self) -> Mapping[str, dict[str, str]]:
        """The same of outlets of which a stage knows something of their own, by `source_key`."""
        keys = {key for stage in self.stages for key in stage.apart}
        found = {
            key: {stage.name: stage.fingerprint_for(key) for stage in self.stages}
            for key in sorted(keys)
        }
        return {key: told for key, told in found.items() if told != self.fingerprints}

    def fingerprints_of(self, source: str | None) -> dict[str, str]:
        """Stage name to fingerprint, for the articles of an outlet."""
        # Not by `apart`: a worker asks for a few outlets, and of a pipeline made for each batch.
        key = source_key(source)
        return {stage.name: stage.fingerprint_for(key) for stage in self.stages}

    def stale(self, recorded: Mapping[str, str], source: str | None = None) -> frozenset[str]:
        """The stages to recompute, given the fingerprints that an article was made with.

        A stage is stale when its fingerprint differs or a stage that it needs is stale.
        """
        found: set[str] = set()
        today = self.fingerprints_of(source)
        for stage in self.stages:
            differs = recorded.get(stage.name) != today[stage.name]
            if differs or found.intersection(stage.needs):
                found.add(stage.name)
        return frozenset(found)

    def run(
        self, articles: Sequence[Article], stale: Mapping[str, frozenset[str]] | None = None
    ) -> Processed:
        """Run the stages over a batch.

        Args:
            articles: with distinct ids, and with the layers that are not to be recomputed.
            stale: by article id the stages to run; all of them where the id is not there.
        """
        done = Processed({article.id: article for article in articles})
        for stage in self.stages:
            due = [
                article
                for article in done.articles.values()
                if stale is None or article.id not in stale or stage.name in stale[article.id]
            ]
            if due:
                started = time.perf_counter()
                _run_stage(stage, due, done)
                spent = time.perf_counter() - started
                done.seconds[stage.name] = done.seconds.get(stage.name, 0.0) + spent
        return done


def _run_stage(stage: Stage, due: Sequence[Article], done: Processed) -> None:
    fresh = [stage.cleared(article) for article in due]
    try:
        results = list(_timed(stage, fresh, done))
    except Exception:  # noqa: BLE001 - one by one, to find which article it was
        results = [article for one in fresh if (article := _run_one(stage, one, done)) is not None]
    for article in results:
        done.articles[article.id] = article
    if alarm := stage.alarm(results):
        done.alarms.append(f"{stage.name}: {alarm}")


def _run_one(stage: Stage, article: Article, done: Processed) -> Article | None:
    started = time.perf_counter()
    try:
        return next(iter(stage.process_batch([article])))
    except Exception as error:  # noqa: BLE001 - the edge of a batch: the article is accounted for
        if stage.on_error is OnError.EMPTY_LAYER:
            problem = Problem(stage.name, _told(error))
            return replace(article, problems=(*article.problems, problem))
        done.failures.append(Failure.caught(article, stage.name, error))
        del done.articles[article.id]
        return None
    finally:
        done.article_seconds[article.id] += time.perf_counter() - started


def _timed(stage: Stage, articles: Sequence[Article], done: Processed) -> Iterator[Article]:
    """The stage's results, and how long each took."""
    spent: list[float] = []
    last = time.perf_counter()
    for _, made in zip(articles, stage.process_batch(articles), strict=True):
        now = time.perf_counter()
        spent.append(now - last)
        last = now
        yield made
    one_by_one = type(stage).process_batch is Stage.process_batch
    shares = spent if one_by_one else _by_length(sum(spent), articles)
    for article, seconds in zip(articles, shares, strict=True):
        done.article_seconds[article.id] += seconds


def _by_length(seconds: float, articles: Sequence[Article]) -> list[float]:
    lengths = [1 + len(article.text) for article in articles]
    return [seconds * length / sum(lengths) for length in lengths]


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]


def _code(error: Exception) -> str:
    return CAPITAL.sub("_", type(error).__name__).lower()
