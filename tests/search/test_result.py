"""Fragments: one line, marks where they belong, and nothing of the markup of marks left over."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import CLOSE, OPEN
from search.result import MOST_SHOWN, FacetValue, Fragment, SearchResult, read
from search.unmatched import Unmatched


def marked(text: str) -> str:
    return text.replace("[", OPEN).replace("]", CLOSE)


@pytest.mark.parametrize(
    ("highlighted", "text", "found"),
    [
        ("", "", []),
        ("no marks", "no marks", []),
        ("an [energy] site", "an energy site", ["energy"]),
        ("[all]", "all", ["all"]),
        ("[two] [words]", "two words", ["two", "words"]),
        ("[one][other]", "oneother", ["one", "other"]),
        ("not [closed", "not closed", []),
        ("not opened]", "not opened", []),
        ("[] empty", " empty", []),
        ("[[twice]]", "twice", ["twice"]),
        ("a\nnew [li\nne]\r\n\u2028\x1b\x85\0end", "a new li ne      end", None),
        ("Київ [停電] 🔥[é]", "Київ 停電 🔥é", ["停電", "é"]),
    ],
)
def test_marks_slice_what_was_found(highlighted: str, text: str, found: list[str] | None) -> None:
    fragment = Fragment.of(marked(highlighted))
    assert fragment.text.replace(" ", "") == text.replace(" ", "")
    if found is not None:
        assert fragment.text == text
        assert [fragment.text[start:end] for start, end in fragment.marks] == found


def test_a_word_of_a_million_letters_is_cut_around_the_mark() -> None:
    fragment = Fragment.of(marked("x" * 1_000_000 + " [needle] " + "y" * 1_000_000))
    assert len(fragment.text) == MOST_SHOWN
    ((start, end),) = fragment.marks
    assert fragment.text[start:end] == "needle"


@given(st.text(alphabet=st.characters() | st.sampled_from([OPEN, CLOSE, "\n"])))
def test_any_string_is_one_line_with_marks_in_order(highlighted: str) -> None:
    fragment = Fragment.of(highlighted)
    assert OPEN not in fragment.text
    assert CLOSE not in fragment.text
    assert len(fragment.text.splitlines()) <= 1
    edges = [edge for mark in fragment.marks for edge in mark]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(fragment.text) for start, end in fragment.marks)


ANSWER = {
    "took": 3,
    "hits": {
        "total": {"value": 1},
        "hits": [
            {
                "_id": "a1",
                "_score": None,
                "_source": {"title": "Pier closed", "persons": ["Ada Roe"], "story": "a1"},
                "highlight": {"body": [marked("the [pier] closed")]},
            }
        ],
    },
    "aggregations": {"persons": {"buckets": [{"key": "Ada Roe", "doc_count": 1}]}},
}


def test_the_document_for_programs_keeps_its_keys() -> None:
    result = replace(read(ANSWER), unmatched=(Unmatched("persons", "Roe", ("Ada Roe",)),))
    assert json.loads(json.dumps(result.document())) == {
        "total": 1,
        "stories": None,
        "took_ms": 3,
        "hits": [
            {
                "id": "a1",
                "score": None,
                "title": {"text": "Pier closed", "marks": []},
                "fragments": [{"text": "the pier closed", "marks": [[4, 8]]}],
                "authors": [],
                "source": None,
                "language": None,
                "published": None,
                "url": None,
                "story": "a1",
                "persons": ["Ada Roe"],
                "organisations": [],
                "places": [],
                "groups": [],
                "copies": [],
                "copies_total": 0,
            }
        ],
        "facets": {"persons": [{"value": "Ada Roe", "count": 1, "within": 1, "chosen": False}]},
        "unmatched": [{"field": "persons", "value": "Roe", "near": ["Ada Roe"]}],
        "notes": [],
        "also": [],
        "absent": [],
        "loosened": False,
        "suggestion": None,
        "histograms": {},
        "next": None,
    }


def test_days_are_read_as_they_are_written() -> None:
    bucket = {"key": 1_722_470_400_000, "key_as_string": "2024-08", "doc_count": 2}
    answer = {**ANSWER, "aggregations": {"about": {"buckets": [bucket]}}}
    result: SearchResult = read(answer)
    assert result.facets == {"about": (FacetValue("2024-08", 2, 2),)}
