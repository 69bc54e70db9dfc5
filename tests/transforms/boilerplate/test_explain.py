"""Explanations: every line with what became of it, and why; nothing of the article is lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import Article, Language, Metadata, RawArticle
from transforms.boilerplate import RemoveBoilerplate
from transforms.boilerplate.explain import LOSES, NEAR, Verdict, as_stored, explain
from transforms.boilerplate.own_rules_file import read_own_rules

BODY = [
    "The dredger left the mouth of the Overbeck at noon with eleven men aboard.",
    "Nobody on the north pier had expected it before the spring tide.",
    "The pilots said that the channel was deeper than in any year since the war.",
]
GOES = "Sign up for our newsletter"
STUB = "(RELATED: The pier and its people)"
CUT = f"By evening the bar was clear and the lights were lit. {STUB} The ferry sailed at nine."


def article(*lines: str, source: str | None = None) -> Article:
    text = "\n\n".join(lines)
    raw = RawArticle(None, text.encode(), metadata=Metadata(source=source))
    return Article(raw=raw, text=text, language=Language("en", 1.0))


def test_each_line_has_its_number_text_and_verdict() -> None:
    made = explain(article(BODY[0], GOES, CUT, *BODY[1:]), RemoveBoilerplate())
    told = [(line.number, line.text, line.verdict) for line in made.lines]
    assert told == [
        (1, BODY[0], Verdict.KEPT),
        (2, GOES, Verdict.REMOVED),
        (3, CUT, Verdict.CUT),
        (4, BODY[1], Verdict.KEPT),
        (5, BODY[2], Verdict.KEPT),
    ]
    assert [piece for piece, goes in made.lines[2].parts if goes] == [STUB]
    assert made.words_lost == {"related_links": 6, "newsletter_subscribe": 5}
    assert [line.number for line in made.with_verdict(LOSES)] == [2, 3]
    assert made.kept_whole is None


def test_what_is_explained_is_what_the_stage_removes() -> None:
    stage = RemoveBoilerplate(threshold=0.3)
    given = article(BODY[0], GOES, CUT, "Ada Moran is a writer at the Courier.", *BODY[1:])
    made = explain(given, stage)
    removals = [removal for line in made.lines for removal in line.judged.removals()]
    assert tuple(removals) == stage.process(given).removed


def test_a_caption_is_moved_and_does_not_count_as_removed() -> None:
    caption = "Photo: Ada Moran/Overbeck Archive"
    made = explain(article(*BODY, caption), RemoveBoilerplate(threshold=0.05))
    assert made.lines[-1].verdict is Verdict.MOVED


def test_a_near_miss_is_kept_and_told_with_its_score() -> None:
    stage = RemoveBoilerplate(threshold=1.0)
    line = explain(article(BODY[0], "Subscribe today and read more", *BODY[1:]), stage).lines[1]
    assert line.verdict is Verdict.NEAR
    assert NEAR <= line.judged.score < 1
    assert line.judged.reason


def test_what_an_own_rule_keeps_is_a_near_miss_that_names_the_rule() -> None:
    own = read_own_rules('[[keep]]\nname = "letters"\nphrases = ["newsletter"]', "rules.toml")
    (_, line, *_) = explain(article(BODY[0], GOES, *BODY[1:]), RemoveBoilerplate(own=own)).lines
    assert line.verdict is Verdict.NEAR
    assert "own rule 'letters' keeps it" in line.judged.reason


def test_an_article_that_is_kept_whole_shows_what_would_go() -> None:
    made = explain(article(BODY[0], *[GOES] * 9), RemoveBoilerplate())
    assert made.kept_whole == "would lose 76% of its words"
    assert made.words_lost == {"newsletter_subscribe": 45}


def test_a_stored_article_is_told_as_it_was_stored() -> None:
    stored = RemoveBoilerplate().process(article(BODY[0], GOES, CUT, *BODY[1:]))
    made = as_stored(stored)
    verdicts = [Verdict.KEPT, Verdict.REMOVED, Verdict.CUT, Verdict.KEPT, Verdict.KEPT]
    assert [line.verdict for line in made.lines] == verdicts
    assert made.threshold is None
    removals = [removal for line in made.lines for removal in line.judged.removals()]
    assert tuple(removals) == stored.removed


def test_a_stored_article_that_was_kept_whole_says_so() -> None:
    stored = RemoveBoilerplate().process(article(BODY[0], *[GOES] * 9))
    assert as_stored(stored).kept_whole == stored.problems[0].error


LINES = st.lists(st.one_of(st.sampled_from([*BODY, GOES, CUT]), st.text(max_size=60)), max_size=12)


@pytest.mark.parametrize("how", ["anew", "stored"])
@given(LINES)
def test_no_text_is_lost_in_the_explanation(how: str, texts: list[str]) -> None:
    given = article(*texts)
    if how == "anew":
        made = explain(given, RemoveBoilerplate())
    else:
        made = as_stored(RemoveBoilerplate().process(given))
    for line in made.lines:
        assert "".join(piece for piece, _ in line.parts) == line.text == line.judged.of(given.text)
    assert [line.text for line in made.lines] == [
        line.strip() for line in given.text.splitlines() if line.strip()
    ]
    json.dumps(made.document())


def test_the_document_has_every_key_and_only_the_lines_asked_for() -> None:
    made = explain(article(BODY[0], GOES, CUT, *BODY[1:], source="Courier"), RemoveBoilerplate())
    document = made.document([Verdict.REMOVED])
    assert document["source"] == "Courier"
    assert document["published"] is None
    (line,) = document["lines"]
    assert line["text"] == GOES
    assert line["kind"] == "newsletter_subscribe"
    assert set(line) == {
        "number", "start", "end", "text", "verdict", "kind", "score", "rule", "reason", "cuts",
    }  # fmt: skip
    assert len(made.document()["lines"]) == 5
