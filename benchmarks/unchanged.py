"""A second run over a corpus that has not changed, against the first.

    python -m benchmarks.unchanged CORPUS [--articles 6000] [--rounds 3] [--keep]

CORPUS as for `benchmarks.end_to_end`. Seconds are those of the runs' reports: from the moment in
which sources and index are there to the last document written, Prefect's server among them.
"""

import os
import statistics
import tempfile
from pathlib import Path

from benchmarks.end_to_end import index, ingested, sample
from benchmarks.results import arguments, keep

WORKERS = 2


def main() -> None:
    parser = arguments("unchanged")
    parser.add_argument("corpus")
    parser.add_argument("--articles", type=int, default=6000)
    parser.add_argument("--rounds", type=int, default=3, help="second runs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, index(f"bench-{os.getpid()}-") as prefix:
        path = Path(folder) / "sample.jsonl"
        count = sample(asked.corpus, asked.articles, path)
        first = ingested(path, prefix, WORKERS)
        again = statistics.median(ingested(path, prefix, WORKERS) for _ in range(asked.rounds))
    told = f"{count:,} articles, {WORKERS} workers: {first:.0f} s, then {again:.1f} s"
    print(f"{told}; {first / again:.1f} times as fast")
    if asked.keep:
        keep("second_run", first / again, f"{told}, median of {asked.rounds}")


if __name__ == "__main__":
    main()
