"""What a page's elements say: its authors, its path, its first caption. Read only where asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from transforms.article import MetadataFrom
from transforms.extract.metadata.authors import LONGEST_BYLINE, cue_end, people
from transforms.extract.metadata.told import MOST_VALUES
from transforms.extract.page import Page
from transforms.resources import read_toml

DATA = "extract/data/metadata.toml"
MOST_ELEMENTS = 100
"""Elements of a kind that are looked at: the first ones are the article's own."""
NEAREST = 6
"""Ancestors of an element that are looked at for what it belongs to."""
UNDER_HEADING = 40
"""Pieces of text after the headline among which a byline is looked for."""

_ATTRIBUTES = {
    name: XPath(f"descendant::*/@{name}") for name in ("class", "rel", "itemprop", "aria-label")
}
_LINKS = XPath("descendant::a/@href")


@dataclass(frozen=True)
class Markup:
    """What elements and attributes give, each field once it is asked for."""

    page: Page

    found_in = MetadataFrom.MARKUP
    site: tuple[str, ...] = ()

    @cached_property
    def url(self) -> tuple[str, ...]:
        """The canonical links."""
        links = (e for e in self._some(".//link[@rel]") if "canonical" in _tokens(e, "rel"))
        return tuple(href for e in links if (href := e.get("href")))

    @cached_property
    def language(self) -> tuple[str, ...]:
        """Of the whole document."""
        tree = self.page.tree
        return tuple(filter(None, (tree.get("lang"), tree.get("xml:lang"))))

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The links that say that they are tags."""
        return tuple(_texts(e for e in self._some(".//a[@rel]") if "tag" in _tokens(e, "rel")))

    @cached_property
    def image_caption(self) -> tuple[str, ...]:
        """The first captions of figures."""
        return tuple(_texts(self._some(".//figcaption"), 3))

    @cached_property
    def section(self) -> tuple[str, ...]:
        """The links of the page's path, the last first."""
        words: list[str] = read_toml(DATA)["markup"]["breadcrumb"]
        for attribute in ("class", "aria-label"):
            for element in _owners(self._attributes[attribute], words):
                links = list(islice(element.iter("a"), MOST_VALUES // 5))
                if len(links) > 1:
                    return tuple(_texts(reversed(links[1:])))
        return ()

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """Bylines of the surest kind of element that names people."""
        data = read_toml(DATA)["markup"]
        kinds: tuple[Callable[[], Iterator[HtmlElement]], ...] = (
            lambda: self._having("itemprop", ["author"]),
            lambda: self._having("rel", ["author"]),
            lambda: self._linking(data["author_paths"]),
            lambda: self._having("class", data["author_classes"]),
            lambda: self._having("class", data["near_author"]),
        )
        for kind in kinds:
            if found := tuple(_bylines(kind())):
                return found
        return tuple(islice(_under_heading(self.page.tree), 1))

    def _some(self, path: str) -> Iterator[HtmlElement]:
        return islice(self.page.tree.iterfind(path), 10 * MOST_VALUES)

    def _having(self, attribute: str, words: Sequence[str]) -> Iterator[HtmlElement]:
        return _own(_owners(self._attributes[attribute], words))

    def _linking(self, paths: Sequence[str]) -> Iterator[HtmlElement]:
        return _own(_owners(_LINKS(self.page.tree), paths))

    @cached_property
    def _attributes(self) -> _Attributes:
        return _Attributes(self.page.tree)


class _Attributes(dict[str, list[str]]):
    """By name the values of an attribute, each of which knows its element."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree

    def __missing__(self, name: str) -> list[str]:
        values: list[str] = _ATTRIBUTES[name](self.tree)
        self[name] = values
        return values


def _owners(values: Sequence[str], words: Sequence[str]) -> Iterator[HtmlElement]:
    """The elements with an attribute in which one of the words stands."""
    # Most values of a page are a few, said often.
    named = {value for value in set(values) if any(word in value.lower() for word in words)}
    owners = (value.getparent() for value in values if value in named)  # type: ignore[attr-defined]
    return islice(owners, MOST_ELEMENTS)


def _own(elements: Iterator[HtmlElement]) -> Iterator[HtmlElement]:
    return (element for element in elements if not _elsewhere(element))


def _texts(elements: Iterator[HtmlElement], most: int = MOST_VALUES) -> Iterator[str]:
    texts = (element.text_content() for element in elements)
    return islice((text for text in texts if text.strip()), most)


def _tokens(element: HtmlElement, attribute: str) -> list[str]:
    return (element.get(attribute) or "").lower().split()


def _bylines(elements: Iterator[HtmlElement]) -> Iterator[str]:
    """What the first element that names people says, and those beside it that look the same."""
    first: HtmlElement | None = None
    for element in elements:
        if first is not None and not _alike(first, element):
            continue
        told = _byline(element)
        if told is not None and any(" " in name for name in people(told)):
            first = element if first is None else first
            yield told


def _byline(element: HtmlElement) -> str | None:
    """What an element says, unless that is more than a byline."""
    if element.tag == "meta":
        content: str | None = element.get("content")
        return content
    name = element.find(".//*[@itemprop='name']")
    told = element if name is None else name
    length = 0
    parts: list[str] = []
    for part in filter(None, map(str.strip, told.itertext())):
        length += len(part)
        if length > LONGEST_BYLINE:
            return None
        if part not in parts:
            parts.append(part)
    return _with_breaks(parts) or None


def _with_breaks(parts: Sequence[str]) -> str:
    """The texts of an element, a mark between a name and what follows it."""
    joined = ""
    for part in parts:
        together = not joined or _goes_on(joined, part)
        joined = f"{joined} {part}" if together else f"{joined} | {part}"
        joined = joined.strip()
    return joined


def _goes_on(told: str, part: str) -> bool:
    """Whether a text belongs to the one before: after "By", a comma, a word in small letters."""
    if cue_end(f"{told} x") == len(told) or told.split()[-1].islower():
        return True
    return part[0].islower() or part[0] in ",&;" or told[-1] in ",&;"


def _alike(first: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements are of one make and have a parent or grandparent in common."""
    if (first.tag, first.get("class")) != (other.tag, other.get("class")):
        return False
    near = set(islice(first.iterancestors(), 2))
    return any(each in near for each in islice(other.iterancestors(), 2))


def _elsewhere(element: HtmlElement) -> bool:
    """Whether it belongs to a comment, to another article's card, or to what surrounds all."""
    words = tuple(read_toml(DATA)["markup"]["not_here"])
    for each in (element, *islice(element.iterancestors(), NEAREST)):
        if each.tag in ("body", "main", "html", "article"):
            return False
        if each.tag in ("nav", "footer"):
            return True
        named = [*_tokens(each, "class"), *_tokens(each, "id")]
        if any(name.startswith(words) for name in named):
            return True
    return False


def _under_heading(tree: HtmlElement) -> Iterator[str]:
    """Bylines that open with a cue, soon after the headline: "By Jane Doe", or "By" and a name."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        return
    opened = False
    for text in islice(_texts_after(heading), UNDER_HEADING):
        end = cue_end(f"{text} x")
        if (opened or 0 < end < len(text)) and any(" " in name for name in people(text)):
            yield text
        opened = end >= len(text) > 0


def _texts_after(heading: HtmlElement) -> Iterator[str]:
    around: HtmlElement | None = heading
    while around is not None and around.tag != "body":
        for sibling in around.itersiblings():
            for text in sibling.itertext():
                if stripped := text.strip():
                    yield stripped[:LONGEST_BYLINE]
        around = around.getparent()
