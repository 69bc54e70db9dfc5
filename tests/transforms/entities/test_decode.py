"""Several texts at a time, each as if it were alone, and all as spaCy's own loop reads them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.text_cleaning import seeds
from transforms.entities.decode import TOGETHER, Decoder, can_decode
from transforms.entities.model import DEFAULT_MODEL, Recognizer, load_model

ODD = [
    "",
    " ",
    "\n\n",
    "Ada",
    "Ada Roe",
    "\u2028",
    "a " * 300,
    "Kyiv\n\nKyiv  Kyiv\t",
    "IN IN IN IN",
]


@cache
def nlp() -> Any:  # noqa: ANN401
    return load_model(DEFAULT_MODEL)


@cache
def texts() -> list[str]:
    return [*ODD, *seeds()]


def told(docs: list[Any]) -> list[list[tuple[int, int, str]]]:
    return [[(each.start, each.end, each.label_) for each in doc.ents] for doc in docs]


def decoded(some: list[str]) -> list[list[tuple[int, int, str]]]:
    docs = [nlp().make_doc(text) for text in some]
    Decoder(nlp().get_pipe("ner")).annotate(docs)
    return told(docs)


def test_it_finds_what_spacys_own_loop_finds() -> None:
    own = told(list(nlp().pipe(texts(), batch_size=1)))
    found = [
        each
        for at in range(0, len(texts()), TOGETHER)
        for each in decoded(texts()[at : at + TOGETHER])
    ]
    assert found == own
    assert sum(map(len, own)) > 500


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_neighbours_change_nothing(data: st.DataObject) -> None:
    alone = data.draw(st.sampled_from(texts()))
    others = data.draw(st.lists(st.sampled_from(texts()), max_size=8))
    at = data.draw(st.integers(0, len(others)))
    together = [*others[:at], alone, *others[at:]]
    assert decoded(together)[at] == decoded([alone])[0]


def test_a_texts_scores_are_the_same_to_the_last_bit_in_any_row() -> None:
    chance = np.random.default_rng(1)
    weights = np.ascontiguousarray(nlp().get_pipe("ner").model.layers[2].get_param("W").T)
    row = chance.standard_normal(len(weights)).astype("f")
    rows = chance.standard_normal((TOGETHER, len(weights))).astype("f")
    scores = set()
    for at in range(TOGETHER):
        placed = rows.copy()
        placed[at] = row
        scores.add((placed @ weights)[at].tobytes())
    assert len(scores) == 1


def test_a_text_with_no_neighbours_or_no_words_is_read() -> None:
    Decoder(nlp().get_pipe("ner")).annotate([])
    assert decoded(["", ""]) == [[], []]


@pytest.mark.parametrize("pipes", [["sentencizer", "ner"], ["entity_ruler"], ["ner"]])
def test_another_kind_of_model_goes_through_spacys_own_pipe(pipes: list[str]) -> None:
    other: Any = spacy.blank("en")
    for pipe in pipes:
        other.add_pipe(pipe, config={"moves": None} if pipe == "ner" else {})
    if pipes == ["ner"]:
        other.get_pipe("ner").cfg["beam_width"] = 4
    assert not can_decode(other)
    assert can_decode(nlp())


def test_a_long_text_comes_back_whole_and_in_order() -> None:
    text = "\n".join(seeds())
    (found,) = Recognizer(DEFAULT_MODEL).find([text])
    assert found == sorted(found, key=lambda mention: mention.start)
    assert all(mention.of(text) == mention.surface for mention in found)
    assert found[-1].end > len(text) * 0.9
