"""What a name says of itself, and what an article makes of it: heads, persons, short forms."""

from __future__ import annotations

import pytest

from transforms.article import EntityMention, FoundBy
from transforms.entities.heads import headed
from transforms.entities.persons import whole
from transforms.entities.second_pass import found_again
from transforms.entities.short_forms import short_forms


def mention(text: str, surface: str, label: str, nth: int = 0) -> EntityMention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return EntityMention(start, start + len(surface), surface, label, FoundBy.MODEL)


def told(mentions: list[EntityMention]) -> list[tuple[str, str]]:
    return [(found.surface, found.label) for found in mentions]


@pytest.mark.parametrize(
    ("text", "surface", "label", "expected"),
    [
        ("Ana Petrova", "Ana Petrova", "PERSON", [("Petrova", "PERSON"), ("Ana", "PERSON")]),
        ("J. Petrova", "J. Petrova", "PERSON", [("Petrova", "PERSON")]),
        ("London Petrova", "London Petrova", "PERSON", [("Petrova", "PERSON")]),
        ("Ana Israel", "Ana Israel", "PERSON", [("Ana", "PERSON")]),
        ("King Petrov", "King Petrov", "PERSON", [("Petrov", "PERSON")]),
        ("Kellan Ltd", "Kellan Ltd", "ORG", [("Kellan", "ORG")]),
        ("Marsh Trade Union (MTU) said", "Marsh Trade Union", "ORG", [("MTU", "ORG")]),
        ("Marsh Trade Union (2019) said", "Marsh Trade Union", "ORG", []),
        ("Marsh Trade Union (QX) said", "Marsh Trade Union", "ORG", []),
        ("Qatar Co", "Qatar Co", "ORG", []),
        ("Ana Minister", "Ana Minister", "PERSON", [("Ana", "PERSON")]),
        ("Kellan", "Kellan", "ORG", []),
    ],
)
def test_short_forms(text: str, surface: str, label: str, expected: list[tuple[str, str]]) -> None:
    assert list(short_forms(text, [mention(text, surface, label)])) == expected


def test_a_short_form_that_the_article_defines_is_found_everywhere() -> None:
    text = "Marsh Trade Union (MTU) met. MTU left."
    found = found_again(text, [mention(text, "Marsh Trade Union", "ORG")])
    assert told(found) == [("Marsh Trade Union", "ORG"), ("MTU", "ORG"), ("MTU", "ORG")]


@pytest.mark.parametrize(
    ("surface", "label", "expected"),
    [
        ("Kellan Group", "PERSON", "ORG"),
        ("Ministry of Ferries", "GPE", "ORG"),
        ("Lower Marsh County", "ORG", "LOC"),
        ("Lower Marsh County", "GPE", "GPE"),
        ("Marsh School District", "GPE", "ORG"),
        ("Lower Marsh Air Force Base", "ORG", "FAC"),
        ("Harbour Cup", "ORG", "EVENT"),
        ("World War II", "ORG", "EVENT"),
        ("Ida Church", "PERSON", "PERSON"),
        ("Old Stone Church", "GPE", "ORG"),
        ("Mount Doria", "PERSON", "PERSON"),
        ("Mount Doria", "ORG", "LOC"),
        ("Group", "PERSON", "PERSON"),
        ("Ana Petrova", "PERSON", "PERSON"),
        ("Party", "GPE", "GPE"),
        ("the first party", "DATE", "DATE"),
    ],
)
def test_heads(surface: str, label: str, expected: str) -> None:
    assert told(headed([mention(surface, surface, label)])) == [(surface, expected)]


@pytest.mark.parametrize(
    ("text", "surfaces", "expected"),
    [
        ('Ida "Ferry" Doria', ["Ida", "Doria"], ['Ida "Ferry" Doria']),
        ("Ida ' ferry ' Doria", ["Ida", "Doria"], ["Ida ' ferry ' Doria"]),
        ("Ida (Ferry) Doria", ["Ida", "Doria"], ["Ida (Ferry) Doria"]),
        ("said von der Marsh", ["Marsh"], ["von der Marsh"]),
        ("Jean de la Doria", ["Jean", "Doria"], ["Jean", "de la Doria"]),
        ("said al-Doria", ["Doria"], ["al-Doria"]),
        ("Ida Doria", ["Ida", "Doria"], ["Ida", "Doria"]),
        ('Ida said "no" and Doria', ["Ida", "Doria"], ["Ida", "Doria"]),
        ("side of Marsh", ["Marsh"], ["Marsh"]),
        ("the Marsh", ["Marsh"], ["Marsh"]),
    ],
)
def test_persons_in_one_piece(text: str, surfaces: list[str], expected: list[str]) -> None:
    found = whole(text, [mention(text, surface, "PERSON") for surface in surfaces])
    assert [one.surface for one in found] == expected
    assert all(one.of(text) == one.surface for one in found)


def test_particles_belong_to_persons_alone() -> None:
    text = "port de Marsh"
    assert told(whole(text, [mention(text, "Marsh", "GPE")])) == [("Marsh", "GPE")]
