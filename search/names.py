"""Names in a filter: what they are called in the index."""

from __future__ import annotations

from transforms.article import NameKind
from transforms.names.curated import CuratedNames


def forms(names: CuratedNames, told: str, kind: NameKind | None) -> tuple[str, ...]:
    """The name as it was told, then the canonical form where it is a curated name's alias.

    Both, because articles may have been loaded before the alias was known.
    """
    known = names.find(told, kind) if kind else None
    return tuple(dict.fromkeys((told, known.canonical if known else told)))
