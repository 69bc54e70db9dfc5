"""The article: frozen layers, each written by one stage and never overwritten by a later one.

`RawArticle` is what a reader hands over. `Article` is a raw article with the layers that the
stages have added. Offsets are in characters (code points) of the layer that they point into and
round-trip: `mention.of(layer) == mention.surface`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

TEXT = "text/plain"
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the source says of the article, as strings, unchecked; None where it says nothing.

    `published` is in any notation that a source may use: the `published` stage parses it.
    `timezone` is an IANA name ("Europe/Moscow"): the outlet's own day, where it is known.
    `extra` keeps, as (name, value) pairs in the source's order, what has no field here.
    """

    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    author: str | None = None
    timezone: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


METADATA_FIELDS = tuple(f.name for f in fields(Metadata) if f.name != "extra")


@dataclass(frozen=True)
class RawArticle:
    """One document as read.

    Args:
        uri: where it came from: its URL, `file:///…`, or `file:///…#record`. None where it has no
            name of its own (a line of JSONL without id or URL, standard input).
        content: the bytes, still encoded; for a record of JSON or CSV its text field as UTF-8.
        media_type: `text/plain` or `text/html`.
        metadata: what the source says beside the text.
        encoding: the encoding where the source declares it (an HTTP header, a record).
        retrieved: when this content was first read, with its zone: nothing in it was published
            later. It is no part of the content, so that reading it again makes no new version.
        read_from: the URI of the file that it was read from; None where that can't be read again
            (standard input, a pipe). No part of the content either: a file may move.
    """

    uri: str | None
    content: bytes
    media_type: str = TEXT
    metadata: Metadata = field(default_factory=Metadata)
    encoding: str | None = None
    retrieved: datetime | None = None
    read_from: str | None = field(default=None, compare=False)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256, in hex, of all that the stages read: content, type, encoding and metadata."""
        # By name: `asdict` would copy each value, and this is done for every article that is read.
        metadata = {name: getattr(self.metadata, name) for name in (*METADATA_FIELDS, "extra")}
        told = json.dumps(
            [self.media_type, self.encoding, metadata],
            ensure_ascii=False,
            sort_keys=True,
        )
        digest = hashlib.sha256(told.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
        digest.update(self.content)
        return digest.hexdigest()

    @cached_property
    def id(self) -> str:
        """Deterministic: of the URI, or of the content where there is no URI. 32 hex digits."""
        if self.uri is None:
            return self.content_hash[:32]
        return hashlib.sha256(self.uri.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def source(self) -> str | None:
        """The outlet: as the metadata names it, else the host of the URL without `www.`."""
        if self.metadata.source:
            return self.metadata.source
        try:
            host = urlsplit(self.metadata.url or self.uri or "").hostname
        except ValueError:
            return None
        return host.removeprefix("www.") if host else None


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters, [start, end), of a layer."""

    start: int
    end: int

    def of(self, layer: str) -> str:
        """The characters of `layer` under this span."""
        return layer[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Language:
    """ISO 639-1 code, and how sure the detector is (0 to 1)."""

    code: str
    confidence: float


class MetadataFrom(StrEnum):
    """Where a piece of metadata stands: beside the document, in the page, or in its text."""

    SOURCE = "source"
    JSON_LD = "json_ld"
    OPEN_GRAPH = "open_graph"
    META = "meta"
    MARKUP = "markup"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value on one line, and where it stands."""

    value: str
    found_in: MetadataFrom


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a web page says of itself. None and () where it says nothing that is plausible.

    `url` is the canonical one, absolute; `language` is a BCP 47 tag.
    """

    title: Sourced | None = None
    authors: tuple[Sourced, ...] = ()
    site: Sourced | None = None
    url: Sourced | None = None
    language: Sourced | None = None
    section: Sourced | None = None
    tags: tuple[Sourced, ...] = ()
    image_caption: Sourced | None = None


class RemovalKind(StrEnum):
    """What was taken out of the text. The last three are kept as fields of their own."""

    DONATION_APPEAL = "donation_appeal"
    AUTHOR_BIO = "author_bio"
    NEWSLETTER_SUBSCRIBE = "newsletter_subscribe"
    RELATED_LINKS = "related_links"
    SOCIAL_SHARE = "social_share"
    COPYRIGHT_LEGAL = "copyright_legal"
    UI_REMNANT = "ui_remnant"
    EMBEDDED = "embedded_boilerplate"
    IMAGE_CAPTION = "image_caption"
    DATELINE_BYLINE = "dateline_byline"
    EDITORS_NOTE = "editors_note"


@dataclass(frozen=True, slots=True)
class Removal(Span):
    """A span of `text` that is not body. `reason` is one readable line; `score` is 0 to 1."""

    kind: RemovalKind
    rule: str
    score: float
    reason: str


class PublishedFrom(StrEnum):
    """Where the day of publication was found; how far each is trusted: `data/weights.toml`."""

    METADATA = "metadata"
    JSON_LD = "json_ld"
    META = "meta"
    TIME_ELEMENT = "time_element"
    SCRIPT = "script"
    HEADING = "heading"
    URL = "url"
    BYLINE = "byline"
    DATELINE = "dateline"
    HTML_TEXT = "html_text"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Published:
    """The day of publication in the outlet's own time zone: the anchor of the date mentions.

    `at` is the moment, with its zone, where the source gives one.
    """

    date: date
    found_in: PublishedFrom
    confidence: float
    at: datetime | None = None


class TimexType(StrEnum):
    """TIMEX3 types."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Granularity(StrEnum):
    """The unit that a date mention speaks of."""

    TIME = "time"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class DateMention(Span):
    """A date mention in `body`.

    `value` and `mod` are TIMEX3's. `gte` and `lte` are the closed interval of days that the
    mention covers, both None where it has none (durations, sets, vague or unresolved mentions).
    """

    surface: str
    type: TimexType
    value: str
    rule: str
    confidence: float
    granularity: Granularity
    mod: str | None = None
    gte: date | None = None
    lte: date | None = None


class FoundBy(StrEnum):
    """Which layer of the `entities` stage found a mention."""

    MODEL = "model"
    GAZETTEER = "gazetteer"
    SECOND_PASS = "second_pass"


class NameKind(StrEnum):
    """The facet that a mention belongs to."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"


KIND_OF_LABEL = {
    "PERSON": NameKind.PERSON,
    "ORG": NameKind.ORGANISATION,
    "GPE": NameKind.PLACE,
    "LOC": NameKind.PLACE,
    "FAC": NameKind.PLACE,
    "NORP": NameKind.GROUP,
}


@dataclass(frozen=True, slots=True)
class EntityMention(Span):
    """A named entity in `body`. `label` is spaCy's (OntoNotes: PERSON, ORG, GPE, …)."""

    surface: str
    label: str
    found_by: FoundBy

    @property
    def kind(self) -> NameKind | None:
        """The facet; None for labels that have none (EVENT, LAW, WORK_OF_ART, …)."""
        return KIND_OF_LABEL.get(self.label)


@dataclass(frozen=True, slots=True)
class NameMention(Span):
    """A mention in `body` with the name that it stands for.

    `name_id` is the curated or learned name's id, or one made of kind and canonical form where
    the name is not known. `score` is 0 to 1; `reason` says in words why. `role` is the title that
    stood before the name ("Kremlin spokesman"). `point` is (latitude, longitude) in degrees for
    a place that is known.
    """

    surface: str
    kind: NameKind
    canonical: str
    name_id: str
    score: float
    reason: str
    role: str | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Dateline(Span):
    """Where, when and by whom a report was filed, as a span of `text`.

    The offsets of `places` are of `text` too. `date` is as written; the `published` stage reads it.
    """

    places: tuple[NameMention, ...] = ()
    date: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around the body: who wrote it, from where, captions, what the editors add.

    `captions`, `bylines` and `editors_notes` are lines of `text` as they stand; `authors` are the
    names that the source, the page or the bylines give.
    """

    authors: tuple[Sourced, ...] = ()
    captions: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    datelines: tuple[Dateline, ...] = ()
    editors_notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """MinHash of the body. `bands` are hashes of its rows: two near-duplicates share one or more.

    `values` are the minima, big-endian unsigned 32-bit, for verifying a shared band.
    """

    bands: tuple[str, ...]
    values: bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """What a stage could not do for an article that goes on nonetheless.

    Its layer is empty, or holds what could be done: damaged bytes replaced, nothing removed.
    """

    stage: str
    error: str


@dataclass(frozen=True)
class Article:
    """A raw article and its layers. Made by `Article.of(raw)`; stages return changed copies."""

    raw: RawArticle
    title: str | None = None
    text: str = ""
    page: PageMetadata | None = None
    language: Language | None = None
    removed: tuple[Removal, ...] = ()
    furniture: Furniture = Furniture()
    published: Published | None = None
    dates: tuple[DateMention, ...] = ()
    entities: tuple[EntityMention, ...] = ()
    names: tuple[NameMention, ...] = ()
    signature: Signature | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The raw article's id."""
        return self.raw.id

    @cached_property
    def pieces(self) -> tuple[Span, ...]:
        """The spans of `text` that make up the body, in order."""
        return tuple(body_pieces(self.text, self.removed))

    @cached_property
    def body(self) -> str:
        """`text` without the removed spans, one paragraph a line, no empty lines."""
        return join_pieces(self.text, self.pieces)

    def text_offset(self, body_offset: int) -> int:
        """Where in `text` the body's character at `body_offset` stands (its end for the end)."""
        at = 0
        for piece, gap in zip(self.pieces, piece_gaps(self.text, self.pieces), strict=True):
            at += len(gap)
            length = piece.end - piece.start
            if body_offset <= at + length:
                return piece.start + max(0, body_offset - at)
            at += length
        return len(self.text)


def body_pieces(text: str, removed: Iterable[Removal]) -> Iterable[Span]:
    """The kept spans of `text`: maximal, without white space at their outer edges."""
    at = 0
    for cut in sorted(removed, key=lambda r: r.start):
        yield from _trimmed(text, at, max(at, cut.start))
        at = max(at, cut.end)
    yield from _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterable[Span]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        left = len(line) - len(line.lstrip())
        kept = line.strip()
        if kept:
            yield Span(at + left, at + left + len(kept))
        at += len(line)


def piece_gaps(text: str, pieces: Iterable[Span]) -> Iterable[str]:
    """What stands before each piece in the body: nothing, a space within a line, or a newline."""
    last: Span | None = None
    for piece in pieces:
        if last is None:
            yield ""
        else:
            between = text[last.end : piece.start]
            yield "\n" if "\n" in between else " "
        last = piece


def join_pieces(text: str, pieces: Iterable[Span]) -> str:
    """The body that the pieces of `text` make."""
    kept = tuple(pieces)
    return "".join(
        gap + piece.of(text) for piece, gap in zip(kept, piece_gaps(text, kept), strict=True)
    )
