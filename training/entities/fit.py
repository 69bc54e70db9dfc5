"""Fit the weights of `transforms/entities/en_dateline_news/` to news of all continents.

    python -m training.entities.fit [--check]

Starts from spaCy's `en_core_web_md`, whose own finds stand in for what the data leaves unlabelled.
Five models are trained, each on the articles of four fifths of the sources; what each finds in
those of the fifth tells how well the recipe does on sources not seen. The mean of their weights is
written. With `--check` nothing is.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from training.entities.base import base_model
from training.entities.check import Check, tell_newswire
from training.entities.conll import wikigold
from training.entities.documents import WORLD, documents, folds
from training.entities.examples import examples
from training.entities.train import Recipe, train
from training.entities.weights import mean, set_weights, weights
from transforms.entities.own_model import OWN_MODEL
from transforms.resources import packaged_folder

FOLDS = 5
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
}


def main() -> None:
    """Fit, tell the figures, and write unless told not to."""
    articles = list(documents(WORLD))
    nlp = base_model()
    model = nlp.get_pipe("ner").model
    start = weights(model)
    pieces = {article.id: list(examples(nlp, [article])) for article in articles}
    always = list(examples(nlp, wikigold()))
    fitted, check = [], Check()
    for number, part in enumerate(folds(articles, FOLDS)):
        apart = {article.id for article in part}
        taught = [one for id, some in pieces.items() if id not in apart for one in some]
        set_weights(model, start)
        train(nlp, [*taught, *always], replace(Recipe(), seed=number))
        fitted.append(weights(model))
        check.try_on(nlp, part)
    check.tell()
    set_weights(model, mean(fitted))
    tell_newswire(nlp)
    if "--check" not in sys.argv[1:]:
        nlp.config["initialize"]["components"] = {}
        nlp.meta.update(META)
        nlp.to_disk(OUT, exclude=["vocab"])
        print(f"the model in {OUT.name}/ is written")


if __name__ == "__main__":
    main()
