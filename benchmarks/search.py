"""What a search takes: p50 and p95 of faceted queries, over an index that exists.

    DATELINE_ES_URL=… DATELINE_PREFIX=… python -m benchmarks.search [ROUNDS]

Asks the queries that relevance is judged by (tests/gates/relevance), with four facets, a filter on
every third, ten hits with highlights, through the function that the command and the page call.
Prints milliseconds: of the whole call as it is met, and of Elasticsearch for the main request alone.
The first round warms caches and does not count. Says how busy the machine is: on a busy one the
figures are of the machine.
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

JUDGED = Path(__file__).parents[1] / "tests/gates/relevance"
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


def main(rounds: int) -> None:
    settings = Settings()
    names, aliases = curated_names(settings.names_file), Aliases(settings.prefix)
    asked = list(requests())
    whole: list[float] = []
    inside: list[float] = []
    with open_cluster(settings) as client:
        articles = client.count(index=aliases.articles)["count"]
        for number in range(rounds + 1):
            for request in asked:
                started = time.perf_counter()
                took = find(client, aliases, request, names).took_ms
                if number:
                    whole.append(1000 * (time.perf_counter() - started))
                    inside.append(took)
    load = os.getloadavg()[0]
    print(
        f"{articles:,} articles, {len(whole)} searches; load {load:.1f} on {os.cpu_count()} cores"
    )
    for label, values in (("whole call", whole), ("main request", inside)):
        print(f"{label}: p50 {quantile(values, 0.5):.0f} ms, p95 {quantile(values, 0.95):.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
