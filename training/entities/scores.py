"""F1 by label, as the evaluation data's own scorer counts it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from functools import cache
from types import ModuleType

from training.entities.documents import NAMES, Document, Labelled

LABELS = ("PER", "ORG", "LOC")

Finder = Callable[[str], Sequence[Labelled]]
Found = list[tuple[Document, Sequence[Labelled]]]


def found_by(finder: Finder, articles: Sequence[Document]) -> Found:
    """Each article with what is found in it, in spaCy's labels."""
    return [(article, finder(article.text)) for article in articles]


def f1(found: Found, labels: str) -> dict[str, float]:
    """F1 in per cent; a leading "the" and possessives ignored.

    Args:
        labels: the scorer's name of the table that turns spaCy's labels into the data's.
    """
    to_gold = _scorer().MAPS[labels]
    gold = [{"text": doc.text, "entities": _rows(doc.labelled)} for doc, _ in found]
    told = [
        [{**row, "label": to_gold.get(row["label"], row["label"])} for row in _rows(spans)]
        for _, spans in found
    ]
    scored = _scorer().score(gold, told, list(LABELS))
    return {label: scored[label]["detnorm"][2] for label in LABELS if label in scored}


def _rows(spans: Sequence[Labelled]) -> list[dict[str, object]]:
    return [{"start": span.start, "end": span.end, "label": span.label} for span in spans]


@cache
def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_ner", NAMES / "score_ner.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(NAMES / "score_ner.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
