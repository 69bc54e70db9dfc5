"""How well models do on articles that they were not fitted to."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.entities.documents import NEWSWIRE, ROOT, Document, Labelled, documents
from training.entities.scores import Finder, Found, f1, found_by
from transforms.article import Article, Language, RawArticle
from transforms.entities import FindEntities
from transforms.entities.model import recognizer
from transforms.names.curated import CuratedNames

REGIONS = Path(__file__).parent / "regions.toml"
ENGLISH = Language("en", 1.0)


class Check:
    """What several models find, each in articles of its own: alone, and with the stage's layers."""

    def __init__(self) -> None:
        self._found: dict[str, Found] = {}

    def try_on(self, nlp: Any, articles: Sequence[Document]) -> None:  # noqa: ANN401
        """Try a model on the articles of sources that it has not seen."""
        for name, finder in finders(nlp):
            found = found_by(finder, articles)
            self._found.setdefault(name, []).extend(found)
            print(f"{name}: {told(f1(found, 'wwn'))}", flush=True)

    def tell(self) -> None:
        """Print F1 over all articles tried on, by label and by region."""
        for name, found in self._found.items():
            print(f"{name}, all sources: {told(f1(found, 'wwn'))}")
            for region, some in by_region(found):
                print(f"  {region}, {len(some)} articles: {told(f1(some, 'wwn'))}")


def tell_newswire(nlp: Any) -> None:  # noqa: ANN401
    """Print F1 on newswire of another source and year, which nothing was fitted to."""
    newswire = list(documents(NEWSWIRE))
    for name, finder in finders(nlp):
        print(f"{name}, newswire: {told(f1(found_by(finder, newswire), 'conll'))}", flush=True)


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
            lambda text: list(in_text(stage, text)),
        )
    recognizer.cache_clear()


def in_text(stage: FindEntities, text: str) -> Iterator[Labelled]:
    """What the stage finds in the body that `text` makes, by offsets into `text`."""
    article = Article(RawArticle(None, text.encode()), text=text, language=ENGLISH)
    done = stage.process(article)
    for found in done.entities:
        start, last = done.text_offset(found.start), done.text_offset(found.end - 1)
        yield Labelled(start, last + 1, found.label)


def by_region(found: Found) -> Iterator[tuple[str, Found]]:
    """What was found, by the regions of `regions.toml`."""
    for region, codes in tomllib.loads(REGIONS.read_text("utf-8")).items():
        yield region, [(doc, spans) for doc, spans in found if doc.country in codes]


def told(scores: Mapping[str, float]) -> str:
    """The figures as a line."""
    return " ".join(f"{label} {score:.1f}" for label, score in scores.items())
