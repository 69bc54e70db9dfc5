"""Forms of persons' names in one article: which are one, and which stay apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.article import EntityMention, FoundBy, NameMention
from transforms.names import canonical_names
from transforms.names.curated import CuratedNames
from transforms.names.person_match import one_person
from transforms.names.person_names import person_name

Resolve = Callable[[str], tuple[NameMention, ...]]


@pytest.mark.parametrize(
    ("marked", "canonical"),
    [
        ("[Ada Quill|PERSON] spoke. [Quill|PERSON] left.", ["Ada Quill", "Ada Quill"]),
        ("[Quill|PERSON] left, [Ada Quill|PERSON] said.", ["Ada Quill", "Ada Quill"]),
        ("[Ada Quill|PERSON] and [QUILL’S|PERSON] dog", ["Ada Quill", "Ada Quill"]),
        ("[Ada Quill|PERSON] left. [Ada|PERSON] smiled.", ["Ada Quill", "Ada Quill"]),
        ("[Ada M. Quill|PERSON], [Ada Quill|PERSON]", ["Ada M. Quill", "Ada M. Quill"]),
        ("[A. Quill|PERSON], [Ada Quill|PERSON]", ["Ada Quill", "Ada Quill"]),
        ("[A.M. Quill|PERSON], [Ada Mary Quill|PERSON]", ["Ada Mary Quill"] * 2),
        ("[Bill Tanner|PERSON], [William Tanner|PERSON]", ["Bill Tanner"] * 2),
        ("[Quill, Ada|PERSON], [Ada Quill|PERSON]", ["Ada Quill"] * 2),
        ("[Sem van der Hoek|PERSON]; [Van der Hoek|PERSON]", ["Sem van der Hoek"] * 2),
        ("[Sem van Hoek|PERSON]; [Van Hoek|PERSON]; [Hoek|PERSON]", ["Sem van Hoek"] * 3),
        ("[Sem van der Hoek|PERSON]; [Hoek|PERSON]", ["Sem van der Hoek"] * 2),
        ("[Tariq al-Munir|PERSON]; [al-Munir|PERSON]; [Munir|PERSON]", ["Tariq al-Munir"] * 3),
        ("[Ana Ruiz Prado|PERSON]; [Ruiz Prado|PERSON]", ["Ana Ruiz Prado"] * 2),
        ("[Tom Wren Jr.|PERSON]; [Wren|PERSON]", ["Tom Wren Jr."] * 2),
        ("[Dr. Ada Quill|PERSON]; [Ms Quill|PERSON]", ["Ada Quill"] * 2),
        ("[ADA QUILL|PERSON] WINS\n[Quill|PERSON] said", ["Ada Quill"] * 2),
        ("[Ada Quill Wins|PERSON]\n[Ada Quill|PERSON]. [Ada Quill|PERSON].", ["Ada Quill"] * 3),
        ("[Ada Quillington|PERSON]; [Qiullington|PERSON]", ["Ada Quillington"] * 2),
        ("[Quay Party’s Ada Quill|PERSON]; [Ada Quill of Oxney|PERSON]", ["Ada Quill"] * 2),
        ("[NAQA Administrator Ada Quill|PERSON]; [NAQA Administrator|PERSON]", ["Ada Quill"] * 2),
        ("[Kristen Quill|PERSON]; [Kristin Quill|PERSON]", ["Kristen Quill"] * 2),
        ("[Tom Maurer|PERSON]; [Mauer|PERSON]", ["Tom Maurer"] * 2),
        ("[Yevgeny Wren|PERSON]; [Evgeniy Wren|PERSON]", ["Yevgeny Wren"] * 2),
        ("[Cres Wren|PERSON]; [Creswell Wren|PERSON]", ["Cres Wren"] * 2),
        ("[JC Wren|PERSON]; [Jean-Claude Wren|PERSON]", ["Jean-Claude Wren"] * 2),
        ("[Ambassador Ada Quill|PERSON]; the [Ambassador|PERSON]", ["Ada Quill"] * 2),
        (
            "Secretary of State [Ada Quill|PERSON]; the [Secretary of State|PERSON]",
            ["Ada Quill"] * 2,
        ),
    ],
)
def test_forms_of_one_person_are_joined(
    resolve: Resolve, marked: str, canonical: list[str]
) -> None:
    assert [name.canonical for name in resolve(marked)] == canonical


@pytest.mark.parametrize(
    "marked",
    [
        "[Ada Quill|PERSON] met [Tom Quill|PERSON].",
        "[Tom Wren|PERSON] and [Tom Wren Jr.|PERSON]",
        "[Tom Wren Jr.|PERSON] and [Tom Wren III|PERSON]",
        "[Ada M. Quill|PERSON] met [Ada R. Quill|PERSON].",
        "[Ada Quill|PERSON] met [Ada Reed|PERSON].",
        "[Ada Quill|PERSON] met [Quilley|PERSON].",
        "[John Dell|PERSON] met [Jane Dell|PERSON] and [J. Dell|PERSON].",
        "[Xu Lin|PERSON] met [Lin Da|PERSON].",
        "[Al Gray|PERSON] met [Tipper Gray|PERSON].",
        "[Ada Quill|PERSON] met [Ben|PERSON].",
        "[George W. Wren|PERSON] met [George H. W. Wren|PERSON].",
        "[Omar bin Tariq|PERSON] met [King Tariq|PERSON].",
        "[Omar bin Tariq|PERSON] met [Tariq|PERSON].",
        "[Ivan Wrenov|PERSON] met [Ivana Wrenova|PERSON].",
        "[Ivan Wrenov|PERSON] met [Wrenova|PERSON].",
        "[Joan of Arc|PERSON] met [Joan of Kent|PERSON].",
        "[Paul Quill|PERSON] met [Paula Quill|PERSON].",
        "[Tom Smith|PERSON] met [Smyth|PERSON].",
        "[Wren XIV|PERSON] met [Wren XVI|PERSON].",
    ],
)
def test_different_persons_stay_apart(resolve: Resolve, marked: str) -> None:
    found = resolve(marked)
    assert len({name.canonical for name in found}) == len(found)
    assert len({name.name_id for name in found}) == len(found)


@pytest.mark.parametrize(
    "marked",
    [
        "The [President|PERSON] spoke.",
        "President [Ada Quill|PERSON] met President [Tom Wren|PERSON]. The [President|PERSON]!",
        "Mayor [Ada Quill|PERSON] met the [President|PERSON].",
    ],
)
def test_a_role_that_nobody_or_two_hold_is_no_name(resolve: Resolve, marked: str) -> None:
    assert "President" not in {name.canonical for name in resolve(marked)}


def test_a_word_that_is_a_name_too_is_no_role_alone(resolve: Resolve) -> None:
    assert [name.canonical for name in resolve("[Bishop|PERSON] sang.")] == ["Bishop"]


def test_a_surname_of_two_goes_to_the_nearest_and_says_so(resolve: Resolve) -> None:
    found = resolve(
        "[Ada Quill|PERSON] sang. [Quill|PERSON] bowed.\n"
        "[Tom Quill|PERSON] danced. [Quill|PERSON] fell."
    )
    assert [name.canonical for name in found] == [
        "Ada Quill",
        "Ada Quill",
        "Tom Quill",
        "Tom Quill",
    ]
    assert found[1].score < 0.7
    assert "nearest of several" in found[1].reason


def test_a_first_name_of_two_stays_by_itself(resolve: Resolve) -> None:
    found = resolve("[Ada Quill|PERSON], [Ada Reed|PERSON], [Ada|PERSON]")
    assert found[2].canonical == "Ada"


def test_a_namesake_in_the_article_takes_the_surname_of_a_curated_person(resolve: Resolve) -> None:
    found = resolve("[Oleg Putin|PERSON] is a baker. [Putin|PERSON] bakes.")
    assert [name.canonical for name in found] == ["Oleg Putin", "Oleg Putin"]


def test_a_bare_surname_before_a_namesake_means_the_one_whom_all_know(resolve: Resolve) -> None:
    found = resolve("[Putin|PERSON] spoke. His cousin [Oleg Putin|PERSON] listened.")
    assert [name.canonical for name in found] == ["Vladimir Putin", "Oleg Putin"]


def test_of_several_bearers_the_surname_alone_means_the_one_whom_all_know(resolve: Resolve) -> None:
    found = resolve("[Vladimir Putin|PERSON] met [Oleg Putin|PERSON]. [Putin|PERSON] left.")
    assert found[2].canonical == "Vladimir Putin"
    assert "best known of several" in found[2].reason


def test_a_curated_relative_does_not_take_the_surname_of_the_one_whom_all_know() -> None:
    names = CuratedNames.from_lines(
        [
            '{"id": "per-a", "kind": "person", "canonical": "Ada Quill", "aliases": ["Quill"]}',
            '{"id": "per-b", "kind": "person", "canonical": "Tom Quill"}',
        ]
    )
    body = "Tom Quill spoke of Quill."
    mentions = [
        EntityMention(0, 9, "Tom Quill", "PERSON", FoundBy.MODEL),
        EntityMention(19, 24, "Quill", "PERSON", FoundBy.MODEL),
    ]
    found = canonical_names(body, mentions, names)
    assert [name.canonical for name in found] == ["Tom Quill", "Ada Quill"]


@pytest.mark.parametrize(
    ("name", "words", "generation"),
    [
        ("Ada Quill", ("ada", "quill"), None),
        ("Tom Wren, Jr.", ("tom", "wren"), "jr"),
        ("Wren, Tom", ("tom", "wren"), None),
        ("J.R.R. Wren", ("j", "r", "r", "wren"), None),
        ("Jean-Paul Wren", ("jean", "paul", "wren"), None),
        ("Tariq bin Omar", ("tariq", "omar"), None),
        ("Tariq El-Omar", ("tariq", "omar"), None),
        ("al-Omar", ("omar",), None),
        ("Ben Quill", ("ben", "quill"), None),
        ("Jr.", ("jr",), None),
        ("…", ("…",), None),
    ],
)
def test_a_name_is_taken_apart(name: str, words: tuple[str, ...], generation: str | None) -> None:
    parsed = person_name(name)
    assert (parsed.words, parsed.generation) == (words, generation)


@pytest.mark.parametrize(
    ("a", "b"), [("Ada Quill", "A Quill"), ("Bill Wren", "William Wren"), ("Quill", "Ada Quill")]
)
def test_evidence_does_not_mind_the_order(a: str, b: str) -> None:
    forth, back = (one_person(person_name(x), person_name(y)) for x, y in ((a, b), (b, a)))
    assert forth is not None
    assert forth == back
