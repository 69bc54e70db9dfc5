"""Which articles a fold keeps apart, and how long a step is."""

from __future__ import annotations

import pytest

from training.entities.documents import Document, Labelled, folds
from training.entities.train import Recipe


def document(id: str) -> Document:
    return Document(id, "Ana Petrova left.", [Labelled(0, 11, "PER")])


@pytest.mark.parametrize(
    ("id", "source", "country"),
    [
        ("xyz-pt_gazette_12", "xyz-pt_gazette", "pt"),
        ("xyz-pt_gazette-7.2", "xyz-pt_gazette", "pt"),
        ("xyz-fi_lake", "xyz-fi_lake", "fi"),
    ],
)
def test_the_source_of_an_article(id: str, source: str, country: str) -> None:
    assert document(id).source == source
    assert document(id).country == country


def test_the_articles_of_a_source_stand_in_one_fold() -> None:
    articles = [document(f"xyz-pt_{name}_{number}") for name in "abcdef" for number in range(4)]
    parts = folds(articles, 3)
    assert sorted(one.id for part in parts for one in part) == sorted(one.id for one in articles)
    assert [len(part) for part in parts] == [8, 8, 8]
    assert len({(one.source, number) for number, part in enumerate(parts) for one in part}) == 6


def test_the_rate_rises_and_falls() -> None:
    rates = [Recipe().rate_at(step / 100) for step in range(101)]
    top = rates.index(max(rates))
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert rates[0] == rates[-1] == 0
