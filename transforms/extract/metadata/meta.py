"""What a page says in its meta elements: OpenGraph's vocabularies, and all the others."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.article import MetadataFrom
from transforms.extract.metadata.told import MOST_VALUES, Told
from transforms.extract.page import Page
from transforms.resources import read_toml

DATA = "extract/data/metadata.toml"

Names = dict[str, list[str]]


def meta(page: Page) -> tuple[Told, Told]:
    """What OpenGraph and what the other meta elements give."""
    names = _names(page)
    return _told(MetadataFrom.OPEN_GRAPH, names), _told(MetadataFrom.META, names)


def _names(page: Page) -> Names:
    """Every content by name or property in lower case, in order."""
    found: Names = {}
    for element in page.tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(key) or "").strip().lower()
            if name and content and len(values := found.setdefault(name, [])) < MOST_VALUES:
                values.append(content)
    return found


def _told(found_in: MetadataFrom, names: Names) -> Told:
    prefixes = tuple(read_toml(DATA)["open_graph"]["prefixes"])
    graph = found_in is MetadataFrom.OPEN_GRAPH
    fields = {
        field: tuple(
            value for key in keys if key.startswith(prefixes) is graph for value in _of(names, key)
        )
        for field, keys in read_toml(DATA)["meta"].items()
    }
    return Told(found_in, **fields)


def _of(names: Names, key: str) -> Iterator[str]:
    label = " ".join(names.get(key.replace("data", "label"), ())).casefold()
    if not key.startswith("twitter:data") or label in read_toml(DATA)["labels"]["author"]:
        yield from names.get(key, ())
