"""The `published` stage: the day on which the article appeared, from all places that tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version as release
from typing import ClassVar

from transforms.article import HTML, Article, Metadata, Published, PublishedFrom
from transforms.extract import decode, main_text
from transforms.extract.page import parse
from transforms.published.candidate import Candidate, decide
from transforms.published.in_html_text import in_html_text
from transforms.published.in_page import DATA as MARKUP
from transforms.published.in_page import in_page
from transforms.published.in_text import DATA as CUES
from transforms.published.in_text import in_text
from transforms.published.in_url import in_url
from transforms.published.notation import DATA as MONTHS
from transforms.published.notation import read_date
from transforms.resources import data_hash
from transforms.stage import OnError, Stage


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the day can be read from. `html` is None for plain text."""

    metadata: Metadata
    url: str | None
    text: str
    html: str | None
    language: str | None


@dataclass(frozen=True)
class FindPublished(Stage):
    """Writes `published`; leaves it None where nothing tells the day.

    Args:
        latest: the last day that is believed, such as that of the retrieval. A fixed day, for the
            stage reads no clock; None for no bound.
    """

    latest: date | None = None

    name: ClassVar[str] = "published"
    version: ClassVar[int] = 1
    layers: ClassVar[tuple[str, ...]] = ("published",)
    needs: ClassVar[tuple[str, ...]] = ("extract", "language")
    on_error: ClassVar[OnError] = OnError.EMPTY_LAYER

    def depends_on(self) -> Mapping[str, str]:
        """The bound, the data files and the release of htmldate."""
        return {
            "latest": str(self.latest),
            "data": data_hash(MARKUP, CUES, MONTHS),
            "htmldate": release("htmldate"),
        }

    def process(self, article: Article) -> Article:
        """The article with its day of publication."""
        raw = article.raw
        html = raw.media_type == HTML
        evidence = Evidence(
            metadata=raw.metadata,
            url=raw.metadata.url or raw.uri,
            text=article.text,
            html=decode(raw.content, raw.encoding, HTML) if html else None,
            language=raw.metadata.language or (article.language.code if article.language else None),
        )
        return replace(article, published=find(evidence, self.latest))


def published_date(html: str, url: str) -> str | None:
    """The ISO date of a web page's publication, or None: what the stage finds without metadata."""
    evidence = Evidence(Metadata(), url, main_text(html), html, None)
    found = find(evidence, None)
    return found.date.isoformat() if found else None


def find(evidence: Evidence, latest: date | None) -> Published | None:
    """The day of publication by all the evidence; htmldate only where nothing else tells one."""
    timezone = evidence.metadata.timezone
    found = decide(_told(evidence), latest, timezone)
    if found is None and evidence.html is not None:
        moment = in_html_text(evidence.html, latest)
        last = [Candidate(PublishedFrom.HTML_TEXT, moment)] if moment else []
        found = decide(last, latest, timezone)
    return found


def _told(evidence: Evidence) -> Iterator[Candidate]:
    """Candidates, the one to be taken first.

    The URL comes before the markup: it is the outlet's own day and says the first one, where the
    markup may be in UTC or that of a later version.
    """
    page = parse(evidence.html) if evidence.html is not None else None
    language = evidence.language or (page.tree.get("lang") if page else None)
    if moment := read_date(evidence.metadata.published or "", language):
        yield Candidate(PublishedFrom.METADATA, moment)
    if moment := in_url(evidence.url):
        yield Candidate(PublishedFrom.URL, moment)
    if page is not None:
        yield from in_page(page, language)
    yield from in_text(evidence.text, language)
