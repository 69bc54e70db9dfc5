"""A model that finds nothing in a whole batch is at fault, and the batch says so."""

from __future__ import annotations

import pytest

from tests.untrained_model import untrained_model
from transforms.article import Article, Language, RawArticle
from transforms.entities import FindEntities
from transforms.entities.stage import ALARM_ARTICLES, ALARM_WORDS
from transforms.pipeline import Pipeline, Processed

PARAGRAPH = (
    "Ana Petrova said on Tuesday that the ferry to Lower Marsh would sail again by the weekend.\n"
)
ENOUGH = PARAGRAPH * (ALARM_WORDS // ALARM_ARTICLES // len(PARAGRAPH.split()) + 1)
NAMELESS = ENOUGH.replace("Ana Petrova", "she").replace("Lower Marsh", "the island")


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> str:
    return untrained_model(tmp_path_factory.mktemp("model"))


def batch(text: str, count: int, language: str | None = "en") -> list[Article]:
    spoken = Language(language, 1.0) if language else None
    return [
        Article(RawArticle(f"test:{number}", b""), text=text, language=spoken)
        for number in range(count)
    ]


def processed(stage: FindEntities, articles: list[Article]) -> Processed:
    done = Pipeline((alone(stage),)).run(articles)
    assert not done.failures
    return done


def alone(stage: FindEntities) -> FindEntities:
    class Alone(FindEntities):
        """The stage without those before it: the articles have their layers."""

        needs = ()

    return Alone(model=stage.model)


@pytest.mark.parametrize("language", ["en", None])
def test_an_untrained_model_is_told_of(untrained: str, language: str | None) -> None:
    done = processed(FindEntities(model=untrained), batch(ENOUGH, ALARM_ARTICLES, language))
    (alarm,) = done.alarms
    assert alarm.startswith("entities: the model ")
    assert "DATELINE_MODEL" in alarm


def test_what_the_gazetteers_find_does_not_speak_for_the_model(untrained: str) -> None:
    done = processed(FindEntities(model=untrained), batch(f"{ENOUGH}Qatar", ALARM_ARTICLES))
    assert all(article.entities for article in done.articles.values())
    assert done.alarms


@pytest.mark.parametrize(
    ("text", "count", "language"),
    [
        (ENOUGH, ALARM_ARTICLES - 1, "en"),
        (PARAGRAPH, ALARM_ARTICLES, "en"),
        (ENOUGH, ALARM_ARTICLES, "de"),
        ("", ALARM_ARTICLES, "en"),
    ],
    ids=["few articles", "few words", "another language", "no words"],
)
def test_too_little_to_judge_by(untrained: str, text: str, count: int, language: str) -> None:
    assert processed(FindEntities(model=untrained), batch(text, count, language)).alarms == []


def test_a_trained_model_raises_no_alarm() -> None:
    articles = [*batch(NAMELESS, ALARM_ARTICLES), Article(RawArticle("test:one", b""), text=ENOUGH)]
    assert processed(FindEntities(), articles).alarms == []
