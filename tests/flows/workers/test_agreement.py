"""What a worker must have in common with its run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.workers.agreement import OtherWorkerError, Terms, parts_of
from transforms.published.stage import FindPublished
from transforms.sources import NO_SOURCES, Source, Sources

RUN = Terms(
    "cluster-a", "news-", {"dates": {"version": "3"}, "entities": {"version": "2", "model": "sm"}}
)


@pytest.mark.parametrize(
    ("worker", "told"),
    [
        (replace(RUN, cluster="cluster-b"), "its Elasticsearch is cluster cluster-b, the run's is"),
        (replace(RUN, prefix="old-"), "its DATELINE_PREFIX is 'old-', the run's is 'news-'"),
        (
            replace(RUN, stages={**RUN.stages, "entities": {"version": "2", "model": "md"}}),
            "entities: its model is md, the run's sm",
        ),
        (
            replace(RUN, stages={**RUN.stages, "dates": {"version": "2"}}),
            "dates: its version is 2, the run's 3",
        ),
        (
            replace(RUN, stages={"dates": RUN.stages["dates"]}),
            "entities: its model is not there, the run's sm",
        ),
        (
            replace(RUN, stages={**RUN.stages, "story": {"version": "1"}}),
            "story: its version is 1, the run's not there",
        ),
    ],
)
def test_each_difference_is_named(worker: Terms, told: str) -> None:
    with pytest.raises(OtherWorkerError, match=told) as refused:
        RUN.refuse(worker)
    assert "\n" not in str(refused.value)


def test_what_is_known_of_single_outlets_is_part_of_it() -> None:
    here = parts_of(FindPublished(sources=NO_SOURCES))
    there = parts_of(known("Asia/Tokyo"))
    assert there == {**here, "outlets": there["outlets"]}
    assert parts_of(known("Asia/Tokyo")) == there
    assert parts_of(known("Europe/Kyiv"))["outlets"] != there["outlets"]


def known(zone: str) -> FindPublished:
    return FindPublished(sources=Sources((Source(("Harbour Times",), timezone=zone),)))


def test_a_worker_like_the_run_is_not_refused() -> None:
    RUN.refuse(Terms("cluster-a", "news-", {name: dict(RUN.stages[name]) for name in RUN.stages}))
