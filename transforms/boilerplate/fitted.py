"""The fitted weights: how surely a line is boilerplate, given its features.

Multinomial logistic regression over eleven classes: body, and the ten kinds that leave it. Its
weights are `data/weights.tsv`, one feature a line, fitted by `make boilerplate-model`
(training/boilerplate). A line's log-odds are sums, so that each score can be told in the features
that decided it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from transforms.article import RemovalKind
from transforms.boilerplate.features import Features
from transforms.resources import read_bytes

WEIGHTS = "boilerplate/data/weights.tsv"
BODY = "body"
KINDS = tuple(kind for kind in RemovalKind if kind is not RemovalKind.EMBEDDED)


@dataclass(frozen=True, slots=True)
class Weights:
    """`table[rows[name]]` are the log-odds, against body, that a feature gives each of KINDS.

    Shape of `table`: (features, kinds), float64.
    """

    rows: Mapping[str, int]
    table: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A line's likeliest kind, and the log-odds that it is not body."""

    kind: RemovalKind
    log_odds: float


def read_weights(text: str) -> Weights:
    """The weights of a file: a feature, a tab, and `class:log-odds` for each class not zero."""
    rows: dict[str, int] = {}
    column = {name: at for at, name in enumerate((BODY, *KINDS))}
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    table = np.zeros((len(lines), len(column)))
    for at, line in enumerate(lines):
        name, _, told = line.partition("\t")
        rows[name] = at
        for pair in told.split():
            label, _, weight = pair.partition(":")
            table[at, column[label]] = float(weight)
    return Weights(rows, table[:, 1:] - table[:, :1])


@cache
def weights() -> Weights:
    """The weights that are in force."""
    return read_weights(read_bytes(WEIGHTS).decode("utf-8"))


def judge(features: Features, weights: Weights) -> Judgement:
    """What the weights say of a line."""
    rows = weights.rows
    known = [row for row in map(rows.get, features.flags) if row is not None]
    by_kind = weights.table.take(known, axis=0).sum(axis=0)
    for name, amount in features.amounts:
        if name in rows:
            by_kind += amount * weights.table[rows[name]]
    best = int(by_kind.argmax())
    return Judgement(KINDS[best], _log_sum(by_kind.tolist()))


def told(features: Features, weights: Weights, kind: RemovalKind) -> list[tuple[str, float]]:
    """The features that the weights know, each with its log-odds for a kind, weightiest first."""
    column = KINDS.index(kind)
    given = [
        (name, amount * float(weights.table[weights.rows[name], column]))
        for name, amount in (*((flag, 1.0) for flag in features.flags), *features.amounts)
        if name in weights.rows
    ]
    return sorted(given, key=lambda pair: (-abs(pair[1]), pair[0]))


def _log_sum(log_odds: list[float]) -> float:
    """The log-odds of any kind against body, given those of each."""
    most = max(log_odds)
    return most + math.log(sum(math.exp(each - most) for each in log_odds))


def probability(log_odds: float) -> float:
    """The probability that log-odds stand for, 0 to 1."""
    return 1 / (1 + math.exp(-max(-700.0, min(700.0, log_odds))))
