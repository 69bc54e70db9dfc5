"""What an article costs, and the memory that a run holds, in a corpus ten times as large.

    python -m benchmarks.growth CORPUS [--articles 6000] [--times 10] [--words 300] [--keep]

Runs over the first ARTICLES of CORPUS, and over TIMES as many: the same ones with other addresses
and half of their longer words changed, so that they are neither the same articles nor copies.
Prints seconds an article and the most memory that all processes of a run held together, without
Elasticsearch. `--words` cuts each article short: what may grow with the corpus (look-ups, indexing,
stories, what a run keeps in mind) is then a larger share of its cost, so the ratio a harder test,
and 60,000 articles take a quarter of an hour.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import psutil

from benchmarks.end_to_end import index
from benchmarks.results import arguments, keep
from flows.sources import read_sources
from transforms.article import RawArticle

WORD = re.compile(r"\b[a-z]{5,}\b")
CHANGED = 0.5


def grown(corpus: str, count: int, times: int, most: int | None) -> Iterator[dict[str, str]]:
    """Records: the articles, then as often again with other words of the same corpus.

    Args:
        most: how many words of an article are taken; None for all.
    """
    texts = [
        shortened(raw.content.decode("utf-8", "replace"), most)
        for raw in islice(read_sources([corpus]), count)
        if isinstance(raw, RawArticle)
    ]
    words = sorted({word for text in texts for word in WORD.findall(text)})
    for time in range(times):
        chance = random.Random(time)  # noqa: S311 - no secret

        def other(found: re.Match[str], time: int = time, chance: random.Random = chance) -> str:
            return chance.choice(words) if time and chance.random() < CHANGED else found[0]

        for number, text in enumerate(texts):
            yield {"url": f"https://{time}.example/{number}", "text": WORD.sub(other, text)}


def shortened(text: str, most: int | None) -> str:
    """The text up to that many words, its lines as they are."""
    ends = [found.end() for found in islice(re.finditer(r"\S+", text), most)] if most else []
    return text[: ends[-1]] if ends else text


@dataclass
class Held:
    """The most memory that a process and its descendants held, in bytes, looked at each second."""

    process: psutil.Process
    most: int = 0
    most_of_one: int = 0

    def watch(self, over: threading.Event) -> None:
        while not over.wait(1):
            sizes = list(self._sizes())
            self.most = max(self.most, sum(sizes))
            self.most_of_one = max([self.most_of_one, *sizes])

    def _sizes(self) -> Iterator[int]:
        try:
            family = [self.process, *self.process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for each in family:
            try:
                if "java" not in each.name():
                    yield each.memory_info().rss
            except psutil.NoSuchProcess:
                continue


def run(path: Path, prefix: str) -> tuple[float, int, int]:
    """Seconds an article, the most bytes of all processes, and of one."""
    command = [sys.executable, "-c", "from cli.main import main; main()"]
    process = subprocess.Popen(
        [*command, "ingest", str(path), "--json"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DATELINE_PREFIX": prefix, "DATELINE_REPORTS": ""},
    )
    held, over = Held(psutil.Process(process.pid)), threading.Event()
    watcher = threading.Thread(target=held.watch, args=(over,))
    watcher.start()
    told, _ = process.communicate()
    over.set()
    watcher.join()
    report = json.loads(told)
    return report["seconds"] / report["outcomes"]["read"], held.most, held.most_of_one


def main() -> None:
    parser = arguments("growth")
    parser.add_argument("corpus")
    parser.add_argument("--articles", type=int, default=6000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--words", type=int, help="of an article; all where it is not given")
    asked = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for times in (1, asked.times):
            path = Path(folder) / f"{times}.jsonl"
            with path.open("w", encoding="utf-8") as file:
                for record in grown(asked.corpus, asked.articles, times, asked.words):
                    file.write(json.dumps(record) + "\n")
            with index(f"bench-{os.getpid()}-") as prefix:
                found.append(run(path, prefix))
            path.unlink()
            seconds, most, one = found[-1]
            print(
                f"{times * asked.articles:,} articles: {1000 * seconds:.1f} ms each, "
                f"{most / 1e6:,.0f} MB in all, {one / 1e6:,.0f} MB the largest process",
                flush=True,
            )
    small, large = found
    print(f"cost {large[0] / small[0]:.3f}, memory {large[1] / small[1]:.3f}")
    if asked.keep:
        counts = f"{asked.times * asked.articles:,} articles against {asked.articles:,}"
        counts += f", of {asked.words} words each" if asked.words else ""
        keep("cost", large[0] / small[0], f"{counts}: {large[0]:.4f} s and {small[0]:.4f} s each")
        held = f"{counts}: {large[1] / 1e6:,.0f} MB and {small[1] / 1e6:,.0f} MB, all processes"
        keep("memory", large[1] / small[1], f"{held} without Elasticsearch")
        keep("worker", large[2] / 1e9, f"{counts}: the largest process of the run")


if __name__ == "__main__":
    main()
