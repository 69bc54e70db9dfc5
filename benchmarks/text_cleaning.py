"""What cleaning a text costs: the boilerplate stage alone, on one core.

    python -m benchmarks.text_cleaning [FILE.jsonl]

Prints milliseconds of processor time for 570 words, the mean length of a news article, over the
texts of `seeds/articles`, or over the "text" (or the "paragraphs") of a file of records.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from flows.sources import read_sources
from transforms.article import Article, RawArticle
from transforms.boilerplate import removals
from transforms.extract import ExtractText

WORDS = 570
ROUNDS = 5
SEEDS = Path(__file__).parents[1] / "seeds/articles"


def seeds() -> Iterator[str]:
    """The texts of the sample articles."""
    for raw in read_sources([str(SEEDS)]):
        if isinstance(raw, RawArticle):
            yield ExtractText().process(Article(raw)).text


def records(path: str) -> Iterator[str]:
    """The texts of a file of records."""
    for line in Path(path).read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row.get("text") or "\n".join(p["text"] for p in row["paragraphs"])


def main(file: str | None) -> None:
    texts = list(records(file) if file else seeds())
    words = sum(len(text.split()) for text in texts)
    for text in texts:
        removals(text, "en")
    started = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            removals(text, "en")
    spent = (time.process_time() - started) / ROUNDS
    print(f"{len(texts)} texts of {words / len(texts):.0f} words, {1000 * spent:.0f} ms")
    print(f"for {WORDS} words: {1000 * spent * WORDS / words:.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
