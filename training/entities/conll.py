"""Openly licensed sets in CoNLL's columns: a token and its tag a line, sentences apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from training.entities.documents import NAMES, Document, Labelled
from transforms.entities.plain import plain

WIKIGOLD = NAMES / "open/wikigold/CONLL-format/data/wikigold.conll.txt"
TOGETHER = 4
"""Sentences that stand in one document."""

LABELS = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "CONLL_MISC"}

Row = tuple[str, str]


def wikigold(path: Path = WIKIGOLD) -> Iterator[Document]:
    """WikiGold: sentences of Wikipedia, in capitals and all (CC BY 4.0, Balasuriya et al. 2009)."""
    sentences = list(_sentences(path.read_text("utf-8").splitlines()))
    for first in range(0, len(sentences), TOGETHER):
        rows = [row for sentence in sentences[first : first + TOGETHER] for row in sentence]
        yield _document(f"wikigold-{first}", rows)


def _sentences(lines: Iterable[str]) -> Iterator[list[Row]]:
    for blank, some in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            rows = [tuple(line.split()) for line in some if not line.startswith("-DOCSTART-")]
            yield [(row[0], row[-1]) for row in rows]


def _document(id: str, rows: Iterable[Row]) -> Document:
    """Tokens with a space between; neighbours of one label are one name, as the set has no B-."""
    text, labelled = "", list[Labelled]()
    for tag, some in groupby(rows, key=lambda row: row[1].rpartition("-")[2]):
        surface = " ".join(token for token, _ in some)
        if tag != "O":
            labelled.append(Labelled(len(text), len(text) + len(surface), LABELS[tag]))
        text += surface + " "
    return Document(id, plain(text), labelled, dates=False)
