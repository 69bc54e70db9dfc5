"""The syntax of a query: there is no text that it can't read, but some have nothing to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import SearchError
from search.words import MOST_CHARACTERS, Words


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", Words()),
        ("  \t ", Words()),
        ("energy strikes", Words(("energy", "strikes"))),
        ('"energy strikes"', Words(phrases=("energy strikes",))),
        ("“energy strikes”", Words(phrases=("energy strikes",))),
        ("«energy» „strikes“", Words(phrases=("energy", "strikes"))),
        ('grid "half of the" capacity', Words(("grid", "capacity"), ("half of the",))),
        ("grid -solar", Words(("grid",), without_words=("solar",))),
        ("-solar", Words(without_words=("solar",))),
        ("--solar", Words(without_words=("solar",))),
        ('grid -"solar power"', Words(("grid",), without_phrases=("solar power",))),
        ("cease-fire", Words(("cease-fire",))),
        ("fire - water", Words(("fire", "water"))),
        ('unclosed "power station', Words(("unclosed",), ("power station",))),
        ('odd" quote', Words(("odd",), ("quote",))),
        ('"" - * grid', Words(("grid",))),
        ('" spaced \n out "', Words(phrases=("spaced out",))),
        ("title:grid AND (body)", Words(("title:grid", "AND", "(body)"))),
        ("gr*d gri? a\\b", Words(("gr*d", "gri?", "a\\b"))),
        ("Київ 停電 🔥", Words(("Київ", "停電", "🔥"))),
    ],
)
def test_what_a_text_asks_for(text: str, asked: Words) -> None:
    assert Words.parse(text) == asked


@pytest.mark.parametrize("text", ["-", "---", '"', '""', "*", ": \\ ( ) ?", '-"*"', "…", "\u0300"])
def test_signs_without_a_word_are_told(text: str) -> None:
    with pytest.raises(SearchError, match="no word to search for"):
        Words.parse(text)


@pytest.mark.parametrize("text", ["x" * 100_000, "word " * 20_000, '"' * 100_000, "-" * 100_000])
def test_a_text_that_is_too_long_is_told_with_the_bound(text: str) -> None:
    with pytest.raises(SearchError, match=f"at most {MOST_CHARACTERS:,}"):
        Words.parse(text)


def test_too_many_words_are_told_with_the_bound() -> None:
    with pytest.raises(SearchError, match="at most 200"):
        Words.parse("a " * 201)


@given(st.text(alphabet=st.characters() | st.sampled_from('"-* '), max_size=200))
def test_every_part_has_something_to_search_for(text: str) -> None:
    try:
        asked = Words.parse(text)
    except SearchError:
        return
    parts = asked.words + asked.phrases + asked.without_words + asked.without_phrases
    assert bool(parts) == bool(text.strip())
    assert not any('"' in part or not part.strip("-* ") for part in parts)
