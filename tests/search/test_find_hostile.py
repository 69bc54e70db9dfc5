"""Articles and requests that mean harm, or just went wrong: an answer or a SearchError, always."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index_mappings.client import ClusterError
from index_mappings.documents import encode
from index_mappings.families import Aliases
from search.errors import SearchError
from search.find import find
from search.query import CLOSE, OPEN
from search.request import SearchRequest
from search.result import MOST_SHOWN
from tests.search.conftest import searched
from tests.seeded_index import RUN
from transforms.article import Article, RawArticle

if TYPE_CHECKING:
    from tests.search.conftest import Searched

MARKUP = f"<b>[red]pier[/red]</b> [/] {CLOSE}stray{OPEN} <script>alert(1)</script> closed pier"
TEXTS = {
    "markup": MARKUP,
    "endless": "x" * 500_000 + " needle " + "y" * 500_000,
    "lines": "The first line.\nThe pier\nclosed. \u2028And reopened.",
    "untitled": "No title, no date.",
}


@pytest.fixture(scope="module")
def index(client: Elasticsearch, index_prefix: str) -> Searched:
    documents = {}
    for name, text in TEXTS.items():
        raw = RawArticle(f"https://example.org/{name}", text.encode())
        article = Article(raw, title=None if name == "untitled" else MARKUP, text=text)
        documents[raw.id] = encode(article, {"extract": "1"}, RUN, datetime.now(UTC))
    ages = {"gte": "0001-01-01", "lte": "9999-12-31"}
    next(iter(documents.values()))["about"] = [ages]
    return searched(client, index_prefix, documents)


@pytest.mark.parametrize(
    "text",
    [
        '"', '"pier', "(" * 2_000, "(a " * 100, "OR " * 100, "NOT " * 100, "person:" * 100,
        "published:x", "about:9999..0001", "id:*", "title:", 'title:"', "a OR (b -(c OR d))",
        "removed:x", "story:\0", "https://", "https://x", "lang:" + "x" * 1_500, "-(" * 60,
        'pier"', '-"', "-", "---", "*", "pier*", "pi?r", "title:pier", "a:b:c", "\\",
        "\\\"pier", "pier\\", "AND OR NOT", "(pier", "pier))", "[a TO b]", "{pier}", "pier^9999",
        "pier~", "/pier/", "&& ||", "!pier", "<script>", "\0", "pier\0pier", "\x1b[31m", "\ud800",
        "\udfff pier", "\ufeff", "\u202epier", "🔥", "能" * 2_000,
        "".join(map(chr, range(0x4E00, 0x55D0))),
        "x" * 2_000, "x" * 100_000, "word " * 20_000, "w " * 200, '"w" ' * 200, "-w " * 200,
        '"' * 2_000, " ".join(f"w{n}" for n in range(200)),
        " ".join(f'-"w{n} v"' for n in range(200)),
        "the", "the who of and", "-the", '"the"', "ß ﬁ İ", "e\u0301" * 500,
    ],
)  # fmt: skip
def test_any_text_has_an_answer_or_a_search_error(index: Searched, text: str) -> None:
    try:
        result = index(text, collapse=True, facets=("persons", "about"))
    except SearchError as error:
        message = str(error)
    else:
        message = f"{result.total} articles"
    assert 0 < len(message) < 500


PIECES = st.sampled_from(
    [
        '"',
        "-",
        "(",
        ")",
        " ",
        ":",
        " OR ",
        " AND ",
        "NOT ",
        "person:",
        "title:",
        "published:",
        "2024",
    ]
)


@given(st.lists(st.characters() | PIECES, max_size=60).map("".join))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_and_any_name(index: Searched, text: str) -> None:
    for told in ({"text": text}, {"persons": (text,)}, {"sources": (text,)}):
        with suppress(SearchError):
            assert index(**told).total <= len(TEXTS)


@pytest.mark.parametrize(
    "told",
    [
        {"persons": ("x" * 1_000,)},
        {"places": ("*",)},
        {"organisations": ("\ud800\0",)},
        {"sources": tuple(f"source {n}" for n in range(100))},
        {"persons": tuple(f"Name {n}" for n in range(100))},
        {"languages": ("é" * 1_000,)},
    ],
)
def test_strange_names_find_nothing(index: Searched, told: dict[str, Any]) -> None:
    assert index(**told).total == 0


def test_an_age_of_ten_thousand_years_does_not_break_the_facets(index: Searched) -> None:
    counted = index(facets=("about", "about-year"), size=0).facets
    assert (counted["about"][0].value, counted["about"][-1].value) == ("1000-01", "2999-12")
    assert {item.count for item in counted["about-year"]} == {1}


def test_a_fragment_is_bounded_and_holds_what_was_found(index: Searched) -> None:
    (hit,) = index("needle").hits
    (fragment,) = hit.fragments
    assert len(fragment.text) <= MOST_SHOWN
    assert [fragment.text[start:end] for start, end in fragment.marks] == ["needle"]


def test_markup_and_marks_in_a_text_come_out_as_text(index: Searched) -> None:
    (hit,) = index('"closed pier" stray', size=1).hits
    text = hit.fragments[0].text
    assert "<script>alert(1)</script>" in text
    assert "[red]pier[/red]" in text
    assert OPEN not in text
    assert CLOSE not in text


def test_lines_become_one(index: Searched) -> None:
    (hit,) = index('"pier closed and reopened"').hits
    assert [piece.text for piece in hit.fragments] == ["The pier closed. And reopened."]


def test_an_article_without_title_or_date_is_shown(index: Searched) -> None:
    (hit,) = index('"no title, no date"').hits
    assert (hit.title, hit.published) == (None, None)


def test_a_cluster_that_is_away_is_told_without_its_password() -> None:
    with Elasticsearch("http://user:hunter2@127.0.0.1:9", max_retries=0) as away:
        with pytest.raises(ClusterError, match="did not answer") as error:
            find(away, Aliases("dlt-away-"), SearchRequest("pier"))
        assert "hunter2" not in str(error.value)
