"""A run against the entity model alone, and two workers against one.

    python -m benchmarks.end_to_end CORPUS [--articles 1200] [--rounds 3] [--keep]

CORPUS is a .jsonl, also as .gz or .zst, of records with "text". Every measurement is a process of
its own, its loading of the model included, over the same articles; medians of the rounds, which
alternate, so that what else the machine does falls on all. Elasticsearch is the one of the
settings, else the local one on the same machine. The indices are named `bench-…` and deleted.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from benchmarks.results import arguments, keep
from flows.sources import read_sources
from index_mappings.cluster import open_cluster
from index_mappings.families import Aliases
from index_mappings.indices import drop
from index_mappings.settings import Settings
from transforms.article import RawArticle

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
NER = """
import json, sys, time
started = time.perf_counter()
from transforms.entities.model import DEFAULT_MODEL, load_model
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
nlp = load_model(DEFAULT_MODEL)
for doc in nlp.pipe(texts):
    doc.ents
print(time.perf_counter() - started)
"""


def sample(corpus: str, count: int, path: Path) -> int:
    """Write the first articles of the corpus as JSONL. Returns how many."""
    found = (raw for raw in read_sources([corpus]) if isinstance(raw, RawArticle))
    with path.open("w", encoding="utf-8") as file:
        written = 0
        for raw in islice(found, count):
            told = {"url": raw.uri, "text": raw.content.decode("utf-8", "replace")}
            file.write(json.dumps(told) + "\n")
            written += 1
    return written


def ner_alone(path: Path) -> float:
    """Seconds of `nlp.pipe` with nothing but `ner`, over the raw texts."""
    told = subprocess.run(
        [sys.executable, "-c", NER, str(path)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **ONE_THREAD},
    )
    return float(told.stdout)


def ingested(path: Path, prefix: str, workers: int) -> float:
    """Seconds of a run."""
    command = "from cli.main import main; main()"
    environment = {
        **os.environ,
        "DATELINE_PREFIX": prefix,
        "DATELINE_WORKERS": str(workers),
        "DATELINE_REPORTS": "",
    }
    started = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", command, "ingest", str(path), "--json"],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    report = json.loads(told.stdout)
    wall = time.perf_counter() - started
    print(f"  {workers} workers: {report['seconds']:.1f} s, with start-up {wall:.1f} s", flush=True)
    return float(report["seconds"])


@contextmanager
def index(prefix: str) -> Iterator[str]:
    """A prefix whose indices and templates are deleted afterwards."""
    try:
        yield prefix
    finally:
        with open_cluster(Settings()) as client:
            drop(client, Aliases(prefix))


def main() -> None:
    parser = arguments("end_to_end")
    parser.add_argument("corpus")
    parser.add_argument("--articles", type=int, default=1200)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.jsonl"
        count = sample(asked.corpus, asked.articles, path)
        for at in range(asked.rounds):
            print(f"round {at + 1}", flush=True)
            seconds.setdefault("ner alone", []).append(ner_alone(path))
            with index(f"bench-{os.getpid()}-") as prefix:
                seconds.setdefault("one worker", []).append(ingested(path, prefix, 1))
            with index(f"bench-{os.getpid()}-") as prefix:
                seconds.setdefault("two workers", []).append(ingested(path, prefix, 2))
    median = {name: statistics.median(values) for name, values in seconds.items()}
    for name, value in median.items():
        print(f"{name}: {value:.1f} s, {count / value:.1f} articles a second {seconds[name]}")
    told = ", ".join(f"{name} {value:.0f} s" for name, value in median.items())
    told = f"{count:,} articles, medians of {asked.rounds} rounds: {told}"
    of_ner = ratio(seconds, "ner alone", "one worker")
    two = ratio(seconds, "one worker", "two workers")
    print(f"one worker against ner alone: {of_ner:.3f}; two workers against one: {two:.2f}")
    if asked.keep:
        keep("of_ner", of_ner, told)
        keep("two_workers", two, told)


def ratio(seconds: dict[str, list[float]], of: str, by: str) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(a / b for a, b in zip(seconds[of], seconds[by], strict=True))


if __name__ == "__main__":
    main()
