"""A user's own rules: they have the last word, by source, over lines and within them."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import Article, Language, Metadata, RawArticle, RemovalKind
from transforms.boilerplate import RemoveBoilerplate
from transforms.boilerplate.lines import LONGEST_LINE
from transforms.boilerplate.own_rules import OwnRules
from transforms.boilerplate.own_rules_file import read_own_rules
from transforms.boilerplate.removals import candidates, judged

BODY = "The dredger left the mouth of the Overbeck at noon with eleven men aboard."
RULES = r"""
[[remove]]
name = "tide-tables"
kind = "ui_remnant"
lines = ["• Tide tables for 12 May"]

[[remove]]
name = "pilot"
kind = "author_bio"
phrases = ["keeps the pilot’s log*"]
max_words = 20

[[remove]]
name = "chart"
kind = "related_links"
pattern = '(?P<stub>\[chart \d+\])'

[[remove]]
name = "quay"
kind = "social_share"
pattern = '^Seen from "the quay"'
source = ["The Harbour Courier", "quay.example"]

[[remove]]
name = "bells"
kind = "newsletter_subscribe"
phrases = ["ring the bell"]
points = 0.8

[[keep]]
name = "column"
phrases = ["sign up for our"]
source = "www.Quay.example"
"""


def rules(text: str = RULES) -> OwnRules:
    return read_own_rules(text, "rules.toml")


def told(line: str, source: str | None = None) -> list[str]:
    """What goes of a line behind the body, each with the own rule, or the kind, that it goes by."""
    text = f"{BODY}\n{line}"
    found = candidates(text, "en", 0.5, own=rules().of(source))
    names = (r.rule if r.rule.startswith("own/") else str(r.kind) for r in found)
    return [f"{name}:{removal.of(text)}" for name, removal in zip(names, found, strict=True)]


@pytest.mark.parametrize(
    ("line", "source", "expected"),
    [
        ("Tide tables for 3 May", None, ["own/tide-tables:Tide tables for 3 May"]),
        ("  TIDE TABLES for 30  May…", None, ["own/tide-tables:TIDE TABLES for 30  May…"]),
        ("Tide tables for 3 May and June", None, []),
        ("Ada keeps the pilot's logbook.", None, ["own/pilot:Ada keeps the pilot's logbook."]),
        ("Ada upkeeps the pilot's log.", None, []),
        ("Ada keeps the pilot's log " + "and looks out " * 9, None, []),
        (f"{BODY} [chart 7]", None, ["own/chart:[chart 7]"]),
        (
            "It sank. [chart 7] It rose. [chart 8]",
            None,
            ["own/chart:[chart 7]", "own/chart:[chart 8]"],
        ),
        (f"{BODY} [chart seven]", None, []),
        ("Seen from “the quay”, it is small.", None, []),
        ("Seen from “the quay”, it is small.", "Another Paper", []),
        (
            "Seen from\xa0“the quay”, it is small.",
            "the  harbour courier",
            ["own/quay:Seen from\xa0“the quay”, it is small."],
        ),
        ("Seen from “the quay”, all.", "quay.example", ["own/quay:Seen from “the quay”, all."]),
        ("They ring the bell at noon.", None, []),
        ("Sign up for our newsletter", None, ["newsletter_subscribe:Sign up for our newsletter"]),
        ("Sign up for our newsletter", "quay.example", []),
    ],
)  # fmt: skip
def test_what_goes(line: str, source: str | None, expected: list[str]) -> None:
    assert told(line, source) == expected


def test_a_hint_adds_its_points_to_the_score() -> None:
    line = "Ring the bell to receive the harbour letter"
    without, with_hint = (judged(line, "en", own=own)[0] for own in (None, rules().of(None)))
    assert without.score < with_hint.score < 1
    assert "'ring the bell'" in with_hint.reason


def test_a_kept_line_shows_the_score_that_it_would_go_by() -> None:
    (line,) = judged("Sign up for our newsletter", "en", own=rules().of("quay.example"))
    assert not line.removed
    assert line.score > 0.9
    assert line.kind is RemovalKind.NEWSLETTER_SUBSCRIBE
    assert line.rule == "own/column"
    assert line.reason.startswith("own rule 'column' keeps it: 'sign up for our'")


def test_to_keep_is_stronger_than_to_remove_and_covers_what_is_within() -> None:
    both = rules(RULES + '\n[[keep]]\nphrases = ["chart", "tide"]')
    text = "Tide tables for 3 May\nIt lies in the bay of Overbeck, as the chart shows. [chart 7]"
    assert candidates(text, "en", 0.5, own=both.of(None)) == ()


def test_of_two_rules_the_first_in_the_file_counts() -> None:
    two = rules(
        '[[remove]]\nname = "b"\nkind = "author_bio"\nphrases = ["tide"]\n'
        '[[remove]]\nname = "a"\nkind = "ui_remnant"\nlines = ["tide"]\n'
    )
    (removal,) = candidates("Tide", "en", 0.5, own=two.of(None))
    assert removal.rule == "own/b"


def test_a_line_that_is_too_long_to_be_judged_loses_only_what_is_within() -> None:
    long = f"They keep the pilot's log. {'word ' * LONGEST_LINE} It is kept. [chart 7]"
    text = f"{long}\n{long.removesuffix('[chart 7]')}"
    (removal,) = candidates(text, "en", 0.5, own=rules().of(None))
    assert removal.of(text) == "[chart 7]"


def test_the_stage_takes_the_rules_of_the_article_s_source() -> None:
    text = f"{BODY}\nSeen from “the quay”, it is small.\n{BODY}"
    stage = RemoveBoilerplate(own=rules())
    for source, lost in (("The Harbour Courier", 1), ("Elsewhere", 0)):
        raw = RawArticle(None, text.encode(), metadata=Metadata(source=source))
        article = Article(raw=raw, text=text, language=Language("en", 1.0))
        assert len(stage.process(article).removed) == lost


def test_the_safety_of_articles_holds_for_own_rules_too() -> None:
    own = rules('[[remove]]\nname = "all"\nkind = "ui_remnant"\nphrases = ["the"]')
    article = Article(raw=RawArticle(None, b""), text=f"{BODY}\n{BODY}")
    done = RemoveBoilerplate(own=own).process(article)
    assert done.removed == ()
    assert "kept whole" in done.problems[0].error


def test_the_fingerprint_follows_what_the_rules_say_and_nothing_else() -> None:
    none = RemoveBoilerplate().fingerprint
    first = RemoveBoilerplate(own=rules()).fingerprint
    commented = rules(f"# A comment.\n{RULES}\n[[expect]]\ntext = 'x'\nkept = true")
    other = rules(RULES.replace("ring the bell", "ring the bells"))
    assert none != first
    assert RemoveBoilerplate(own=OwnRules()).fingerprint == none
    assert RemoveBoilerplate(own=commented).fingerprint == first
    assert RemoveBoilerplate(own=other).fingerprint != first


def test_rules_travel_by_value() -> None:
    made = rules()
    assert made.of(None) is not None
    again = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own bytes
    assert again == made
    assert again.hash == made.hash


@given(st.text(max_size=400), st.sampled_from([None, "quay.example"]))
def test_any_text_is_judged(text: str, source: str | None) -> None:
    for removal in candidates(text, "en", 0.5, own=rules().of(source)):
        assert removal.of(text) == removal.of(text).strip() != ""
