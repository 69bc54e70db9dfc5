"""What each layer over the entity model is worth: F1 with all of them, and without each.

    python -m training.entities.layers [MODEL…]

Without a model named: `en_core_web_md`, which has seen neither source, and the project's own, which
was fitted to world news: its figures there say little, those on newswire count.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from training.entities.documents import NEWSWIRE, ROOT, WORLD, Document, Labelled, documents
from training.entities.scores import LABELS, Found, f1
from transforms.article import EntityMention
from transforms.entities.layers import Layer, applied, layers
from transforms.entities.model import recognizer
from transforms.entities.own_model import BASE, BASE_FOLDER, OWN_MODEL
from transforms.names.curated import CuratedNames
from transforms.resources import packaged_folder

SOURCES = (("world", WORLD, "wwn"), ("newswire", NEWSWIRE, "conll"))

Proposed = list[tuple[Document, Sequence[EntityMention]]]


def main() -> None:
    """Print a table in Markdown for each model."""
    lines = (ROOT / "seeds/names.jsonl").read_text("utf-8").splitlines()
    known = layers(CuratedNames.from_lines(lines))
    for model in sys.argv[1:] or [str(packaged_folder(BASE, BASE_FOLDER)), OWN_MODEL]:
        proposed = {name: proposals(model, path) for name, path, _ in SOURCES}
        columns = [f"{name} {label}" for name, *_ in SOURCES for label in LABELS]
        print(f"\n{model}\n\n| | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
        for told, chosen in ablations(known):
            figures = [
                f"{score:.1f}"
                for name, _, labels in SOURCES
                for score in scored(proposed[name], chosen, labels)
            ]
            print(f"| {told} | {' | '.join(figures)} |", flush=True)


def proposals(model: str, path: Path) -> Proposed:
    """The articles of a source with what the model alone finds in them."""
    articles = list(documents(path))
    found = recognizer(model).find([article.text for article in articles])
    return list(zip(articles, found, strict=True))


def ablations(known: Mapping[str, Layer]) -> Iterator[tuple[str, Sequence[Layer]]]:
    """None of the layers, all of them, and all but each, with what to call that."""
    yield "model alone", ()
    yield "all layers", tuple(known.values())
    for name in known:
        yield f"without {name}", tuple(layer for other, layer in known.items() if other != name)


def scored(proposed: Proposed, chosen: Sequence[Layer], labels: str) -> Iterator[float]:
    """F1 by label of what these layers make of the proposals."""
    found: Found = [
        (article, [_labelled(one) for one in applied(chosen, article.text, mentions)])
        for article, mentions in proposed
    ]
    scores = f1(found, labels)
    return (scores[label] for label in LABELS)


def _labelled(mention: EntityMention) -> Labelled:
    return Labelled(mention.start, mention.end, mention.label)


if __name__ == "__main__":
    main()
