"""What names cost: the `names` stage alone, on one core, and one comparison of two names.

    python -m benchmarks.names [FILE.jsonl]

Prints milliseconds of processor time for 570 words, the mean length of a news article, over the
texts of `seeds/articles`, or over the "text" of a file of records; entities are found beforehand.
"""

import json
import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from flows.sources import read_sources
from flows.workers.workplace import pipeline_for
from index_mappings.settings import Settings
from transforms.article import Article, NameKind, RawArticle
from transforms.extract import ExtractText
from transforms.names import ResolveNames, compare

WORDS = 570
ROUNDS = 5
BATCH = 64
COMPARED = 300
SEEDS = Path(__file__).parents[1] / "seeds/articles"


def seeds() -> Iterator[Article]:
    """The sample articles, with their text."""
    for raw in read_sources([str(SEEDS)]):
        if isinstance(raw, RawArticle):
            yield ExtractText().process(Article(raw))


def records(path: str) -> Iterator[Article]:
    """The articles of a file of records."""
    for number, line in enumerate(Path(path).read_text("utf-8").splitlines()):
        yield Article(RawArticle(f"benchmark:{number}", b""), text=json.loads(line)["text"])


def with_entities(articles: list[Article]) -> Iterator[Article]:
    """The articles as the `names` stage meets them."""
    pipeline = pipeline_for(Settings())
    needed = frozenset(("language", "boilerplate", "entities"))
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        done = pipeline.run(batch, {article.id: needed for article in batch})
        yield from done.articles.values()


def names_stage() -> ResolveNames:
    """The stage with the settings that the flows use."""
    stages = pipeline_for(Settings()).stages
    return next(stage for stage in stages if isinstance(stage, ResolveNames))


def article_cost(stage: ResolveNames, articles: list[Article]) -> None:
    """Print what an article costs: the first time, and the best of several rounds."""
    words = sum(len(article.body.split()) for article in articles)
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for article in articles:
            stage.process(article)
        spent.append(time.process_time() - started)
    print(f"{len(articles)} articles of {words / len(articles):.0f} words")
    first, best = (1000 * each * WORDS / words for each in (spent[0], min(spent)))
    print(f"for {WORDS} words: {first:.2f} ms met first, {best:.2f} ms met again")


def comparison_cost(stage: ResolveNames, articles: list[Article]) -> None:
    """Print what comparing two names of persons costs, each pair for the first time."""
    persons = sorted(
        {
            name.surface
            for article in articles
            for name in stage.process(article).names
            if name.kind is NameKind.PERSON
        }
    )[:COMPARED]
    pairs = list(combinations(persons, 2))
    started = time.process_time()
    for a, b in pairs:
        compare(a, b, NameKind.PERSON, stage.names)
    spent = time.process_time() - started
    print(f"a comparison: {1_000_000 * spent / len(pairs):.0f} µs, over {len(pairs)} pairs")


def main(file: str | None) -> None:
    articles = list(with_entities(list(records(file) if file else seeds())))
    stage = names_stage()
    stage.process(articles[0])
    article_cost(stage, articles)
    comparison_cost(stage, articles)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
