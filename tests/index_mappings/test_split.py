"""Which partition an article belongs to, and what that is called."""

from __future__ import annotations

import pytest

from index_mappings.layout import Layout, Standing, is_of, split_of
from index_mappings.split import LONGEST_SOURCE, REST, Partition, Split, key_of

ALIAS = "dateline-articles"
KEYS = [
    (Split.NONE, {"published": "2024-10-30", "source": "a.example"}, REST),
    (Split.YEAR, {"published": "2024-10-30"}, "2024"),
    (Split.YEAR, {"published": "0999-01-01"}, "0999"),
    (Split.YEAR, {"source": "a.example"}, REST),
    (Split.SOURCE, {"source": "a.example", "published": "2024-10-30"}, "a.example"),
    (Split.SOURCE, {"published": "2024-10-30"}, REST),
    (Split.SOURCE, {"source": "x" * LONGEST_SOURCE}, "x" * LONGEST_SOURCE),
    (Split.SOURCE, {"source": "x" * (LONGEST_SOURCE + 1)}, REST),
    (Split.SOURCE, {"source": "\N{GRINNING FACE}" * (LONGEST_SOURCE // 2 + 1)}, REST),
]


@pytest.mark.parametrize(("split", "document", "key"), KEYS)
def test_the_key_of_an_article(split: Split, document: dict[str, str], key: str) -> None:
    assert key_of(split, document) == key


SOURCES = [
    "",
    "The Harbour Courier",
    "the harbour courier",
    "Öresund",
    "日刊",
    "a/b*c?",
    "-",
    "x" * 999,
]


def test_stems_are_names_of_indices_and_no_two_are_alike() -> None:
    partitions = [Partition(Split.SOURCE, key) for key in SOURCES]
    partitions += [Partition(Split.YEAR, key) for key in (REST, "2023", "2024")]
    stems = [each.stem(ALIAS) for each in [*partitions, Partition(Split.NONE)]]
    assert len(set(stems)) == len(stems)
    for stem in stems:
        assert stem.isascii()
        assert stem == stem.lower()
        assert len(stem) < 100
        assert not set(stem) & set('\\/*?"<>| ,#:')
        assert is_of(stem, ALIAS)


@pytest.mark.parametrize("split", list(Split))
def test_the_split_is_read_off_the_name(split: Split) -> None:
    assert split_of(Partition(split, "2024").stem(ALIAS), ALIAS) is split
    assert not is_of(f"{ALIAS}-of-others", ALIAS)


def test_where_there_is_no_room_an_article_belongs_to_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index_mappings.layout.MOST", 2)
    stems = [Partition(Split.YEAR, key).stem(ALIAS) for key in (REST, "2023")]
    full = Layout(ALIAS, Split.YEAR, tuple(Standing(f"{s}-000001", s, 1, None) for s in stems))
    assert full.home({"published": "2023-01-01"}) == Partition(Split.YEAR, "2023")
    assert full.home({"published": "2024-01-01"}) == Partition(Split.YEAR)
