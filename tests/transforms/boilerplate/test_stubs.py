"""Stubs glued to a paragraph go without it, to the character."""

from __future__ import annotations

import pytest

from transforms.article import Article, RawArticle
from transforms.article import RemovalKind as Kind
from transforms.boilerplate import keep, removals

BODY = "The ferry to Holm was late again on Friday, and nobody on the quay could say why."
AFTER = "It left at noon with half of its passengers and none of the post."

GLUED = [
    ("{} (RELATED: Why the Holm ferry is always late)", Kind.RELATED_LINKS),
    ("{} [READ MORE: The ferry that never came]", Kind.RELATED_LINKS),
    ("{} Read more here.", Kind.RELATED_LINKS),
    ("{} Continue reading", Kind.RELATED_LINKS),
    ("{} Advertisement", Kind.UI_REMNANT),
    ("{} Ad Policy", Kind.UI_REMNANT),
    ("{} Story continues below advertisement", Kind.UI_REMNANT),
    ("{} Sign up for our daily newsletter.", Kind.NEWSLETTER_SUBSCRIBE),
    ("{} Follow us on Twitter @holmpost.", Kind.SOCIAL_SHARE),
]

NOT_GLUED = [
    "He stood there with a sign that said (related to the strike) nothing at all to anyone.",
    "The crew was told to read more about the harbour rules before it came back on Monday.",
    "The line that nobody on the island would ever read again was the advertisement.",
    "She asked every passenger who came past her on the quay that day to follow her.",
]


@pytest.mark.parametrize(("paragraph", "kind"), GLUED)
def test_the_stub_goes_and_the_paragraph_stays(paragraph: str, kind: Kind) -> None:
    text = "\n".join([paragraph.format(BODY), AFTER])
    (removal,) = removals(text, "en")
    assert removal.kind is kind
    assert removal.of(text) == paragraph.removeprefix("{} ")
    assert keep(text.split("\n"), "en") == [True, True]


def test_a_stub_within_a_paragraph_leaves_both_sides() -> None:
    stub = "(RELATED: Why the Holm ferry is always late)"
    text = f"{BODY} {stub} {AFTER}"
    found = removals(text, "en")
    assert [removal.of(text) for removal in found] == [stub]
    article = Article(raw=RawArticle(None, b""), text=text, removed=found)
    assert article.body == f"{BODY} {AFTER}"


def test_two_stubs_do_not_overlap() -> None:
    text = f"{BODY} (RELATED: The ferry is late) Read more here."
    assert [r.of(text) for r in removals(text, "en")] == [
        "(RELATED: The ferry is late)",
        "Read more here.",
    ]


@pytest.mark.parametrize("paragraph", NOT_GLUED)
def test_words_of_the_article_are_no_stub(paragraph: str) -> None:
    assert removals("\n".join([paragraph, AFTER]), "en") == ()
