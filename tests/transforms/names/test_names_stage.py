from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.article import (
    Article,
    EntityMention,
    FoundBy,
    Language,
    NameKind,
    NameMention,
    RawArticle,
)
from transforms.names import ResolveNames, canonical_names
from transforms.names.curated import CuratedNames
from transforms.names.normal import is_name, normal_form
from transforms.names.roles import is_role

ROOT = Path(__file__).parents[3]
SHARED = ROOT / "../shared/seeds"
LABELS = ("PERSON", "ORG", "GPE", "NORP", "EVENT", "FAC", "LOC")


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, list[EntityMention]]:
    words = st.sampled_from(
        [
            "Quill",
            "Ada",
            "ADA",
            "al-",
            "van",
            "’s",
            "(QTU)",
            "Q.",
            "Jr.",
            ",",
            "the",
            "Zelensky",
            "President",
            "of",
            "\n",
            "é",
            "李",
            "\ud83d\ude00",
            "-",
            "Inc",
            "&",
            "\u00a0",
            "İ",
        ]
    )
    body = draw(st.lists(words, min_size=1, max_size=40).map(" ".join))
    starts = draw(st.lists(st.integers(0, len(body) - 1), max_size=12))
    mentions = []
    for start in starts:
        end = draw(st.integers(start + 1, min(len(body), start + 30)))
        label = draw(st.sampled_from(LABELS))
        mentions.append(EntityMention(start, end, body[start:end], label, FoundBy.MODEL))
    return body, mentions


@settings(deadline=None)
@given(bodies())
def test_every_mention_with_a_kind_but_a_role_alone_has_one_name_that_round_trips(
    drawn: tuple[str, list[EntityMention]],
) -> None:
    body, mentions = drawn
    found = canonical_names(body, mentions, CuratedNames())
    kinds = sum(mention.kind is not None for mention in mentions)
    roles = sum(is_role(normal_form(mention.surface)) for mention in mentions)
    assert kinds - roles <= len(found) <= kinds
    assert [name.start for name in found] == sorted(name.start for name in found)
    for name in found:
        assert name.of(body) == name.surface
        assert name.canonical
        assert 0 < name.score <= 1
        assert name.reason


@settings(deadline=None)
@given(st.text(max_size=60))
def test_the_normal_form_is_idempotent_and_never_empty(surface: str) -> None:
    form = normal_form(surface)
    assert normal_form(form) == form
    assert bool(form) == bool(surface)


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("the newspaper", False),
        ("the president", False),
        ("…", False),
        ("Quill", True),
        ("al-Munir", True),
        ("iPhone", True),
        ("76ers", True),
        ("北京", True),
    ],
)
def test_what_can_be_a_name(surface: str, name: bool) -> None:
    assert is_name(surface) is name


def article(body: str, *mentions: tuple[str, str]) -> Article:
    found = [
        EntityMention(start, start + len(surface), surface, label, FoundBy.MODEL)
        for surface, label in mentions
        if (start := body.index(surface)) >= 0
    ]
    return replace(Article(RawArticle(None, b"")), text=body, entities=tuple(found))


def test_the_stage_leaves_out_what_is_no_name() -> None:
    given_ = article(
        "The paper: the newspaper of Ada Quill in 2020.",
        ("the newspaper", "ORG"),
        ("Ada Quill", "PERSON"),
        ("2020", "DATE"),
    )
    (only,) = ResolveNames().process(given_).names
    assert only.canonical == "Ada Quill"


def test_a_name_has_the_same_id_in_every_article() -> None:
    first = ResolveNames().process(article("Ada Quill spoke.", ("Ada Quill", "PERSON")))
    second = ResolveNames().process(article("No, Ada Quill.", ("Ada Quill", "PERSON")))
    assert first.names[0].name_id == second.names[0].name_id


def test_the_fingerprint_minds_the_curated_names(curated: CuratedNames) -> None:
    assert ResolveNames().fingerprint != ResolveNames(curated).fingerprint
    assert ResolveNames().fingerprint == ResolveNames().fingerprint


def test_ten_thousand_persons_of_one_surname_are_no_trouble() -> None:
    body = " ".join(f"A{at} Quill" for at in range(10_000)) + " Quill"
    mentions = []
    at = 0
    for name in (*(f"A{number} Quill" for number in range(10_000)), "Quill"):
        mentions.append(EntityMention(at, at + len(name), name, "PERSON", FoundBy.MODEL))
        at += len(name) + 1
    found = canonical_names(body, mentions, CuratedNames())
    assert len({name.canonical for name in found}) == 10_001


def found_in(name: str) -> tuple[NameMention, ...]:
    from transforms.boilerplate import RemoveBoilerplate
    from transforms.entities import FindEntities

    with (ROOT / "seeds/names.jsonl").open(encoding="utf-8") as lines:
        names = CuratedNames.from_lines(lines)
    text = (SHARED / name).read_text(encoding="utf-8")
    made = Article(RawArticle(name, text.encode()), text=text, language=Language("en", 1.0))
    for stage in (RemoveBoilerplate(), FindEntities(names=names), ResolveNames(names)):
        made = stage.process(made)
    return made.names


def canonicals(names: tuple[NameMention, ...], kind: NameKind) -> set[str]:
    return {name.canonical for name in names if name.kind is kind}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the two real articles are not there")
def test_the_first_real_article_has_exactly_its_names() -> None:
    names = found_in("000_f2127c0ecd18b88d.txt")
    assert canonicals(names, NameKind.PERSON) == {
        "Dmitry Peskov",
        "Vladimir Putin",
        "Volodymyr Zelensky",
    }
    assert canonicals(names, NameKind.ORGANISATION) == {"Financial Times", "Kremlin"}
    assert canonicals(names, NameKind.PLACE) == {"Russia", "Ukraine", "Qatar", "Kyiv", "Kursk"}
    reasons = {name.surface: name.reason for name in names}
    assert reasons["Volodymyr Zleneksy"] == "misspelling of Volodymyr Zelensky"
    assert "FT" in reasons
    peskov = next(name for name in names if name.canonical == "Dmitry Peskov")
    assert peskov.role == "Kremlin spokesman"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the two real articles are not there")
def test_the_second_real_article_has_exactly_its_names() -> None:
    names = found_in("003_f7508e91524e1b2a.txt")
    assert canonicals(names, NameKind.PERSON) == {"Maria Zakharova", "Vladimir Putin"}
    assert canonicals(names, NameKind.ORGANISATION) == {
        "The Washington Post",
        "Russian Foreign Ministry",
    }
    assert canonicals(names, NameKind.PLACE) == {
        "Russia",
        "Ukraine",
        "Moscow",
        "Kyiv",
        "Qatar",
        "Doha",
        "Kursk",
        "Middle East",
    }
    assert all(name.point for name in names if name.kind is NameKind.PLACE)
    assert {name.reason for name in names if name.surface == "Zakharova"} == {
        "surname of Maria Zakharova"
    }
