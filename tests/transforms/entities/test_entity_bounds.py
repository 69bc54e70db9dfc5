"""What a long run and a long body may cost: memory and time have bounds."""

from __future__ import annotations

import gc
import random
import string

import pytest

from transforms.article import Article, Language, RawArticle
from transforms.entities import FindEntities
from transforms.entities.model import DEFAULT_MODEL, Recognizer, load_model

ENGLISH = Language("en", 1.0)
NAMES = "Ana Petrova met Ida Doria of Kellan Group in Qatar.\n"


def new_words(chance: random.Random, count: int) -> str:
    words = ("".join(chance.choices(string.ascii_lowercase, k=12)) for _ in range(count))
    return " ".join(words)


def test_words_never_seen_before_leave_nothing_behind() -> None:
    """A string store without zones would grow by 4,000, the table of words by as many."""
    chance, bound, batch = random.Random(7), 1_500, 500  # noqa: S311 - no secret
    model = Recognizer(DEFAULT_MODEL, lexemes=bound)
    strings, words = len(model.vocabulary.strings), len(model.vocabulary)
    for _ in range(8):
        list(model.find([new_words(chance, 100) for _ in range(5)]))
        assert len(model.vocabulary.strings) == strings
        assert len(model.vocabulary) <= words + bound + batch


def test_a_model_loaded_anew_finds_the_same() -> None:
    model = Recognizer(DEFAULT_MODEL, lexemes=1)
    first, second = list(model.find([NAMES])), list(model.find([NAMES]))
    assert first == second
    assert first[0]


def models_in_memory() -> int:
    return sum(type(each).__name__ == "EntityRecognizer" for each in gc.get_objects())


def test_of_a_model_that_is_loaded_anew_there_are_never_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = Recognizer(DEFAULT_MODEL, lexemes=1)
    list(model.find([NAMES]))
    before, without = models_in_memory(), []

    def loaded(name: str) -> object:
        without.append(models_in_memory())
        return load_model(name)

    monkeypatch.setattr("transforms.entities.model.load_model", loaded)
    list(model.find([NAMES]))
    assert without == [before - 1]


def body(text: str, longest: int) -> Article:
    article = Article(RawArticle(None, b""), text=text, language=ENGLISH)
    return FindEntities(longest=longest).process(article)


def test_of_a_body_too_long_the_beginning_is_read_and_the_rest_told() -> None:
    text = (NAMES * 40).rstrip()
    done = body(text, 500)
    assert done.entities
    assert all(found.end <= 500 for found in done.entities)
    assert max(found.end for found in done.entities) > 400
    (problem,) = done.problems
    assert problem.stage == "entities"
    assert "first 500 of 2,079 characters" in problem.error
    assert "DATELINE_ENTITY_CHARACTERS" in problem.error


@pytest.mark.parametrize("longest", [len(NAMES) - 1, 100_000])
def test_a_body_that_fits_has_no_problem(longest: int) -> None:
    done = body(NAMES.rstrip(), longest)
    assert done.entities
    assert done.problems == ()


def test_ten_megabytes_of_names_are_read_as_far_as_the_bound() -> None:
    done = body(NAMES * (10 * 2**20 // len(NAMES)), 2_000)
    assert done.problems
    assert max(found.end for found in done.entities) <= 2_000
