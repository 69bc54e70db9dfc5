"""What training starts from: spaCy's `en_core_web_md`, its `ner` alone."""

from __future__ import annotations

from typing import Any

from transforms.entities.model import quick_products
from transforms.entities.own_model import BASE, BASE_FOLDER, base_vocabulary
from transforms.resources import packaged_folder

NOT_LOADED = (
    "vocab", "tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"
)  # fmt: skip


def base_model() -> Any:  # noqa: ANN401 - spaCy is not typed for us
    """The model before training, with the vocabulary that the trained one will be loaded with."""
    import spacy

    with quick_products():
        return spacy.load(
            packaged_folder(BASE, BASE_FOLDER), vocab=base_vocabulary(), exclude=NOT_LOADED
        )
