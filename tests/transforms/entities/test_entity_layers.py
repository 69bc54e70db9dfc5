"""Each layer alone, on tables: what it changes, and what it must leave."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import EntityMention, FoundBy
from transforms.entities.chunks import chunks
from transforms.entities.correct import corrected
from transforms.entities.edges import trimmed
from transforms.entities.filters import filtered
from transforms.entities.gazetteer import Gazetteer, curated, places
from transforms.entities.plain import plain
from transforms.entities.second_pass import found_again
from transforms.entities.titled import titled
from transforms.entities.vote import agreed
from transforms.names.curated import CuratedNames


def mention(text: str, surface: str, label: str, nth: int = 0) -> EntityMention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return EntityMention(start, start + len(surface), surface, label, FoundBy.MODEL)


def told(mentions: list[EntityMention]) -> list[tuple[str, str]]:
    return [(found.surface, found.label) for found in mentions]


@given(st.text(max_size=400))
def test_plain_keeps_every_character_in_its_place(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


def test_plain_empties_endless_words() -> None:
    assert plain("see " + "(" * 1_000_000 + " Doria") == "see " + " " * 1_000_000 + " Doria"


@given(st.text(alphabet="ab \n", max_size=200), st.integers(1, 30))
def test_chunks_make_up_the_text_and_fit(text: str, limit: int) -> None:
    pieces = list(chunks(text, limit))
    assert "".join(piece for _, piece in pieces) == text
    assert all(text.startswith(piece, start) and len(piece) <= limit for start, piece in pieces)


@pytest.mark.parametrize(
    ("surface", "kept"),
    [
        ("the Kellan Group's", "Kellan Group"),
        ("The Kellan Post", "The Kellan Post"),
        ("'Doria'", "Doria"),
        ("Party of Doria (PD", "Party of Doria"),
        ("Party of Doria (PD)", "Party of Doria (PD)"),
        ("Doria)", "Doria"),
        ("City of", "City"),
        ("between Kellan", "Kellan"),
        ("U.S.", "U.S."),
        ("O'Hare", "O'Hare"),
        ("The Hague", "The Hague"),
        ("A", "A"),
        ("Ana Petrova - She", "Ana Petrova"),
        ("Ana Petrova   - She", "Ana Petrova"),
        ("Ana Petrova / Handout", "Ana Petrova"),
        ("Ana Petrova Dec 7", "Ana Petrova"),
        ("Kellan Rovers 27-14", "Kellan Rovers"),
        ("D-Ohio", "Ohio"),
        ("Jean-Paul Doria", "Jean-Paul Doria"),
        ("Route 66", "Route 66"),
        ("Boeing 737", "Boeing 737"),
        ("April 7 Movement", "April 7 Movement"),
    ],
)
def test_edges(surface: str, kept: str) -> None:
    found = trimmed(surface, EntityMention(0, len(surface), surface, "ORG", FoundBy.MODEL))
    assert found is not None
    assert found.surface == kept
    assert found.of(surface) == kept


@given(st.text(alphabet="tThe 's(.)A\"", max_size=30), st.data())
def test_edges_stay_within_the_mention(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = trimmed(text, EntityMention(start, end, text[start:end], "ORG", FoundBy.MODEL))
    if found is not None:
        assert start <= found.start < found.end <= end
        assert found.of(text) == found.surface


@pytest.mark.parametrize(
    "surface", ["Monday", "He", "n't", "Slideshow", "FILE PHOTO", "minister", "A\nB", "km/h"]
)
def test_filters_drop_what_is_no_name(surface: str) -> None:
    assert filtered([mention(surface, surface, "ORG")]) == []


@pytest.mark.parametrize("label", ["ORDINAL", "CARDINAL", "DATE", "MONEY", "PERCENT", "TIME"])
def test_filters_drop_numbers_and_dates(label: str) -> None:
    assert filtered([mention("First", "First", label)]) == []


@pytest.mark.parametrize(
    "surface", ["Kellan", "Mayfield", "May Sundar", "House of Doria", "e-Doria"]
)
def test_filters_keep_names(surface: str) -> None:
    assert filtered([mention(surface, surface, "ORG")])


@pytest.mark.parametrize(
    ("text", "surface", "label", "expected"),
    [
        ("Mr Quell left.", "Mr Quell", "ORG", ("Quell", "PERSON")),
        ("said Ms. Quell", "Quell", "GPE", ("Quell", "PERSON")),
        ("Foreign Minister Ana Petrova", "Foreign Minister Ana Petrova", "PERSON",
         ("Ana Petrova", "PERSON")),
        ("near Quell", "Quell", "GPE", ("Quell", "GPE")),
        ("Minister Quell Group", "Quell Group", "ORG", ("Quell Group", "ORG")),
    ],
)  # fmt: skip
def test_titles(text: str, surface: str, label: str, expected: tuple[str, str]) -> None:
    [found] = titled(text, [mention(text, surface, label)])
    assert (found.surface, found.label) == expected
    assert found.of(text) == found.surface


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Doha, DOHA and Qatari", [("Doha", "GPE"), ("DOHA", "GPE"), ("Qatari", "NORP")]),
        ("the US-Qatar talks", [("US", "GPE"), ("Qatar", "GPE")]),
        ("the Middle East.", [("Middle East", "LOC")]),
        ("Ukraine's", [("Ukraine", "GPE")]),
        ("Côte d'Ivoire", [("Côte d'Ivoire", "GPE")]),
        ("tell us of japan and its indian ink", []),
        ("US$5 and @Doha and Doha.example and Doha_1", []),
        ("Dohan, Mozambiquer, Spainful", []),
        ("Reading is Nice, Jordan and Georgia agree; a Mobile with Chad", []),
        ("Virginia and Charlotte met Lincoln", []),
    ],
)
def test_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(match.of(text), match.label) for match in places().find(text)] == expected


def test_a_surface_of_two_kinds_is_left_out() -> None:
    names = CuratedNames.from_lines(
        [
            '{"id": "per-doria", "kind": "person", "canonical": "Ana Doria", "aliases": ["Doria"]}',
            '{"id": "pla-doria", "kind": "place", "canonical": "Doria"}',
        ]
    )
    assert [match.of("Doria, Ana Doria") for match in curated(names).find("Doria, Ana Doria")] == [
        "Ana Doria"
    ]


@given(st.lists(st.sampled_from(["New York", "York", "New", "a", "Yorker", "é"]), max_size=12))
def test_matches_are_whole_words_in_order(words: list[str]) -> None:
    text = " ".join(words)
    at = 0
    for match in Gazetteer({"New York": "GPE", "York": "GPE", "é": "GPE"}).find(text):
        assert at <= match.start < match.end
        assert match.of(text) in {"New York", "York", "é"}
        at = match.end


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("in Kyiv", [("Kyiv", "PERSON")], [("Kyiv", "GPE")]),
        ("the Kyiv regime", [("Kyiv regime", "ORG")], [("Kyiv", "GPE")]),
        ("the Bank of Qatar", [("Bank of Qatar", "ORG")], [("Bank of Qatar", "ORG")]),
        (
            "Qatar and Ukraine",
            [("Qatar and Ukraine", "ORG")],
            [("Qatar", "GPE"), ("Ukraine", "GPE")],
        ),
        ("South Korea", [("Korea", "ORG")], [("South Korea", "GPE")]),
        ("Ukraine 2030 Plan", [("Ukraine 2030 Plan", "LAW")], [("Ukraine 2030 Plan", "LAW")]),
        ("from Doha", [], [("Doha", "GPE")]),
        ("in Inner Australia", [], []),
        ("the Kurdistan Democratic Party", [], []),
        ("of Australia. Western rules", [], [("Australia", "GPE")]),
        ("said so. Australia won", [], [("Australia", "GPE")]),
        ("AUSTRALIA WINS AGAIN", [], [("AUSTRALIA", "GPE")]),
        ("the German Chancellor", [], [("German", "NORP")]),
    ],
)
def test_the_gazetteer_corrects_the_model(
    text: str, before: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    found = [mention(text, surface, label) for surface, label in before]
    assert told(corrected(text, found, places().find(text))) == expected


@given(st.data())
def test_corrected_mentions_never_overlap(data: st.DataObject) -> None:
    words = data.draw(
        st.lists(st.sampled_from(["Qatar", "South", "Korea", "of", "Ana"]), max_size=9)
    )
    text = " ".join(words)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    before = [
        EntityMention(a, b, text[a:b], "ORG", FoundBy.MODEL)
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    after = corrected(text, before, places().find(text))
    assert all(a.end <= b.start for a, b in pairwise(after))
    assert all(found.of(text) == found.surface for found in after)


def test_the_majority_decides_a_label() -> None:
    text = "Kellan, Kellan, Kellan"
    labels = ["ORG", "GPE", "ORG"]
    found = [mention(text, "Kellan", label, nth) for nth, label in enumerate(labels)]
    assert told(agreed(text, found)) == [("Kellan", "ORG")] * 3


def test_a_full_name_speaks_for_the_surname() -> None:
    text = "Ana Petrova. Petrova, Petrova"
    found = [
        mention(text, "Ana Petrova", "PERSON"),
        mention(text, "Petrova", "ORG", 1),
        mention(text, "Petrova", "ORG", 2),
    ]
    assert {label for _, label in told(agreed(text, found))} == {"PERSON"}


def test_a_headline_in_capitals_follows_the_article() -> None:
    text = "DORIA WINS\nIda Doria won. The US and Us"
    found = [
        mention(text, "DORIA", "ORG"),
        mention(text, "Ida Doria", "PERSON"),
        mention(text, "US", "GPE"),
        mention(text, "Us", "WORK_OF_ART"),
    ]
    assert [label for _, label in told(agreed(text, found))] == [
        "PERSON", "PERSON", "GPE", "WORK_OF_ART",
    ]  # fmt: skip


def test_what_is_confirmed_once_is_found_everywhere() -> None:
    text = "Ana Petrova left Kellan Group. petrova said Petrova; Kellan Group and Petrovas."
    found = [mention(text, "Ana Petrova", "PERSON"), mention(text, "Kellan Group", "ORG")]
    assert told(found_again(text, found)) == [
        ("Ana Petrova", "PERSON"),
        ("Kellan Group", "ORG"),
        ("Petrova", "PERSON"),
        ("Kellan Group", "ORG"),
    ]


@pytest.mark.parametrize(
    ("text", "surface", "label"),
    [
        ("Kellan. Then Kellan Brothers", "Kellan", "ORG"),
        ("Sarn 2. Sarn 3", "Sarn", "ORG"),
        ("Doria; in Doria", "Doria", "GPE"),
        ("Xi. Xi", "Xi", "PERSON"),
        ("Doria. The Doria and the Doria", "Doria", "ORG"),
    ],
)
def test_the_second_pass_leaves_what_may_be_another_name(
    text: str, surface: str, label: str
) -> None:
    assert len(found_again(text, [mention(text, surface, label)])) == 1
