"""Logistic regression on a sparse matrix, with weighted rows and a quadratic penalty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

Vector = NDArray[Any]

STEPS = 150
LEAST_SPREAD = 0.03
"""Spread of a column under which it is taken for this: rare signals would weigh too much."""


@dataclass(frozen=True)
class Fitted:
    """A weight by column, and the base."""

    weights: Vector
    base: float


def fit(matrix: csr_matrix, truth: Vector, counts: Vector, penalty: float) -> Fitted:
    """The weights that tell rows with truth 1 from those with 0, each counting `counts` times.

    The penalty is on the weights of columns scaled to a spread of one.
    """
    mean = np.asarray(matrix.mean(0)).ravel()
    squares = np.asarray(matrix.multiply(matrix).mean(0)).ravel()
    spread = np.maximum(np.sqrt(np.maximum(squares - mean**2, 0)), LEAST_SPREAD)
    scaled = (matrix @ diags(1 / spread)).tocsr()
    turned = scaled.T.tocsr()
    total = counts.sum()

    def loss(point: Vector) -> tuple[float, Vector]:
        points = scaled @ point[:-1] + point[-1]
        told = (counts * (np.logaddexp(0, points) - truth * points)).sum()
        wrong = counts * (1 / (1 + np.exp(-points)) - truth)
        slope = np.append(turned @ wrong + penalty * point[:-1], wrong.sum())
        return (told + penalty / 2 * (point[:-1] ** 2).sum()) / total, slope / total

    start = np.zeros(matrix.shape[1] + 1)
    options = {"maxiter": STEPS, "maxcor": 20}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return Fitted(found[:-1] / spread, float(found[-1]))
