"""Fit the weights of `transforms/extract/content/model.py` to pages whose main text is known.

    python -m training.main_text.fit [--check]

The pages are those of the evaluation data: folders with `truth.json`, {id: {"articleBody": text,
"url": address}}, and the pages as `html/ID.html.gz`. With `--check` nothing is written: four times
over, the weights that three quarters of the sites give read the pages of the fourth, and the
benchmark's own scorer tells, for each folder, how well.
"""

from __future__ import annotations

import runpy
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack

from training.main_text.logistic import Vector, fit
from training.main_text.pages import Page, html_of, pages, truth_of
from transforms.extract import main_text
from transforms.extract.content.model import BASE, WEIGHTS, Weights

ROOT = Path(__file__).parents[2]
EVAL = ROOT / "../shared/eval/html"
FOLDERS = {"aeb": 2.0, "wcxb-dev": 1.0}
"""How much a page of each set counts: the smaller set, of news alone, twice."""
FOLDS = 4
FEWEST_SITES = 30
"""Sites that a signal must be seen on: what fewer have says more of them than of main content."""
PENALTY = 30.0
HEADER = """\
# Fitted by `make main-text-model`; not edited by hand. A signal, as transforms/extract/content
# names it, a tab, and the log-odds of main content that one of it gives.
"""


def everything() -> list[Page]:
    """All pages of the evaluation data."""
    return [page for folder in FOLDERS for page in pages(EVAL / folder)]


def fitted(told: Sequence[Page]) -> Weights:
    """The weights that the blocks of these pages give."""
    names = common_signals(told)
    found = fit(
        vstack([csr_matrix(rows_of(page, names)) for page in told]).tocsr(),
        np.array([kept for page in told for kept in page.kept], float),
        np.array([FOLDERS[page.folder.name] * w for page in told for w in page.weights]),
        PENALTY,
    )
    return {BASE: found.base, **dict(zip(names, found.weights.tolist(), strict=True))}


def rows_of(page: Page, names: Sequence[str]) -> Vector:
    """The signals of a page, a row a block."""
    rows = np.zeros((len(page.kept), len(names)))
    for at, name in enumerate(names):
        if name in page.signals:
            rows[:, at] = page.signals[name]
    return rows


def common_signals(told: Sequence[Page]) -> list[str]:
    """The names of the signals that are seen on enough sites."""
    sites: defaultdict[str, set[str]] = defaultdict(set)
    for page in told:
        for name, column in page.signals.items():
            if column.any():
                sites[name].add(page.site)
    return sorted(name for name, seen in sites.items() if len(seen) >= FEWEST_SITES)


def out_of_fold(told: Sequence[Page]) -> Iterator[tuple[Page, str]]:
    """Each page, and its main text as weights read it that have not seen its site."""
    for fold in range(FOLDS):
        weights = fitted([page for page in told if page.fold(FOLDS) != fold])
        for page in told:
            if page.fold(FOLDS) == fold:
                yield page, main_text(html_of(page.folder, page.id), weights)


def check(told: Sequence[Page]) -> None:
    """Print the benchmark's figures, of each folder, on sites that the fit has not seen."""
    # Runs of four words, as a multiset, page by page.
    score = runpy.run_path(str(EVAL / "score.py"))
    read = {(page.folder, page.id): text for page, text in out_of_fold(told)}
    for folder in map(EVAL.joinpath, FOLDERS):
        matched = [
            score["match"](truth["articleBody"], read.get((folder, id), ""))
            for id, truth in truth_of(folder).items()
        ]
        figures = ", ".join(f"{name} {value:.4f}" for name, value in score["agg"](matched).items())
        print(f"{folder.name}: {len(matched)} pages, {figures}")


def written(weights: Mapping[str, float]) -> str:
    """The weights as the data file holds them."""
    return HEADER + "".join(f"{name}\t{weight:.3f}\n" for name, weight in weights.items())


def main() -> None:
    """Fit and write, or check."""
    told = everything()
    if "--check" in sys.argv[1:]:
        check(told)
        return
    (ROOT / "transforms" / WEIGHTS).write_text(written(fitted(told)), "utf-8")


if __name__ == "__main__":
    main()
