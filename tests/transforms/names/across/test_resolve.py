"""Judgements make groups: the surest first, none across a difference, whatever their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import NameKind
from transforms.names.across.model import RULE, Judgement, NameRow, Verdict
from transforms.names.across.resolve import Resolved, in_force, resolve

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE
LETTERS = "abcdef"


def rows(**told: object) -> dict[str, NameRow]:
    """Rows a to f; a number is the articles, "curated" marks a curated name."""
    return {
        id: NameRow(
            id, NameKind.PERSON, f"Ada {id.upper()}quill", told.get(id) == "curated", {},
            told[id] if isinstance(told.get(id), int) else 1,  # type: ignore[arg-type]
        )
        for id in LETTERS
    }  # fmt: skip


def held(
    pair: str, verdict: Verdict, score: float = 0.9, by: str = RULE, day: int = 1
) -> Judgement:
    at = datetime(2024, 5, day, tzinfo=UTC)
    return Judgement(pair[0], pair[1], verdict, by, "told so", score, at=at)


def groups(resolved: Resolved) -> set[str]:
    heads = {resolved.root(id) for id in resolved.merged}
    return {"".join(sorted(resolved.members(head))) for head in heads}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([held("ab", SAME)], {"ab"}),
        ([held("ab", SAME), held("bc", SAME)], {"abc"}),
        ([held("ab", UNSURE)], set()),
        ([held("ab", SAME), held("ab", DIFFERENT, by="kim")], set()),
        ([held("ab", SAME, by="kim"), held("ab", DIFFERENT)], {"ab"}),
        ([held("ab", SAME, by="kim", day=1), held("ab", DIFFERENT, by="lee", day=2)], set()),
        ([held("ab", SAME, by="kim", day=3), held("ab", DIFFERENT, by="lee", day=2)], {"ab"}),
        ([replace(held("ab", SAME), deleted=datetime(2024, 6, 1, tzinfo=UTC))], set()),
        # The weakest link between the two that are different breaks.
        ([held("ab", SAME, 0.9), held("bc", SAME, 0.8), held("ac", DIFFERENT)], {"ab"}),
        ([held("ab", SAME, 0.7), held("bc", SAME, 0.8), held("ac", DIFFERENT)], {"bc"}),
        (
            [held("ab", SAME, 0.9), held("bc", SAME, 0.7), held("cd", SAME, 0.8),
             held("ad", DIFFERENT, by="kim")],
            {"ab", "cd"},
        ),
        # A person's sameness is kept before any rule's.
        (
            [held("ab", SAME, 0.99), held("bc", SAME, 0.5, by="kim"), held("ac", DIFFERENT)],
            {"bc"},
        ),
        ([replace(held("ab", SAME), article="x")], set()),
        ([replace(held("ab", DIFFERENT, by="kim"), article="x"), held("ab", SAME)], {"ab"}),
    ],
)  # fmt: skip
def test_groups(told: list[Judgement], expected: set[str]) -> None:
    assert groups(resolve(rows(), told)) == expected


@pytest.mark.parametrize(
    ("standing", "head"),
    [
        ({"b": 5}, "b"),
        ({"a": 9, "b": "curated"}, "b"),
        ({"a": 2, "b": 2}, "b"),
    ],
)
def test_a_group_goes_by_its_best_known_name(standing: dict[str, object], head: str) -> None:
    assert resolve(rows(**standing), [held("ab", SAME)]).root("a") == head


def test_a_surname_alone_heads_no_group() -> None:
    known = rows(a=100)
    known["a"] = replace(known["a"], canonical="Quill")
    assert resolve(known, [held("ab", SAME, by="kim")]).root("a") == "b"


def test_no_rule_makes_one_of_two_curated_names() -> None:
    known = rows(a="curated", b="curated")
    told = [held("ac", SAME, 0.9), held("bc", SAME, 0.8)]
    resolved = resolve(known, told)
    assert groups(resolved) == {"ac"}
    assert resolved.refused == (told[1],)
    assert groups(resolve(known, [held("ab", SAME, by="kim")])) == {"ab"}


def test_a_name_that_is_gone_still_holds_others_apart() -> None:
    known = {id: row for id, row in rows().items() if id != "b"}
    told = [held("ab", SAME), held("bc", DIFFERENT, by="kim"), held("ac", SAME, 0.8)]
    assert groups(resolve(known, told)) == set()


judgements = st.lists(
    st.builds(
        held,
        st.sampled_from([one + other for one in LETTERS for other in LETTERS if one < other]),
        st.sampled_from(Verdict),
        st.sampled_from([0.6, 0.8, 0.9]),
        st.sampled_from([RULE, "kim"]),
        st.integers(1, 28),
    ),
    max_size=20,
)


@given(judgements, st.randoms())
def test_the_order_of_judgements_does_not_count(told: list[Judgement], random: object) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    known = rows(a="curated", d="curated", e=7)
    assert resolve(known, shuffled).merged == resolve(known, told).merged


@given(judgements)
def test_no_group_holds_both_sides_of_a_difference(told: list[Judgement]) -> None:
    resolved = resolve(rows(), told)
    for judgement in in_force(told).values():
        if judgement.verdict is DIFFERENT:
            assert resolved.root(judgement.left) != resolved.root(judgement.right)
