from __future__ import annotations

import json
from pathlib import Path

import pytest

from transforms.article import NameKind
from transforms.names.curated import CuratedNames

SEEDS = Path(__file__).parents[3] / "seeds/names.jsonl"


def row(**changes: object) -> str:
    made: dict[str, object] = {"id": "pla-atlantis", "kind": "place", "canonical": "Atlantis"}
    return json.dumps({**made, **changes})


@pytest.mark.parametrize(
    ("surface", "found"),
    [
        ("Kyiv", True),
        ("Kiev", True),
        ("KIEV", True),
        ("the Kyiv", True),
        ("Kyi", False),
        ("", False),
    ],
)
def test_a_place_is_found_by_its_surfaces(curated: CuratedNames, surface: str, found: bool) -> None:
    assert (curated.find(surface, NameKind.PLACE) is not None) is found


def test_a_surface_of_another_kind_is_not_found(curated: CuratedNames) -> None:
    assert curated.find("Kyiv", NameKind.PERSON) is None


def test_the_exact_look_up_minds_the_case(curated: CuratedNames) -> None:
    assert curated.exact("FT", NameKind.ORGANISATION) is not None
    assert curated.exact("ft", NameKind.ORGANISATION) is None


def test_a_leading_article_does_not_count(curated: CuratedNames) -> None:
    name = curated.find("Harbour Post", NameKind.ORGANISATION)
    assert name is not None
    assert name.canonical == "The Harbour Post"


def test_the_label_is_the_kinds_own_unless_told() -> None:
    names = CuratedNames.from_lines([row(), row(id="pla-sea", canonical="Sunken Sea", label="LOC")])
    assert [name.label for name in names.names] == ["GPE", "LOC"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ("[" * 100_000, "nested too deeply|not JSON"),
        (row(kind="deity"), "use one of person"),
        (row(kind=None), "use one of person"),
        (row(id="Pla Atlantis"), "lower-case letters"),
        (row(id=7), "lower-case letters"),
        (row(canonical=" Atlantis"), "without white space"),
        (row(canonical="…"), "must be a name"),
        (row(canonical=None), "must be a name"),
        (row(aliases="Poseidonis"), "list of strings"),
        (row(aliases=["Poseidonis", "Poseidonis"]), "stands there twice"),
        (row(aliases=[""]), "must be a name"),
        (row(point=[91, 0]), "latitude"),
        (row(point=[True]), "latitude"),
        (row(point=[float("nan"), 0]), "latitude"),
        (row(country="Atlantis"), "ISO 3166"),
        (row(label="PERSON"), "FAC, GPE, LOC"),
        (row(population=0), "unknown fields"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(line: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"line 2: .*({told})"):
        CuratedNames.from_lines([row(id="pla-lemuria", canonical="Lemuria"), line])


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (row(canonical="Lemuria"), "already used in line 1"),
        (row(id="pla-other"), "already a name of 'pla-atlantis'"),
        (row(id="pla-other", canonical="Lemuria", aliases=["ATLANTIS"]), "already a name"),
        (row(id="pla-other", canonical="The Atlantis"), "already a name"),
    ],
)
def test_two_names_of_a_kind_claim_nothing_in_common(second: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        CuratedNames.from_lines([row(), second])


def test_names_of_two_kinds_may_share_a_surface() -> None:
    names = CuratedNames.from_lines([row(), row(id="org-atlantis", kind="organisation")])
    assert len(names.names) == 2


def test_all_wrong_rows_are_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"line 1: (?s:.*)line 3: "):
        CuratedNames.from_lines(["{", row(), "{"])


def test_the_hash_minds_the_content_and_not_the_order() -> None:
    rows = [row(), row(id="pla-lemuria", canonical="Lemuria")]
    there = CuratedNames.from_lines(rows)
    assert there.hash == CuratedNames.from_lines(reversed(rows)).hash
    assert there.hash != CuratedNames.from_lines(rows[:1]).hash


def test_the_curated_names_of_the_project_are_sound() -> None:
    with SEEDS.open(encoding="utf-8") as lines:
        names = CuratedNames.from_lines(lines)
    assert len(names.names) >= 2_000
    kyiv = names.find("Kiev", NameKind.PLACE)
    assert kyiv is not None
    assert kyiv.canonical == "Kyiv"
    countries = [name for name in names.of_kind(NameKind.PLACE) if name.label == "GPE"]
    assert sum(name.point is not None for name in countries) > 400
