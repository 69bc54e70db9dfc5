"""What a training step is given: pieces with labels, sets in columns, other styles."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
import spacy
from spacy.training import Example
from thinc.api import Linear, chain

from training.entities.conll import wikigold
from training.entities.documents import Document, Labelled
from training.entities.examples import examples
from training.entities.styles import STYLES, varied
from training.entities.weights import mean, set_weights, weights

COLUMNS = """Ana I-PER
Petrova I-PER
sailed O
for O
Orsa I-LOC
. O

-DOCSTART- O

Kellan I-ORG
Group I-ORG
hired O
Finns I-MISC
. O
"""


def test_a_set_in_columns(tmp_path: Path) -> None:
    file = tmp_path / "set.conll"
    file.write_text(COLUMNS, "utf-8")
    (document,) = wikigold(file)
    assert document.text == "Ana Petrova sailed for Orsa . Kellan Group hired Finns . "
    assert [(document.text[one.start : one.end], one.label) for one in document.labelled] == [
        ("Ana Petrova", "PER"),
        ("Orsa", "LOC"),
        ("Kellan Group", "ORG"),
        ("Finns", "CONLL_MISC"),
    ]
    assert not document.dates


def test_pieces_hold_the_labels_of_their_own_text() -> None:
    line = "Ana Petrova sailed for Orsa.\n"
    spans = [
        Labelled(at + start, at + end, label)
        for at in range(0, 40 * len(line), len(line))
        for start, end, label in ((0, 11, "PER"), (23, 27, "LOC"))
    ]
    pieces = list(examples(spacy.blank("en"), [Document("a", line * 40, spans)]))
    assert len(pieces) > 1
    assert "".join(piece.text for piece in pieces) == line * 40
    found = [(one.text, one.label_) for piece in pieces for one in piece.reference.ents]
    assert found == [("Ana Petrova", "PERSON"), ("Orsa", "GPE")] * 40


@pytest.mark.parametrize("style", STYLES)
def test_another_style_changes_letters_alone(style: object) -> None:
    class Chosen(Random):
        def random(self) -> float:
            return 0.0

        def choice(self, seq: object) -> object:  # type: ignore[override]
            return style

    doc = spacy.blank("en")("Ana Petrova sailed for Orsa with three friends.")
    tags = ["B-PERSON", "L-PERSON", "O", "O", "U-GPE", "O", "U-CARDINAL", "O", "O"]
    other = varied(Example.from_dict(doc, {"entities": tags}), Chosen())
    assert other.text.lower() == doc.text.lower()
    assert other.text != doc.text
    assert other.get_aligned_ner() == tags


def test_the_mean_of_weights() -> None:
    model = chain(Linear(2, 3), Linear(1, 2)).initialize()
    given = weights(model)
    ones, threes = ([np.full_like(one, value) for one in given] for value in (1, 3))
    set_weights(model, mean([ones, threes]))
    assert all((one == 2).all() for one in weights(model))
