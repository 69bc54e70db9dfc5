"""Names of a whole corpus: what is one by its words, what by its surroundings, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.article import NameKind, NameMention
from transforms.names.across.gather import called_now, consolidated
from transforms.names.across.model import Judgement, State, Verdict
from transforms.names.curated import CuratedNames
from transforms.names.document import made_id

Corpus = Mapping[str, Sequence[str]]
Called = Callable[..., str]

# Articles about other things, so that what two share is more than what all share.
REST = {f"z{n}": [f"Una Other{'abcdefghijklmnopqrstuvwxyz'[n % 26]}{n}"] for n in range(60)}
FERRY = ["o:Amber Ferries", "l:Oxney Harbour", "Tomas Wrenfield"]
LEVY = ["o:Cedar Library Board", "l:Cedar Valley", "Odile Marsh"]


def person(name: str) -> str:
    return made_id(NameKind.PERSON, name)


def judged(
    left: str, right: str, verdict: Verdict, article: str | None = None, kind: str = "person"
) -> Judgement:
    ids = (made_id(NameKind(kind), left), made_id(NameKind(kind), right))
    return Judgement(*ids, verdict, "kim", "I know them", 1.0, article)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Marín", "Jose Marin"),
        ("o:Acme Lamps", "o:ACME LAMPS"),
        ("o:Seabright", "o:SEABRIGHT"),
        ("l:Saint-Oyen", "l:Saint Oyen"),
    ],
)
def test_the_same_letters_are_one_name_with_nothing_in_common_besides(
    called: Called, one: str, other: str
) -> None:
    corpus = {**REST, "a": [one], "b": [one], "c": [other]}
    assert called(corpus, "c", other) == called(corpus, "a", one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Quill", "Ada M. Quill"),
        ("William Marsh", "Bill Marsh"),
        ("Serhiy Tkachenko", "Sergei Tkachenko"),
        ("Oksana Melnychuk", "Oksana Melnichuk"),
        ("Katherine Jenkyn", "Kathryn Jenkyn"),
    ],
)
def test_forms_of_a_person_are_one_where_the_surroundings_agree(
    called: Called, one: str, other: str
) -> None:
    corpus = {**REST, "a": [one, *FERRY], "b": [one, *FERRY], "c": [other, *FERRY]}
    assert called(corpus, "c", other) == one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "John A. Smith"),
        ("William Marsh", "Bill Marsh"),
        ("Anna Reed", "Ana Reed"),
        ("Wang Wei", "Wei Wang"),
    ],
)
def test_a_short_or_common_name_is_not_one_by_its_spelling_alone(
    called: Called, one: str, other: str
) -> None:
    corpus = {**REST, "a": [one, *FERRY], "b": [one, *FERRY], "c": [other, *LEVY]}
    assert called(corpus, "c", other) == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Igor Petrenko", "Ivan Petrenko"),
        ("Tom Wren", "Tom Wrenfield Jr"),
        ("John A. Smith", "John B. Smith"),
        ("Maria Santos", "Mario Santos"),
        ("Martin King", "Martin King Jr"),
        ("l:North Oxney", "l:South Oxney"),
        ("l:Oxney", "l:Oxley"),
        ("o:Ministry of Health", "o:Ministry of Home Affairs"),
        ("o:Bank of Oxney", "o:Bank of Lakeside"),
        ("o:First Regiment", "o:Third Regiment"),
    ],
)
def test_different_names_stay_two_whatever_they_share(called: Called, one: str, other: str) -> None:
    corpus = {**REST, "a": [one, *FERRY], "b": [one, *FERRY], "c": [other, *FERRY]}
    assert called(corpus, "c", other) == other.partition(":")[2] or other


def test_names_side_by_side_in_one_article_are_two(called: Called) -> None:
    corpus = {
        **REST,
        "a": ["George Marsh", "George W. Marsh", *FERRY],
        "b": ["George Marsh", *FERRY],
    }
    assert called(corpus, "a", "George W. Marsh") == "George W. Marsh"


SURNAMES: Corpus = {
    **REST,
    "f1": ["Ilse Wren", *FERRY],
    "f2": ["Wren", *FERRY],
    "l1": ["Oskar Wren", *LEVY],
    "l2": ["Wren", *LEVY],
    "n": ["Wren", "l:Lima"],
}


@pytest.mark.parametrize(
    ("article", "expected"), [("f2", "Ilse Wren"), ("l2", "Oskar Wren"), ("n", "Wren")]
)
def test_a_surname_alone_is_placed_article_by_article(
    called: Called, article: str, expected: str
) -> None:
    assert called(SURNAMES, article, "Wren") == expected


def test_a_surname_that_fits_two_as_well_stays_what_it_is(called: Called) -> None:
    corpus = {**SURNAMES, "l1": ["Oskar Wren", *FERRY]}
    assert called(corpus, "f2", "Wren") == "Wren"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("o:Lanterns", "o:Oxney Lanterns"),
        ("o:CLB", "o:Cedar Lamp Board"),
        ("o:Electricity Authority", "o:Electricity Authority of Oxney"),
        ("I. Wren", "Ilse Wren"),
        ("Wren", "Ilse Wren"),
    ],
)
def test_short_names_are_placed_where_the_surroundings_agree(
    called: Called, short: str, full: str
) -> None:
    corpus = {**REST, "a": [full, *FERRY], "b": [short, *FERRY], "c": [short, "l:Lima"]}
    assert called(corpus, "b", short) == full.removeprefix("o:")
    assert called(corpus, "c", short) == short.removeprefix("o:")


@pytest.mark.parametrize(("short", "expected"), [("Wren", "Ilse Wren"), ("Ilse", "Ilse")])
def test_a_first_name_alone_needs_more(called: Called, short: str, expected: str) -> None:
    corpus = {**REST, "a": ["Ilse Wren", "l:Lima", *FERRY], "b": [short, "l:Lima", *LEVY]}
    assert called(corpus, "b", short) == expected


def test_a_short_form_beside_the_long_one_stays(called: Called) -> None:
    both = ["o:Supreme Court", "o:Supreme Court of Ruritania"]
    corpus = {**REST, "a": [both[1], *FERRY], "b": [*both, *FERRY]}
    assert called(corpus, "b", "o:Supreme Court") == "Supreme Court"


def test_not_the_same_holds_against_all_evidence(called: Called) -> None:
    different = judged("Wren", "Ilse Wren", Verdict.DIFFERENT)
    here = judged("Wren", "Ilse Wren", Verdict.DIFFERENT, article="f2")
    elsewhere = judged("Wren", "Ilse Wren", Verdict.DIFFERENT, article="l2")
    assert called(SURNAMES, "f2", "Wren", different) == "Wren"
    assert called(SURNAMES, "f2", "Wren", here) == "Wren"
    assert called(SURNAMES, "f2", "Wren", elsewhere) == "Ilse Wren"
    pair = ("José Marín", "Jose Marin")
    corpus = {**REST, "a": [pair[0]], "b": [pair[1]]}
    assert called(corpus, "b", pair[1], judged(*pair, Verdict.DIFFERENT)) == "Jose Marin"


def test_what_a_person_holds_to_be_one_is_one(called: Called) -> None:
    corpus = {**REST, "a": ["Ilse Wren"], "b": ["The Harbour Ghost"]}
    same = judged("The Harbour Ghost", "Ilse Wren", Verdict.SAME)
    assert called(corpus, "b", "The Harbour Ghost", same) == called(corpus, "a", "Ilse Wren", same)
    placed = judged("Wren", "Ilse Wren", Verdict.SAME, article="n")
    assert called(SURNAMES, "n", "Wren", placed) == "Ilse Wren"


def test_a_misspelling_goes_to_the_curated_name(called: Called) -> None:
    corpus = {**REST, "a": ["John Kerry", *FERRY], "b": ["John Kery", *FERRY]}
    assert called(corpus, "b", "John Kery") in {"John Kerry", "John Kery"}
    assert called(corpus, "a", "John Kerry") == "John Kerry"


WORDS = ["Ilse Wren", "Wren", "I. Wren", "Oskar Wren", "Oskar Wrenn", "o:CLB", "o:Cedar Lamp Board",
         "o:Lanterns", "o:Oxney Lanterns", "l:Lima", "l:Oxney", *FERRY]  # fmt: skip
corpora = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True),
    max_size=12,
)


def named(told: str) -> NameMention:
    kinds = {"o": NameKind.ORGANISATION, "l": NameKind.PLACE}
    letter, colon, name = told.rpartition(":")
    kind = kinds[letter] if colon else NameKind.PERSON
    return NameMention(0, len(name), name, kind, name, made_id(kind, name), 1.0, "as written")


def state_of(corpus: Corpus) -> State:
    found = {id: [named(told) for told in names] for id, names in corpus.items()}
    return consolidated(found, CuratedNames()).state


@settings(max_examples=60)
@given(corpora, st.randoms())
def test_the_order_of_arrival_does_not_count(corpus: dict[str, list[str]], random: object) -> None:
    ids = list(corpus)
    random.shuffle(ids)  # type: ignore[attr-defined]
    assert state_of({id: corpus[id][::-1] for id in ids}) == state_of(corpus)


@settings(max_examples=60)
@given(corpora)
def test_every_merge_has_a_reason_and_ends_at_a_name_of_its_own(
    corpus: dict[str, list[str]],
) -> None:
    state = state_of(corpus)
    for merge in (*state.merged.values(), *state.placed.values()):
        assert merge.reason
        assert 0 < merge.score <= 1
        assert merge.into not in state.merged


def test_a_merged_mention_says_why() -> None:
    corpus = {**REST, "a": ["Ilse Wren", *FERRY], "b": ["Wren", *FERRY]}
    told = called_now("b", named("Wren"), state_of(corpus))
    assert (told.canonical, told.name_id, told.surface) == (
        "Ilse Wren",
        person("Ilse Wren"),
        "Wren",
    )
    assert "surname of Ilse Wren" in told.reason
    assert "amber" in told.reason
    assert told.score < 1
