"""The `extract` stage: from the bytes that were read to the article's title, text and metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version as release
from typing import ClassVar

from transforms.article import HTML, Article, PageMetadata, Problem
from transforms.extract.alphabets import DATA as ALPHABETS
from transforms.extract.content.model import WEIGHTS
from transforms.extract.content.regions import DATA as REGION_NAMES
from transforms.extract.decode import DATA as ENCODINGS
from transforms.extract.decode import Decoded, decoded
from transforms.extract.main_content import page_text
from transforms.extract.metadata.read import DATA as METADATA
from transforms.extract.metadata.read import page_metadata
from transforms.extract.page import parse
from transforms.extract.tidy import tidy
from transforms.resources import data_hash
from transforms.stage import Stage


class EmptyText(ValueError):  # noqa: N818 - what the document is, as quarantine shows it
    """Nothing is left of the document that could be read."""


@dataclass(frozen=True)
class ExtractText(Stage):
    """Writes `title`, `text` and, of a web page, `page`.

    Raises NotText for bytes of another format and EmptyText where there is no text in them: such an
    article belongs in quarantine. Bytes that can't be decoded are replaced and told as a problem.
    """

    name: ClassVar[str] = "extract"
    version: ClassVar[int] = 4
    layers: ClassVar[tuple[str, ...]] = ("title", "text", "page")

    def depends_on(self) -> Mapping[str, str]:
        """The data files, and the releases that decide on encodings and on main content."""
        return {
            "data": data_hash(ENCODINGS, ALPHABETS, WEIGHTS, REGION_NAMES, *METADATA),
            "charset-normalizer": release("charset-normalizer"),
            "trafilatura": release("trafilatura"),
        }

    def process(self, article: Article) -> Article:
        """The article with its title, its text and what its page says of itself."""
        raw = article.raw
        read = decoded(raw.content, raw.encoding, raw.media_type)
        if raw.media_type == HTML:
            page, text = _page(read.text, raw.metadata.url or raw.uri)
        else:
            page, text = None, tidy(read.text)
        if not text:
            raise EmptyText("no text in it")
        told = " ".join(tidy(raw.metadata.title or "").split())
        return replace(
            article,
            title=told or (page.title.value if page and page.title else None),
            text=text,
            page=page,
            problems=(*article.problems, *self._damage(read)),
        )

    def _damage(self, read: Decoded) -> tuple[Problem, ...]:
        if not read.replaced:
            return ()
        told = f"{read.replaced} characters not valid in {read.encoding} replaced by U+FFFD"
        return (Problem(self.name, told),)


def _page(html: str, url: str | None) -> tuple[PageMetadata | None, str]:
    page = parse(html)
    return (page_metadata(page, url) if page else None), page_text(html, page)
