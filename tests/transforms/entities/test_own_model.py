"""The model that comes with the project, as a package would be loaded."""

from __future__ import annotations

import sys

import pytest
import spacy

from transforms.entities.model import DEFAULT_MODEL, ModelMissingError, Recognizer, recognizer
from transforms.entities.own_model import BASE, OWN_MODEL, base_vocabulary, own_version
from transforms.resources import packaged_folder

MOST_BYTES = 20_000_000
FOLDER = packaged_folder("transforms", f"entities/{OWN_MODEL}")

TEXT = """For the third time Ana Petrova of Kellan Bank was in Nairobi on 3 May 2021.
She said that two towns by Lake Victoria, where many Kenyans live, got $20 million at 9 p.m.
It was 40 percent of what they asked for."""


def test_it_is_the_default() -> None:
    assert DEFAULT_MODEL == OWN_MODEL


def test_the_weights_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < MOST_BYTES


def test_spacy_loads_the_folder_with_the_vocabulary_that_it_was_trained_with() -> None:
    nlp = spacy.load(FOLDER, vocab=base_vocabulary())
    found = [(one.text, one.label_) for one in nlp(TEXT).ents]
    ours = [(one.surface, one.label) for one in next(recognizer(OWN_MODEL).find([TEXT]))]
    assert found == ours


def test_the_labels_without_a_facet_are_alive() -> None:
    (found,) = recognizer(OWN_MODEL).find([TEXT])
    assert {one.label for one in found} >= {
        "PERSON", "ORG", "GPE", "NORP", "DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL"
    }  # fmt: skip


def test_its_version_is_the_hash_of_what_it_is_made_of() -> None:
    weights, _, base = own_version().partition(", ")
    assert len(weights) == 64
    assert base.startswith(f"{BASE} ")


def test_a_missing_vocabulary_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, BASE, None)
    with pytest.raises(ModelMissingError, match="run `make setup`, or set another `model`"):
        Recognizer(OWN_MODEL)
