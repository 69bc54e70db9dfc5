"""The weights of a model as a list of arrays, in the order of its layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = list[NDArray[np.float32]]


def weights(model: Any) -> Weights:  # noqa: ANN401 - thinc's Model
    """Copies of all weights."""
    return [node.get_param(name).copy() for node, name in _places(model)]


def set_weights(model: Any, given: Sequence[NDArray[np.float32]]) -> None:  # noqa: ANN401
    """Replace all weights."""
    for (node, name), array in zip(_places(model), given, strict=True):
        node.set_param(name, array.copy())


def mean(several: Sequence[Weights]) -> Weights:
    """The mean of each weight.

    Models that were trained from the same start stay close enough for that: their mean does at
    least as well as the best of them (Wortsman et al. 2022, "Model soups").
    """
    return [np.mean(each, axis=0, dtype=np.float32) for each in zip(*several, strict=True)]


def _places(model: Any) -> Iterator[tuple[Any, str]]:  # noqa: ANN401
    for node in model.walk():
        for name in node.param_names:
            if node.has_param(name):
                yield node, name
