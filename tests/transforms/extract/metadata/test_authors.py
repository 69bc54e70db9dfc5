"""Who is an author, out of what pages and bylines say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.metadata.authors import LONGEST_NAME, MOST_AUTHORS, cue_end, people


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ada Roe", ["Ada Roe"]),
        ("By Ada Roe and Bo Lind, Staff Writers | March 3, 2024", ["Ada Roe", "Bo Lind"]),
        ("by Ada Roe - 03/04/2024 06:56 AM", ["Ada Roe"]),
        ("Written by: Ada Roe", ["Ada Roe"]),
        ("Ada Roe; Bo Lind; Cy Dell", ["Ada Roe", "Bo Lind", "Cy Dell"]),
        ("Ada Roe, Bo Lind & Cy Dell", ["Ada Roe", "Bo Lind", "Cy Dell"]),
        ("Ada Roe with Bo Lind in Oxney", ["Ada Roe", "Bo Lind"]),
        ("Ada Roe in Oxney and Bo Lind in Marrow", ["Ada Roe", "Bo Lind"]),
        ("Roe, Ada", ["Ada Roe"]),
        ("Maria & Katerina", ["Maria", "Katerina"]),
        ("ADA ROE and P. VAN DER BERG", ["Ada Roe", "P. van der Berg"]),
        ("Ada Roe (Oxney Post)", ["Ada Roe"]),
        ("Ada Roe | Oxney Post", ["Ada Roe"]),
        ("Ada Roe, MD, PhD", ["Ada Roe"]),
        ("Ada Roe, Senior Correspondent", ["Ada Roe"]),
        ("Ada Roe, Harbour Courier Staff", ["Ada Roe"]),
        ("<a href='/ada'>Ada&nbsp;Roe</a>", ["Ada Roe"]),
        ("Ada Roe, Ada Roe, ADA ROE", ["Ada Roe"]),
        ("J. K. Marrow", ["J. K. Marrow"]),
        ("Mary-Jane O’Neil", ["Mary-Jane O’Neil"]),
        # In other languages.
        ("Von Jule Harkenthal und Bo Lind", ["Jule Harkenthal", "Bo Lind"]),
        ("Par Bastien Coutelier — Publié le 6 décembre 2024 à 7h12", ["Bastien Coutelier"]),
        ("Por Ana de la Cruz y Pedro Gómez", ["Ana de la Cruz", "Pedro Gómez"]),
        ("Di Mario Rosso", ["Mario Rosso"]),
        ("Door Piet van Dam", ["Piet van Dam"]),
        ("Av Siri Bakke og Nils Dahl", ["Siri Bakke", "Nils Dahl"]),
        ("Yazan: Ayşe Demir", ["Ayşe Demir"]),
        ("Автор: Алина Ветрова", ["Алина Ветрова"]),
        ("Oleh Budi Santoso", ["Budi Santoso"]),
    ],
)
def test_bylines_name_people(byline: str, names: list[str]) -> None:
    assert list(people(byline)) == names


@pytest.mark.parametrize(
    "byline",
    [
        "",
        "By",
        "admin",
        "Administrator",
        "ada_roe",
        "adaroe77",
        "AdaRoe",
        "ada@oxney.example",
        "@adaroe",
        "https://oxney.example/ada-roe",
        "www.oxney.example",
        "oxney.example",
        "Staff",
        "Oxney Newsroom",
        "The Oxney Post",
        "Redaktion",
        "Редакция",
        "Reuters",
        "Associated Press",
        "Guest Contributor",
        "This is a whole sentence about the harbour",
        "She writes about ports.",
        "undefined",
        "null",
        "NAME",
        "MD",
        "2024",
        "3 March 2024",
        "\x00\x1b[31m",
        "<script>alert(1)</script>",
        '{"@type": "Person"}',
    ],
)
def test_what_is_no_person_is_no_author(byline: str) -> None:
    assert people(byline) == ()


def test_the_outlet_is_no_author() -> None:
    assert people("Harbour Lantern", ["harbour lantern"]) == ()
    assert people("Ada Roe, Harbour Lantern", ["Harbour Lantern"]) == ("Ada Roe",)


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("By Ada Roe", "By"),
        ("Additional reporting by Ada Roe", "Additional reporting by"),
        ("Text: Ada Roe", "Text:"),
        ("Text:", ""),
        ("Bypass closed", ""),
        ("A by Roe", ""),
    ],
)
def test_where_the_cue_ends(line: str, cue: str) -> None:
    assert line[: cue_end(line)] == cue


@given(st.text(max_size=500))
def test_any_text_gives_few_short_names(text: str) -> None:
    found = people(text)
    assert len(found) <= MOST_AUTHORS
    assert all(0 < len(name) <= LONGEST_NAME and name.isprintable() for name in found)
