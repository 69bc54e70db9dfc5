"""What people labelled, as the model that is trained shall say it."""

from __future__ import annotations

import pytest

from training.entities.documents import Labelled
from training.entities.labels import DATES, UNLABELLED, in_model_terms


def span(text: str, surface: str, label: str) -> Labelled:
    start = text.index(surface)
    return Labelled(start, start + len(surface), label)


TEXT = "On Monday at 9 pm three of 40% of Lake Orsa's sailors joined Kellan Group in Orsaville."


@pytest.mark.parametrize(
    ("gold", "proposed", "expected"),
    [
        # A place is a state or town unless the model itself says otherwise.
        ([("Lake Orsa", "LOC")], [], [("Lake Orsa", "GPE")]),
        ([("Lake Orsa", "LOC")], [("Lake Orsa's", "LOC")], [("Lake Orsa", "LOC")]),
        ([("Lake Orsa", "LOC")], [("Lake", "FAC")], [("Lake Orsa", "FAC")]),
        ([("Lake Orsa", "LOC")], [("Lake Orsa", "PERSON")], [("Lake Orsa", "GPE")]),
        # People's word counts for persons and organisations, whatever the model says.
        ([("Kellan Group", "ORG")], [("Kellan", "PERSON")], [("Kellan Group", "ORG")]),
        ([("Kellan", "PER")], [("Kellan Group", "ORG")], [("Kellan", "PERSON")]),
        # What they left out, only as far as they don't label it: numbers, but no names.
        ([], [("three", "CARDINAL"), ("Kellan Group", "ORG")], [("three", "CARDINAL")]),
        ([], [("Monday", "DATE"), ("9 pm", "TIME")], [("9 pm", "TIME")]),
        ([("Monday at 9 pm", "DATE")], [("9 pm", "TIME")], [("Monday at 9 pm", "TIME")]),
        ([("40%", "MONEY")], [("40%", "PERCENT")], [("40%", "MONEY")]),
        # A label that the model has not becomes one without a facet.
        ([("Kellan", "MISC")], [("Kellan", "LAW")], [("Kellan", "LAW")]),
        ([("Kellan", "MISC")], [("Kellan", "ORG")], [("Kellan", "EVENT")]),
        # Nationalities are among the rest in some sets, and in others not.
        ([("Kellan", "CONLL_MISC")], [("Kellan", "NORP")], [("Kellan", "NORP")]),
        ([("Kellan", "MISC")], [("Kellan", "NORP")], [("Kellan", "EVENT")]),
    ],
)
def test_labels_in_the_terms_of_the_model(
    gold: list[tuple[str, str]],
    proposed: list[tuple[str, str]],
    expected: list[tuple[str, str]],
) -> None:
    given = [span(TEXT, *one) for one in gold]
    before = [span(TEXT, *one) for one in proposed]
    assert list(in_model_terms(given, before)) == [span(TEXT, *one) for one in expected]


def test_dates_are_kept_where_a_set_leaves_them_unlabelled() -> None:
    before = [span(TEXT, "Monday", "DATE"), span(TEXT, "Kellan", "ORG")]
    assert list(in_model_terms([], before, UNLABELLED | DATES)) == before[:1]


def test_a_label_that_is_not_known_stops_the_training() -> None:
    with pytest.raises(KeyError):
        list(in_model_terms([span(TEXT, "Monday", "WEEKDAY")], []))
