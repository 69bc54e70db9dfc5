"""What a page says in JSON-LD: of its article first, of its site and its path then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from transforms.article import MetadataFrom
from transforms.extract.metadata.told import MOST_VALUES, Told, Values
from transforms.extract.metadata.values import DEEPEST, texts
from transforms.extract.page import Page, is_article
from transforms.resources import read_toml

DATA = "extract/data/metadata.toml"

Node = dict[str, Any]


def json_ld(page: Page) -> Told:
    """What the JSON-LD objects of the page give, whatever their shape."""
    keys: dict[str, list[str]] = read_toml(DATA)["json_ld"]
    articles = [node for node in page.nodes if is_article(node)]
    pages = [node for node in page.nodes if _is(node, "webpage")]
    return Told(
        found_in=MetadataFrom.JSON_LD,
        authors=_some(_authors(page, articles, keys["authors"])),
        site=(
            *_some(_of(articles, keys["site"])),
            *_of([node for node in page.nodes if _is(node, "website")], ["name"]),
        ),
        url=_some(_urls(articles)),
        language=_some(_of([*articles, *pages], ["inlanguage"])),
        section=(*_some(_of(articles, keys["section"])), *_some(_breadcrumbs(page))),
        tags=_some(_of(articles, keys["tags"])),
        image_caption=_some(_captions(articles, keys["caption"])),
    )


def _some(values: Iterator[str]) -> Values:
    return tuple(islice(values, MOST_VALUES))


def _of(nodes: list[Node], keys: list[str]) -> Iterator[str]:
    """What the first object says that says anything: those after it may be of other articles."""
    for node in nodes:
        told = [
            text
            for key in keys
            for text in texts(node.get(key), ("name", "alternateName", "@value"))
        ]
        if told:
            yield from told
            return


def _is(node: Mapping[str, Any], kind: str) -> bool:
    types = node.get("@type")
    named = types if isinstance(types, list) else [types]
    return any(str(each).rpartition("/")[2].lower() == kind for each in named[:MOST_VALUES])


def _authors(page: Page, articles: list[Node], keys: list[str]) -> Iterator[str]:
    known = {str(node["@id"]): node for node in page.nodes if node.get("@id") and node.get("name")}
    for node in articles:
        told = [name for key in keys for name in _persons(node.get(key), known)]
        if told:
            yield from told
            return


def _persons(value: Any, known: Mapping[str, Node], depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Names of persons; of what has no type too. An organisation is no author."""
    if depth >= DEEPEST:
        return
    if isinstance(value, str):
        yield from _persons(known[value], known, depth + 1) if value in known else (value,)
    elif isinstance(value, list):
        for part in value[:MOST_VALUES]:
            yield from _persons(part, known, depth + 1)
    elif isinstance(value, dict):
        if not value.get("name") and str(value.get("@id")) in known:
            value = known[str(value.get("@id"))]
        if not _is(value, "organization") and not _is(value, "newsmediaorganization"):
            yield from texts(value.get("name"))


def _urls(articles: list[Node]) -> Iterator[str]:
    for node in articles:
        for key in ("mainentityofpage", "url"):
            yield from texts(node.get(key), ("@id", "url", "@value"))


def _captions(articles: list[Node], keys: list[str]) -> Iterator[str]:
    for node in articles:
        for image in _objects(node.get("image")):
            folded = {str(key).lower(): part for key, part in image.items()}
            for key in keys:
                yield from texts(folded.get(key))


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - any JSON
    parts = value[:MOST_VALUES] if isinstance(value, list) else [value]
    yield from (part for part in parts if isinstance(part, dict))


def _breadcrumbs(page: Page) -> Iterator[str]:
    """The page's path from its end on: the first that is not the page itself is its section."""
    for node in page.nodes:
        if not _is(node, "breadcrumblist"):
            continue
        for item in reversed([*_objects(node.get("itemlistelement"))][1:-1]):
            yield from texts(item, ("name", "item"))
