"""The stage: layers, safety, fingerprint; and what holds for any text at all."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.article import Article, Language, RawArticle, RemovalKind
from transforms.boilerplate import RemoveBoilerplate, keep, removals
from transforms.boilerplate.cues import LANGUAGES, lexicon
from transforms.boilerplate.lines import LONGEST_LINE, lines
from transforms.resources import read_toml

PIECES = [
    "The mill at Overbeck burned for two nights before the rain came.",
    "Nobody was hurt, but the archive of the village went with the roof.",
    "Please support our work with a donation.",
    "Dear readers,",
    "A message from the editors:",
    "Thank you.",
    "Advertisement",
    "Related",
    "About the author",
    "Ada Moran is a writer at the Post.",
    "Read more: The mill and its millers",
    "“Donate now,” he said.",
    "Sign up for our newsletter",
    "The roof fell in on Sunday. (RELATED: Two nights of fire) Read more here.",
    "×",
    "",
    "  ",
    "İstanbul’da yangın",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=60)), max_size=25).map(
    "\n".join
)


def _article(text: str, language: str | None = "en") -> Article:
    told = Language(language, 0.99) if language else None
    return Article(raw=RawArticle(None, text.encode()), text=text, language=told)


@given(TEXTS, st.sampled_from([None, *LANGUAGES]), st.sampled_from([0.0, 0.1, 0.5, 0.9]))
@settings(deadline=None)
def test_spans_are_sorted_apart_and_within_a_line(
    text: str, language: str | None, threshold: float
) -> None:
    found = removals(text, language, threshold, most_words=1.0)
    for removal in found:
        surface = removal.of(text)
        assert surface
        assert surface == surface.strip()
        assert len(surface.splitlines()) == 1
        assert threshold <= removal.score <= 1
        assert removal.rule
        assert removal.reason
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(TEXTS)
@settings(deadline=None)
def test_the_body_is_made_of_what_is_not_removed(text: str) -> None:
    article = RemoveBoilerplate().process(_article(text))
    for piece in article.pieces:
        assert not any(r.start < piece.end and piece.start < r.end for r in article.removed)
    again = RemoveBoilerplate().process(_article(article.body))
    assert len(again.body) <= len(article.body)


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=15))
@settings(deadline=None)
def test_keep_answers_for_each_paragraph(paragraphs: list[str]) -> None:
    assert len(keep(paragraphs, "en")) == len(paragraphs)


@given(st.text(max_size=300))
def test_lines_round_trip(text: str) -> None:
    for line in lines(text):
        assert line.of(text) == line.of(text).strip() != ""


def test_folding_never_moves_a_character() -> None:
    every = "".join(map(chr, range(0x110000)))
    for line in lines(every):
        assert line.end <= len(every)


def test_running_again_on_the_body_removes_nothing_more() -> None:
    once = RemoveBoilerplate().process(_article("\n".join(PIECES[:2] * 4 + PIECES[6:11])))
    assert once.removed
    assert RemoveBoilerplate().process(_article(once.body)).removed == ()


def test_an_article_that_would_lose_most_of_its_words_is_kept_whole_and_says_so() -> None:
    text = "\n".join([PIECES[0], *["Please support our journalism with a gift today."] * 5])
    article = RemoveBoilerplate().process(_article(text))
    assert article.removed == ()
    assert article.body == text
    (problem,) = article.problems
    assert problem.stage == "boilerplate"
    assert "kept whole" in problem.error


def test_the_share_that_may_go_is_a_setting() -> None:
    text = "\n".join([PIECES[0], *["Please support our journalism with a gift today."] * 5])
    assert len(RemoveBoilerplate(most_words=0.9).process(_article(text)).removed) == 5
    assert removals(text, "en", most_words=0.9)
    assert removals(text, "en") == ()


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "Advertisement"])
def test_texts_with_nothing_to_keep_or_remove(text: str) -> None:
    assert RemoveBoilerplate().process(_article(text, None)).removed == ()


def test_other_layers_are_left_alone() -> None:
    article = replace(_article("\n".join([*PIECES[:2], "Advertisement"])), title="Fire")
    processed = RemoveBoilerplate().process(article)
    assert replace(processed, removed=()) == article


def test_settings_change_the_fingerprint() -> None:
    prints = {
        RemoveBoilerplate().fingerprint,
        RemoveBoilerplate(threshold=0.6).fingerprint,
        RemoveBoilerplate(most_words=0.5).fingerprint,
    }
    assert len(prints) == 3
    assert RemoveBoilerplate().fingerprint == RemoveBoilerplate().fingerprint


HOSTILE = [
    "word " * 200_000,
    "A" * 1_000_000,
    "(RELATED: " * 100_000,
    '"' * 100_000,
    "Dear readers,\nDonate now\n" * 3_000,
    "About the author\n" * 5_000,
    "Related\nOne title\n" * 5_000,
    "subscribe " * (LONGEST_LINE // 10),
    "A/A." * (LONGEST_LINE // 4),
    "\u2028".join(["Advertisement"] * 10),
    "\x00\x0b\x0c\x1c\x85",
    "\ud800 lone surrogate",
    "İ" * 2_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_ends_in_spans_within_it(text: str) -> None:
    for removal in removals(text, "en", most_words=1.0):
        assert 0 <= removal.start < removal.end <= len(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cues_of_a_language_are_written_as_lines_and_folded_text_are(language: str) -> None:
    table = read_toml(f"boilerplate/data/{language}.toml")
    for cue in table["cue"]:
        for literal in (*cue.get("phrases", ()), *cue.get("near", ())):
            assert literal == literal.lower(), cue["rule"]
        for whole in cue.get("lines", ()):
            (line,) = lines(whole)
            assert line.key == whole, cue["rule"]
        assert set(cue) <= {
            *("rule", "kind", "points", "lines", "phrases", "near", "pattern"),
            *("shape", "max_words", "edge"),
        }
        assert cue["kind"] in {"any", "body", *RemovalKind}


def test_rule_names_are_one_cue_each() -> None:
    for name in ("common", *LANGUAGES):
        table = read_toml(f"boilerplate/data/{name}.toml")
        rules = [cue["rule"] for cue in table["cue"]]
        assert len(rules) == len(set(rules)), name
    assert lexicon("de").shapes
