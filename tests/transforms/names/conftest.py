from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from transforms.article import EntityMention, FoundBy, NameMention
from transforms.names import canonical_names
from transforms.names.curated import CuratedNames

Resolve = Callable[..., tuple[NameMention, ...]]

ROWS = (
    '{"id": "per-vladimir-putin", "kind": "person", "canonical": "Vladimir Putin",'
    ' "aliases": ["Putin"]}',
    '{"id": "per-volodymyr-zelensky", "kind": "person", "canonical": "Volodymyr Zelensky",'
    ' "aliases": ["Zelensky", "Zelenskyy"]}',
    '{"id": "per-john-kerry", "kind": "person", "canonical": "John Kerry"}',
    '{"id": "per-george-bush", "kind": "person", "canonical": "George Bush", "aliases": ["Bush"]}',
    '{"id": "per-pope-francis", "kind": "person", "canonical": "Pope Francis"}',
    '{"id": "per-jens-stoltenberg", "kind": "person", "canonical": "Jens Stoltenberg"}',
    '{"id": "org-financial-times", "kind": "organisation", "canonical": "Financial Times",'
    ' "aliases": ["FT"]}',
    '{"id": "org-the-post", "kind": "organisation", "canonical": "The Harbour Post"}',
    '{"id": "org-who", "kind": "organisation", "canonical": "World Health Organization",'
    ' "aliases": ["WHO"]}',
    '{"id": "pla-iran", "kind": "place", "canonical": "Iran", "point": [32.5, 54.3]}',
    '{"id": "pla-kyiv", "kind": "place", "canonical": "Kyiv", "aliases": ["Kiev"],'
    ' "point": [50.45, 30.52], "country": "UA"}',
    '{"id": "grp-russian", "kind": "group", "canonical": "Russian", "aliases": ["Russians"]}',
)

_MARK = re.compile(r"\[([^|\]]+)\|([A-Z]+)\]")


@pytest.fixture(scope="session")
def curated() -> CuratedNames:
    return CuratedNames.from_lines(ROWS)


@pytest.fixture(scope="session")
def resolve(curated: CuratedNames) -> Resolve:
    """Resolves a text in which mentions are written `[Jane Doe|PERSON]`."""

    def names_in(marked: str) -> tuple[NameMention, ...]:
        body, mentions, at = "", [], 0
        for mark in _MARK.finditer(marked):
            body += marked[at : mark.start()]
            end = len(body) + len(mark[1])
            mentions.append(EntityMention(len(body), end, mark[1], mark[2], FoundBy.MODEL))
            body += mark[1]
            at = mark.end()
        return canonical_names(body + marked[at:], mentions, curated)

    return names_in
