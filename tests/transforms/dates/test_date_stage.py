"""The stage around the rules."""

from dataclasses import replace
from datetime import date

from transforms.article import Article, Language, Published, PublishedFrom, RawArticle
from transforms.dates.stage import FindDates
from transforms.stage import OnError

TEXT = "The council met on Wednesday.\nIl a plu mercredi, 2024-02-01."
PUBLISHED = Published(date(2024, 10, 30), PublishedFrom.METADATA, 1.0)


def article(**layers: object) -> Article:
    made = Article(RawArticle(None, TEXT.encode()), text=TEXT, language=Language("en", 1.0))
    return replace(made, **layers)  # type: ignore[arg-type]


def values(found: Article) -> list[str]:
    return [mention.value for mention in found.dates]


def test_the_day_of_publication_is_the_anchor() -> None:
    assert values(FindDates().process(article(published=PUBLISHED))) == ["2024-10-30", "2024-02-01"]


def test_without_one_weekdays_stay_unresolved() -> None:
    assert values(FindDates().process(article())) == ["XXXX-WXX-3", "2024-02-01"]


def test_of_a_language_without_rules_only_figures_are_read() -> None:
    found = FindDates().process(article(published=PUBLISHED, language=Language("fr", 0.9)))
    assert values(found) == ["2024-02-01"]


def test_the_fallback_language_is_a_setting_and_in_the_fingerprint() -> None:
    unknown = article(language=None)
    assert values(FindDates().process(unknown)) == ["2024-02-01"]
    assert values(FindDates(language="en").process(unknown)) == ["XXXX-WXX-3", "2024-02-01"]
    assert FindDates(language="en").fingerprint != FindDates().fingerprint


def test_a_date_problem_empties_the_layer_only() -> None:
    assert FindDates.on_error is OnError.EMPTY_LAYER
