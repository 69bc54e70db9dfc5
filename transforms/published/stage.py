"""The `published` stage: the day on which the article appeared, from all places that tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from importlib.metadata import version as release
from typing import ClassVar

from transforms.article import HTML, Article, Metadata, Published, PublishedFrom, RawArticle
from transforms.extract import decode, main_text
from transforms.extract.page import Page, parse
from transforms.extract.title import page_title
from transforms.published.candidate import Candidate, Hints, one_each
from transforms.published.in_heading import in_heading
from transforms.published.in_html_text import in_html_text
from transforms.published.in_page import DATA as MARKUP
from transforms.published.in_page import in_page
from transforms.published.in_scripts import in_scripts, page_zone
from transforms.published.in_text import DATA as CUES
from transforms.published.in_text import in_text
from transforms.published.in_url import in_url, month_in_url
from transforms.published.notation import DATA as MONTHS
from transforms.published.notation import decides_order, read_date
from transforms.published.outlets_day import known_zone
from transforms.published.page_language import page_language
from transforms.published.weighing import DATA as WEIGHTS
from transforms.published.weighing import decide
from transforms.resources import data_hash
from transforms.sources import NO_SOURCES, Sources
from transforms.stage import OnError, Stage

# Below this confidence htmldate is asked too: it costs more than all other places together.
SURE = 0.65


# The zone in which a day begins first.
FURTHEST_EAST = timedelta(hours=14)


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
        latest: the last day that is believed; None for no bound but that of each article, the day
            on which it was retrieved. A fixed day, for the stage reads no clock.
        sources: the time zones of outlets, for articles that name none that there is.
    """

    latest: date | None = None
    sources: Sources = NO_SOURCES

    name: ClassVar[str] = "published"
    version: ClassVar[int] = 2
    layers: ClassVar[tuple[str, ...]] = ("published",)
    needs: ClassVar[tuple[str, ...]] = ("extract", "language")
    on_error: ClassVar[OnError] = OnError.EMPTY_LAYER

    def depends_on(self) -> Mapping[str, str]:
        """The bound, the data files and the release of htmldate."""
        return {
            "latest": str(self.latest),
            "data": data_hash(MARKUP, CUES, MONTHS, WEIGHTS),
            "htmldate": release("htmldate"),
        }

    def depends_on_for(self, source: str | None) -> Mapping[str, str]:
        """The time zone of the outlet."""
        zone = self.sources.timezone(source)
        return {"zone": zone} if zone else {}

    @property
    def apart(self) -> frozenset[str]:
        """The outlets that something is known of."""
        return self.sources.keys

    def process(self, article: Article) -> Article:
        """The article with its day of publication."""
        raw = article.raw
        html = raw.media_type == HTML
        evidence = Evidence(
            metadata=replace(raw.metadata, timezone=self._timezone(raw)),
            url=raw.metadata.url or raw.uri,
            text=article.text,
            html=decode(raw.content, raw.encoding, HTML) if html else None,
            language=raw.metadata.language or (article.language.code if article.language else None),
        )
        return replace(article, published=find(evidence, self._latest(raw)))

    def _timezone(self, raw: RawArticle) -> str | None:
        told = raw.metadata.timezone
        return told if known_zone(told) else self.sources.timezone(raw.source)

    def _latest(self, raw: RawArticle) -> date | None:
        if raw.retrieved is None:
            return self.latest
        retrieved = (raw.retrieved.astimezone(UTC) + FURTHEST_EAST).date()
        return min(retrieved, self.latest or retrieved)


def published_date(html: str, url: str) -> str | None:
    """The ISO date of a web page's publication, or None: what the stage finds without metadata."""
    evidence = Evidence(Metadata(), url, main_text(html), html, None)
    found = find(evidence, None)
    return found.date.isoformat() if found else None


def find(evidence: Evidence, latest: date | None) -> Published | None:
    """The day of publication by all the evidence; htmldate where the rest tells none for sure."""
    page = parse(evidence.html) if evidence.html is not None else None
    told = one_each(candidates_of(evidence, page), latest)
    hints = hints_of(evidence, page)
    found = decide(told, hints)
    if evidence.html is not None and (found is None or found.confidence < SURE):
        moment = in_html_text(evidence.html, latest)
        last = [Candidate(PublishedFrom.HTML_TEXT, moment)] if moment else []
        found = decide(one_each([*told, *last], latest), hints)
    return found


def hints_of(evidence: Evidence, page: Page | None) -> Hints:
    """Zone and months, by the source's word and by the page."""
    zone = page_zone(page) if page else None
    picture = page.meta.get("og:image") if page else None
    return Hints(
        evidence.metadata.timezone, zone, month_in_url(evidence.url), month_in_url(picture)
    )


def candidates_of(evidence: Evidence, page: Page | None) -> Iterator[Candidate]:
    """What each place tells, the one to be taken first where the weights are even."""
    language = evidence.language
    if page is not None and not decides_order(language):
        language = page_language(page, evidence.url) or language
    if moment := read_date(evidence.metadata.published or "", language):
        yield Candidate(PublishedFrom.METADATA, moment)
    if moment := in_url(evidence.url):
        yield Candidate(PublishedFrom.URL, moment)
    if page is not None:
        yield from in_page(page, language)
        yield from (Candidate(PublishedFrom.SCRIPT, m) for m in in_scripts(page, language))
        yield from in_heading(page.tree, page_title(page), language)
    yield from in_text(evidence.text, language)
