from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.article import NameMention
from transforms.names.titles import split_role

Resolve = Callable[[str], tuple[NameMention, ...]]


@pytest.mark.parametrize(
    ("surface", "role", "name"),
    [
        ("President Ada Quill", "President", "Ada Quill"),
        ("Mr. Quill", "Mr.", "Quill"),
        ("Quay Party leader Ada Quill", "Quay Party leader", "Ada Quill"),
        ("Secretary of State Ada Quill", "Secretary of State", "Ada Quill"),
        ("former Vice President Quill", "former Vice President", "Quill"),
        ("General Widgets CEO Ada Quill", "General Widgets CEO", "Ada Quill"),
        ("Sheikh Tariq al-Munir", "Sheikh", "Tariq al-Munir"),
        ("Bundeskanzlerin Ada Quill", "Bundeskanzlerin", "Ada Quill"),
        ("Ada Quill", None, "Ada Quill"),
        ("Stephen King", None, "Stephen King"),
        ("Dean Martin", None, "Dean Martin"),
        ("Martin Luther King Jr.", None, "Martin Luther King Jr."),
        ("Prince Harry", None, "Prince Harry"),
        ("Secretary of State", None, "Secretary of State"),
        ("President", None, "President"),
    ],
)
def test_a_role_is_split_from_the_name(surface: str, role: str | None, name: str) -> None:
    assert split_role(surface) == (role, name)


@pytest.mark.parametrize(
    ("marked", "role"),
    [
        ("the [Kremlin|ORG] spokesman [Ada Quill|PERSON] said", "Kremlin spokesman"),
        ("[Ruritania|GPE]’s President [Ada Quill|PERSON]", "Ruritania’s President"),
        ("However President [Ada Quill|PERSON]", "President"),
        ("[Ruritanian|NORP] [President Ada Quill|PERSON]", "President"),
        ("said former foreign minister [Ada Quill|PERSON]", "former foreign minister"),
        ("Foreign\u00a0Minister [Ada Quill|PERSON]", "Foreign Minister"),
        ("the president, [Ada Quill|PERSON]", None),
        ("said [Ada Quill|PERSON]", None),
        ("[Ada Quill|PERSON]", None),
        ("president\n[Ada Quill|PERSON]", None),
    ],
)
def test_a_role_before_the_mention_is_kept(resolve: Resolve, marked: str, role: str | None) -> None:
    person = next(name for name in resolve(marked) if name.kind == "person")
    assert (person.canonical, person.role) == ("Ada Quill", role)
