"""An article's document with its names as they are called since consolidating.

What the `names` stage found stays as it is in `name_mentions`; the flat facets, and what was merged
with score and reason, are written beside it. So taking a merge back is computing them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from index_mappings.documents import Document, name_facets
from index_mappings.mentions import decode_name, dense
from transforms.article import NameMention
from transforms.names.across.model import Merge

SOURCES = ["name_mentions", "furniture.datelines", "name_ids"]
"""The fields that `merged_fields` reads."""


def merged_fields(document: Mapping[str, Any], merges: Mapping[str, Merge]) -> Document:
    """The fields that depend on what the names are called now, all of them, empty ones too.

    Args:
        document: of an article, at least its `SOURCES`.
        merges: what the names in it are called otherwise, by the ids as they were found.
    """
    found = list(_names(document))
    now = name_facets([_called(mention, merges) for mention in found])
    before = name_facets(found)
    here = {id: merges[id] for id in before["name_ids"] if id in merges}
    return {
        **now,
        # The words of a search are looked for in what the article says too.
        "names": sorted({*before["names"], *now["names"]}),
        "name_ids": before["name_ids"],
        "merged": marks(here),
        "merges": [_told(id, merge) for id, merge in sorted(here.items())],
    }


def with_merges(document: Document, merges: Mapping[str, Merge]) -> Document:
    """A whole document of which nothing is merged yet, as it is written where names are."""
    return dense({**document, **merged_fields(document, merges)}) if merges else document


def marks(merges: Mapping[str, Merge]) -> list[str]:
    """What is merged, as the keywords by which it is seen whether an article is up to date."""
    return sorted(mark(id, merge) for id, merge in merges.items())


def mark(name_id: str, merge: Merge) -> str:
    """One merge as a keyword."""
    return f"{name_id} > {merge.into} {merge.canonical}"


def _names(document: Mapping[str, Any]) -> Iterable[NameMention]:
    yield from map(decode_name, document.get("name_mentions", ()))
    for dateline in document.get("furniture", {}).get("datelines", ()):
        yield from map(decode_name, dateline.get("places", ()))


def _called(mention: NameMention, merges: Mapping[str, Merge]) -> NameMention:
    merge = merges.get(mention.name_id)
    if merge is None:
        return mention
    return replace(mention, canonical=merge.canonical, kind=merge.kind)


def _told(name_id: str, merge: Merge) -> Document:
    return {
        "name_id": name_id,
        "into": merge.into,
        "canonical": merge.canonical,
        "score": merge.score,
        "reason": merge.reason,
    }
