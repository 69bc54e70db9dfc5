"""A model's `ner` over several texts at a time, each read as if it were alone.

spaCy's own loop gives up the interpreter's lock and then takes it for a moment many times a token,
which makes the steps half of all its time (3.8, measured: 34 of 67 ms for an article of 900 words).
Here its own parts are called with the lock held, and the texts take their steps together, so that
what a step costs is shared by all of them. What a text's vectors are multiplied with has the same
shape whatever stands beside it, so that its neighbours change no bit of its scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

TOGETHER = 64
"""Texts that take their steps together: the rows of each multiplication, also of fewer texts."""


class Decoder:
    """The steps of one model. Not safe to use from several threads.

    Args:
        ner: the model's component; `can_decode` says whether it is one of the kind that is known.
    """

    def __init__(self, ner: Any) -> None:  # noqa: ANN401 - spaCy is not typed for us
        self._ner = ner
        _, _, upper = ner.model.layers
        self._weights = np.ascontiguousarray(upper.get_param("W").T)
        self._bias = upper.get_param("b")
        self._rows = np.zeros((TOGETHER, len(self._weights)), dtype="f")

    def annotate(self, docs: Sequence[Any]) -> None:
        """Find the entities of at most `TOGETHER` tokenized texts, as the component itself does."""
        docs = [doc for doc in docs if len(doc)]
        if docs:
            self._ner.set_annotations(docs, self._read(docs))

    def _read(self, docs: Sequence[Any]) -> list[Any]:
        states: list[Any] = self._ner.moves.init_batch(docs)
        step = self._step(docs)
        going = [state for state in states if not state.is_final()]
        while going:
            here = len(going)
            self._rows[:here] = step.state2vec.predict(step.get_token_ids(going))
            scores = self._rows @ self._weights
            scores += self._bias
            going = self._ner.transition_states(going, scores[:here])
        return states

    def _step(self, docs: Sequence[Any]) -> Any:  # noqa: ANN401
        """What scores the next step of each text: spaCy's, over vectors made text by text."""
        from spacy.ml.parser_model import ParserStepModel

        tok2vec, lower, upper = self._ner.model.layers
        width = [lower.get_dim(each) for each in ("nF", "nO", "nP")]
        made = np.empty((1 + sum(map(len, docs)), *width), dtype="f")
        at = 1
        for doc in docs:
            features = lower.predict(tok2vec.predict([doc]))
            made[0] = features[0]  # what stands for a token that is not there: the same for all
            made[at : at + len(doc)] = features[1:]
            at += len(doc)
        return ParserStepModel(
            docs,
            [lambda _, is_train: (made, None), _Made(lower, made), upper],
            has_upper=True,
            train=False,
        )


class _Made:
    """The layer that makes features of vectors, in whose place they are made already."""

    def __init__(self, lower: Any, made: Any) -> None:  # noqa: ANN401
        self.ops, self.has_dim, self.get_dim = lower.ops, lower.has_dim, lower.get_dim
        self.get_param = lower.get_param
        self._made = made

    def __call__(self, _: Any, is_train: bool) -> tuple[Any, None]:  # noqa: ANN401
        return self._made, None


def can_decode(nlp: Any) -> bool:  # noqa: ANN401
    """Whether a pipeline is spaCy's `ner` alone, with weights that read a text greedily."""
    from spacy.pipeline.transition_parser import Parser
    from thinc.api import NumpyOps

    if nlp.pipe_names != ["ner"]:
        return False
    ner = nlp.get_pipe("ner")
    return (
        isinstance(ner, Parser)
        and ner.cfg.get("beam_width", 1) == 1
        and isinstance(ner.model.ops, NumpyOps)
        and bool(ner.model.attrs.get("has_upper"))
        and not ner.model.attrs.get("unseen_classes")
        and len(ner.model.layers) == 3
    )
