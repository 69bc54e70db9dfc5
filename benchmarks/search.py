"""What a search takes: p50 and p95 of faceted queries, over an index that exists.

    DATELINE_ES_URL=… DATELINE_PREFIX=… python -m benchmarks.search [ROUNDS]

Asks the queries that relevance is judged by (tests/gates/judged), with four facets, a filter on
every third, ten hits with highlights, through the function that the command and the page call.
Prints milliseconds: of the whole call, and of Elasticsearch for the main request alone.
The first round warms caches and does not count. Says how busy the machine is: on a busy one the
figures are of the machine, and the best of the rounds of each query tells more.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from index_mappings.cluster import open_cluster
from index_mappings.curated_file import curated_names
from index_mappings.families import Aliases
from index_mappings.settings import Settings
from search.find import find
from search.request import SearchRequest

JUDGED = Path(__file__).parents[1] / "tests/gates/judged"
FACETS = ("persons", "places", "source", "published")
ROUNDS = 5


def requests() -> Iterator[SearchRequest]:
    """One request a judged query."""
    lines = [
        line for path in sorted(JUDGED.glob("*.jsonl")) for line in path.open(encoding="utf-8")
    ]
    for at, line in enumerate(lines):
        languages = ("en",) if at % 3 == 0 else ()
        yield SearchRequest(json.loads(line)["query"], facets=FACETS, languages=languages)


def quantile(values: list[float], share: float) -> float:
    """The value below which this share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def show(label: str, values: list[float]) -> None:
    """Print the median and the 95th percentile."""
    print(f"{label}: p50 {quantile(values, 0.5):.0f} ms, p95 {quantile(values, 0.95):.0f} ms")


def main(rounds: int) -> None:
    settings = Settings()
    names, aliases = curated_names(settings.names_file), Aliases(settings.prefix)
    asked = list(requests())
    whole: list[list[float]] = [[] for _ in asked]
    inside: list[list[float]] = [[] for _ in asked]
    with open_cluster(settings) as client:
        articles = client.count(index=aliases.articles)["count"]
        for number in range(rounds + 1):
            for at, request in enumerate(asked):
                started = time.perf_counter()
                took = find(client, aliases, request, names).took_ms
                if number:
                    whole[at].append(1000 * (time.perf_counter() - started))
                    inside[at].append(took)
    print(f"{articles:,} articles, {len(asked)} queries, {rounds} rounds")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for label, times in (("whole call", whole), ("main request", inside)):
        show(label, [each for query in times for each in query])
        show(f"{label}, best of each query", [min(query) for query in times])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
