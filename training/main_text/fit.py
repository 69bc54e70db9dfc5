"""Fit the weights of `transforms/extract/content/model.py` to pages whose main text is known.

    python -m training.main_text.fit [--check]

The pages are those of the evaluation data: folders with `truth.json`, {id: {"articleBody": text,
"url": address}}, and the pages as `html/ID.html.gz`. With `--check` nothing is written: four times
over, what three quarters of the sites say is tried on the fourth.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from training.main_text.logistic import Fitted, Vector, fit, likely
from training.main_text.pages import Page, pages
from transforms.extract.content.model import BASE, THRESHOLD, WEIGHTS

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


class Table:
    """The blocks of all pages as one matrix, a row a block."""

    def __init__(self, told: Sequence[Page], counts: Sequence[float]) -> None:
        self.pages = told
        self.names = common_signals(told)
        column = {name: at for at, name in enumerate(self.names)}
        entries = [
            (row, column[name], value)
            for row, signals in enumerate(s for page in told for s in page.signals)
            for name, value in signals.items()
            if name in column
        ]
        rows, columns, values = zip(*entries, strict=True)
        self.starts = np.cumsum([0, *(len(page.blocks) for page in told)])
        shape = (int(self.starts[-1]), len(self.names))
        self.matrix = csr_matrix((values, (rows, columns)), shape=shape)
        self.kept = np.array([kept for page in told for kept in page.kept], float)
        self.fold = np.array([page.fold(FOLDS) for page in told for _ in page.blocks])
        weighed = zip(told, counts, strict=True)
        self.counts = np.array([count * w for page, count in weighed for w in page.weights])

    def fitted(self, rows: Vector) -> Fitted:
        """The weights that some of the rows give."""
        return fit(self.matrix[rows], self.kept[rows], self.counts[rows], PENALTY)


def table() -> Table:
    """All pages of the evaluation data."""
    sets = [(pages(EVAL / folder), count) for folder, count in FOLDERS.items()]
    told = [page for made, _ in sets for page in made]
    return Table(told, [count for made, count in sets for _ in made])


def common_signals(told: Sequence[Page]) -> list[str]:
    """The names of the signals that are seen on enough sites."""
    sites: defaultdict[str, set[str]] = defaultdict(set)
    for page in told:
        for name in {name for signals in page.signals for name in signals}:
            sites[name].add(page.site)
    return sorted(name for name, seen in sites.items() if len(seen) >= FEWEST_SITES)


def out_of_fold(told: Table) -> Vector:
    """Of each block how likely it is main content, by a fit that has not seen its site."""
    found = np.zeros(len(told.kept))
    for fold in range(FOLDS):
        unseen = told.fold == fold
        found[unseen] = likely(told.matrix[unseen], told.fitted(~unseen))
    return found


def check(told: Table) -> tuple[float, float]:
    """Precision and recall of words on sites that the fit has not seen, each page the same."""
    found = out_of_fold(told) >= THRESHOLD
    words = np.array([block.words for page in told.pages for block in page.blocks], float)
    shares = []
    for start, end in zip(told.starts[:-1], told.starts[1:], strict=True):
        part = slice(start, end)
        right = (words[part] * (found[part] & (told.kept[part] > 0))).sum()
        claimed, due = (words[part] * found[part]).sum(), (words[part] * told.kept[part]).sum()
        if due:
            shares.append((right / claimed if claimed else 0.0, right / due))
    precision, recall = np.mean(shares, axis=0)
    return float(precision), float(recall)


def written(weights: Mapping[str, float]) -> str:
    """The weights as the data file holds them."""
    return HEADER + "".join(f"{name}\t{weight:.3f}\n" for name, weight in weights.items())


def main() -> None:
    """Fit and write, or check."""
    told = table()
    if "--check" in sys.argv[1:]:
        precision, recall = check(told)
        print(f"precision {precision:.4f}, recall {recall:.4f}")
        return
    fitted = told.fitted(np.ones(len(told.kept), bool))
    weights = {BASE: fitted.base, **dict(zip(told.names, fitted.weights.tolist(), strict=True))}
    (ROOT / "transforms" / WEIGHTS).write_text(written(weights), "utf-8")


if __name__ == "__main__":
    main()
