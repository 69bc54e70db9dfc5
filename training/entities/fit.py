"""Fit the weights of `transforms/entities/en_dateline_news/` to news of all continents.

    python -m training.entities.fit [--check]

Starts from spaCy's `en_core_web_md`, whose own finds stand in for what the data leaves unlabelled.
With `--check` nothing is written: five times over, what the articles of four fifths of the sources
teach is tried on those of the fifth, and on newswire that nothing was fitted to.
"""

from __future__ import annotations

import sys

from training.entities.base import base_model
from training.entities.check import check
from training.entities.documents import WORLD, documents
from training.entities.examples import examples
from training.entities.train import Recipe, train
from transforms.entities.own_model import OWN_MODEL
from transforms.resources import packaged_folder

OUT = packaged_folder("transforms", f"entities/{OWN_MODEL}")
META = {
    "name": OWN_MODEL.removeprefix("en_"),
    "version": "1.0.0",
    "description": "Named entities of world news; see README.md.",
    "license": "Apache-2.0",
    "author": "Dateline",
    "email": "",
    "url": "",
    "sources": [],
    "performance": {},
    "vectors": {},
}


def main() -> None:
    """Fit and write, or check."""
    articles = list(documents(WORLD))
    nlp = base_model()
    if sys.argv[1:] == ["--check"]:
        check(nlp, articles)
        return
    train(nlp, list(examples(nlp, articles)), Recipe())
    nlp.meta.update(META)
    nlp.to_disk(OUT, exclude=["vocab"])
    print(f"{len(articles)} articles: the model in {OUT.name}/ is written")


if __name__ == "__main__":
    main()
