"""A language is two data files: what holds for all of them."""

import pytest

from transforms.dates import mentions
from transforms.dates.language import ANY_LANGUAGE, LANGUAGES, load_language
from transforms.dates.reading import READERS


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
