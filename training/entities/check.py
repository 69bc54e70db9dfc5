"""How well the recipe does on sources that it was not fitted to."""

from __future__ import annotations

import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.entities.documents import NEWSWIRE, ROOT, Document, Labelled, documents, folds
from training.entities.examples import examples
from training.entities.scores import LABELS, Finder, Found, f1, found_by
from training.entities.train import Recipe, train
from transforms.article import Article, Language, RawArticle
from transforms.entities import FindEntities
from transforms.names.curated import CuratedNames

FOLDS = 5
REGIONS = Path(__file__).parent / "regions.toml"
ENGLISH = Language("en", 1.0)


def check(nlp: Any, articles: Sequence[Document]) -> None:  # noqa: ANN401
    """Print F1 by label, of the model alone and of the stage that it is part of."""
    start = nlp.get_pipe("ner").to_bytes()
    pieces = {article.id: list(examples(nlp, [article])) for article in articles}
    newswire = list(documents(NEWSWIRE))
    world: defaultdict[str, Found] = defaultdict(list)
    wire: defaultdict[str, list[Mapping[str, float]]] = defaultdict(list)
    for number, part in enumerate(folds(articles, FOLDS), start=1):
        held_out = {article.id for article in part}
        nlp.get_pipe("ner").from_bytes(start)
        taught = [one for id in pieces if id not in held_out for one in pieces[id]]
        train(nlp, taught, Recipe())
        for name, finder in finders(nlp):
            found = found_by(finder, part)
            world[name] += found
            wire[name].append(f1(found_by(finder, newswire), "conll"))
            print(
                f"part {number}, {name}: {told(f1(found, 'wwn'))}, newswire {told(wire[name][-1])}"
            )
    for name, found in world.items():
        print(f"{name}, sources not seen: {told(f1(found, 'wwn'))}")
        print(f"{name}, newswire, mean: {told(mean(wire[name]))}")
        for region, some in by_region(found):
            print(f"  {region} ({len(some)}): {told(f1(some, 'wwn'))}")


def finders(nlp: Any) -> Iterator[tuple[str, Finder]]:  # noqa: ANN401
    """The model alone, and the stage `entities` with it."""
    yield (
        "model",
        lambda text: [Labelled(e.start_char, e.end_char, e.label_) for e in nlp(text).ents],
    )
    lines = (ROOT / "seeds/names.jsonl").read_text("utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        nlp.to_disk(folder)
        stage = FindEntities(names=CuratedNames.from_lines(lines), model=folder)
        yield (
            "stage",
            lambda text: [
                Labelled(found.start, found.end, found.label)
                for found in stage.process(
                    Article(RawArticle(None, text.encode()), text=text, language=ENGLISH)
                ).entities
            ],
        )


def by_region(found: Found) -> Iterator[tuple[str, Found]]:
    """What was found, by the regions of `regions.toml`."""
    for region, codes in tomllib.loads(REGIONS.read_text("utf-8")).items():
        yield region, [(doc, spans) for doc, spans in found if doc.country in codes]


def mean(scores: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each label's figure."""
    return {label: sum(each[label] for each in scores) / len(scores) for label in LABELS}


def told(scores: Mapping[str, float]) -> str:
    """The figures as a line."""
    return " ".join(f"{label} {score:.1f}" for label, score in scores.items())
