"""A language is two data files: German as the proof."""

from datetime import date

import pytest

from transforms.dates import mentions
from transforms.dates.language import ANY_LANGUAGE, LANGUAGES, load_language
from transforms.dates.reading import READERS

ANCHOR = date(2024, 10, 30)

GERMAN = [
    ("Der Vertrag wurde am 3. Oktober 1990 geschlossen.", ["1990-10-03"]),
    ("Am Mittwoch, dem 30. Oktober, tagte der Rat.", ["2024-10-30"]),
    ("Am 12. und 13. März 2024 sowie am 1.2.2024.", ["2024-03-12", "2024-03-13", "2024-02-01"]),
    ("Das Treffen soll am Freitag beginnen.", ["2024-11-01"]),
    ("Die Ministerin sprach am Montag.", ["2024-10-28"]),
    ("Gestern und vorgestern regnete es.", ["2024-10-29", "2024-10-28"]),
    ("Heute nicht, morgen vielleicht.", ["2024-10-30", "2024-10-31"]),
    ("Am Dienstagabend ging er.", ["2024-10-29TEV"]),
    ("im vergangenen Jahr und im nächsten Monat", ["2023", "2024-11"]),
    ("Ende August und seit dem Winter", ["2024-08", "2023-WI"]),
    ("Vor zwei Wochen, vor drei Jahren", ["2024-W42", "2021"]),
    ("im 19. Jahrhundert", ["18"]),
    ("Am Morgen kam er mit 30 Leuten.", []),
    ("Sie hat 1990 Stimmen.", []),
]


@pytest.mark.parametrize(("text", "values"), GERMAN)
def test_german(text: str, values: list[str]) -> None:
    assert [m.value for m in mentions.date_mentions(text, ANCHOR, "de")] == values


def test_a_slashed_date_follows_the_language() -> None:
    (english,) = mentions.date_mentions("03/04/2024", None, "en")
    (german,) = mentions.date_mentions("03/04/2024", None, "de")
    assert (english.value, german.value) == ("2024-03-04", "2024-04-03")


@pytest.mark.parametrize("code", [*LANGUAGES, ANY_LANGUAGE])
def test_every_rule_names_a_reading_function(code: str) -> None:
    rules = [rule for rule, _ in load_language(code).grammar.rules]
    assert {rule.reads for rule in rules} - {""} <= READERS.keys()


@pytest.mark.parametrize("code", [*LANGUAGES, ANY_LANGUAGE])
def test_rule_names_are_unique(code: str) -> None:
    names = [rule.name for rule, _ in load_language(code).grammar.rules]
    assert len(names) == len(set(names))
