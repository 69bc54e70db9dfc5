from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.article import NameKind, NameMention
from transforms.names import same_name
from transforms.names.curated import CuratedNames
from transforms.names.misspellings import person_spellings
from transforms.names.person_names import person_name
from transforms.names.spelling import misspelt, same_sound

Resolve = Callable[[str], tuple[NameMention, ...]]


@pytest.mark.parametrize(
    ("written", "canonical", "reason"),
    [
        ("Volodymyr Zleneksy", "Volodymyr Zelensky", "misspelling of Volodymyr Zelensky"),
        ("Volodymyr Zelenskiy", "Volodymyr Zelensky", "another spelling of Volodymyr Zelensky"),
        ("Vladmir Putin", "Vladimir Putin", "misspelling of Vladimir Putin"),
        ("Jens Stoltenburg", "Jens Stoltenberg", "misspelling of Jens Stoltenberg"),
        ("Zelenksy", "Volodymyr Zelensky", "misspelling of Volodymyr Zelensky"),
    ],
)
def test_a_misspelt_curated_person_is_found(
    resolve: Resolve,
    written: str,
    canonical: str,
    reason: str,
) -> None:
    (found,) = resolve(f"[{written}|PERSON] spoke")
    assert (found.canonical, found.reason) == (canonical, reason)
    assert found.score < 0.95
    assert found.surface == written


@pytest.mark.parametrize(
    "written",
    [
        "George Busch",
        "Busch",
        "John Perry",
        "John Kelly",
        "Vladimir Lenin",
        "Igor Putin",
        "Lyudmila Putina",
        "Putina",
        "Jens Stolpe",
        "Vladimir",
        "Pontin",
    ],
)
def test_another_name_is_no_misspelling(resolve: Resolve, written: str) -> None:
    (found,) = resolve(f"[{written}|PERSON] spoke")
    assert found.canonical == written


def test_between_two_curated_names_none_is_chosen() -> None:
    names = CuratedNames.from_lines(
        f'{{"id": "per-{at}", "kind": "person", "canonical": "Ada {surname}"}}'
        for at, surname in enumerate(("Quillington", "Quillingten"))
    )
    assert person_spellings(names).correct(person_name("Ada Quillingtan")) is None


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("bush", "busch"),
        ("iran", "iraq"),
        ("austria", "australia"),
        ("austrian", "australian"),
        ("slovakia", "slovenia"),
        ("niger", "nigeria"),
        ("kerry", "perry"),
        ("medvedev", "medvedeva"),
        ("estonia", "ethiopia"),
        ("lukashevich", "lukashenko"),
        ("quill", "quill"),
    ],
)
def test_words_that_are_no_misspellings(word: str, known: str) -> None:
    assert not misspelt(word, known)
    assert not misspelt(known, word)


@pytest.mark.parametrize(
    ("a", "b"),
    [("sergei", "sergey"), ("dmitry", "dmitri"), ("yulia", "iulia"), ("tokaev", "tokayev")],
)
def test_transliterations_sound_the_same(a: str, b: str) -> None:
    assert same_sound(a, b)


@pytest.mark.parametrize(("a", "b"), [("ivan", "ian"), ("li", "lee"), ("marin", "marina")])
def test_other_words_do_not(a: str, b: str) -> None:
    assert not same_sound(a, b)


@pytest.mark.parametrize(
    ("a", "b", "kind", "same"),
    [
        ("President Putin", "Vladimir V. Putin", NameKind.PERSON, True),
        ("Igor Putin", "Vladimir Putin", NameKind.PERSON, False),
        ("Tom Wren", "Tom Wren Jr.", NameKind.PERSON, False),
        ("Aleksey Voronov", "Alexei Voronov", NameKind.PERSON, True),
        ("Quill", "Ada Quill’s", NameKind.PERSON, True),
        ("Wren Foods", "Wren Foods GmbH", NameKind.ORGANISATION, True),
        ("OAO Wren", "Wren", NameKind.ORGANISATION, True),
        ("Defense Ministry", "Ministry of Defence", NameKind.ORGANISATION, True),
        ("Defense Ministry", "Foreign Ministry", NameKind.ORGANISATION, False),
        ("Quay Trade Union", "QTU", NameKind.ORGANISATION, True),
        ("Wren Foods", "Wren Tools", NameKind.ORGANISATION, False),
        ("FT", "Financial Times", NameKind.ORGANISATION, True),
        ("Kiev", "Kyiv", NameKind.PLACE, True),
        ("Kyiv", "Kyivan", NameKind.PLACE, False),
        ("the Netherlands", "Netherlands", NameKind.PLACE, True),
    ],
)
def test_two_surfaces_by_themselves(
    curated: CuratedNames, a: str, b: str, kind: NameKind, same: bool
) -> None:
    assert same_name(a, b, kind, curated) is same
    assert same_name(b, a, kind, curated) is same
