"""From a record (an object of JSON, a row of CSV) to an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import quote, urlsplit

from flows.sources.address import web_address
from flows.sources.binary import why_not_text
from flows.sources.mapping import Field, extra_of, leaves
from flows.sources.options import SourceOptions
from flows.sources.outcome import Outcome, Reason, Unreadable, printable
from flows.sources.values import LINE_LIMIT, line_of, text_of, utf8
from transforms.article import HTML, METADATA_FIELDS, TEXT, Metadata, RawArticle

# A text field that begins with a block of HTML is HTML, whatever the field is called.
HTML_START = re.compile(
    r"\s{0,100}<(?:!doctype\s+html|html|head|body|article|section|div|p|h[1-6]|figure)[\s>]", re.I
)
SHOWN_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a container: "line 7", or "record 3 (line 45)"."""

    unit: str
    number: int
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.unit} {self.number:,}" + (f" (line {self.line:,})" if self.line else "")

    @property
    def fragment(self) -> str:
        """For a URI."""
        return f"{self.unit}={self.number}"


@dataclass(frozen=True, slots=True)
class Container:
    """What is being read.

    Args:
        uri: its URI; None for standard input.
        name: for messages.
        options: how it is read.
    """

    uri: str | None
    name: str
    options: SourceOptions

    def unreadable(
        self, reason: Reason, error: str, content: bytes | None = None, spot: Spot | None = None
    ) -> Unreadable:
        """What could not be read: all of it, or what stands at the spot."""
        uri = f"{self.uri}#{spot.fragment}" if self.uri is not None and spot else self.uri
        place = f"{self.name}, {spot}" if spot else self.name
        return Unreadable(uri, reason, f"{place}: {error}", content)

    def too_large(
        self, head: bytes, length: int | None = None, spot: Spot | None = None
    ) -> Unreadable:
        """What is over the limit: `length` bytes, where it was read to its end."""
        size = f"{length:,} bytes, " if length else ""
        error = f"{size}over the limit of {self.options.max_bytes:,}: split it, or raise the limit"
        return self.unreadable(Reason.TOO_LARGE, error, head, spot)


@dataclass(frozen=True, slots=True)
class Record:
    """A record, and where it stood.

    Args:
        fields: its values by name.
        container: where it was read.
        spot: its place there.
        raw: its bytes there.
        alone: whether it is all that there is, so that the container's URI is its own.
    """

    fields: Mapping[str, object]
    container: Container
    spot: Spot
    raw: bytes
    alone: bool = False


def article_of(record: Record) -> Outcome:
    """The record as an article, or why it is none."""
    options = record.container.options
    found = options.mapping.find(record.fields)
    content = _content(found)
    uri = _uri(record, found)
    if content is None:
        reason, error = Reason.NO_TEXT_FIELD, _no_text(record)
    else:
        media_type, text = content
        encoded = utf8(text)
        refused = refusal(encoded, "utf-8")
        if refused is None:
            # What was declared of the bytes does not hold for text that a record carried.
            metadata = metadata_of(record.fields, found, options, apart=frozenset({"encoding"}))
            return RawArticle(uri, encoded, media_type, metadata, encoding="utf-8")
        reason, error = refused
    told = record.container.unreadable(reason, error, record.raw, record.spot)
    return told if uri is None else replace(told, uri=uri)


def refusal(content: bytes, encoding: str | None = None) -> tuple[Reason, str] | None:
    """Why bytes are no article: the reason, and what to say of it; None where they may be one."""
    if not content.strip():
        return Reason.EMPTY, "there is no text in it"
    if (told := why_not_text(content, encoding)) is not None:
        return Reason.NOT_TEXT, f"{told}, not text: convert it to text or HTML first"
    return None


def metadata_of(
    fields: Mapping[str, object],
    found: Mapping[str, Field],
    options: SourceOptions,
    apart: frozenset[str] = frozenset(),
) -> Metadata:
    """The metadata that the fields give, completed by the options.

    Args:
        fields: all of them.
        found: those with a target.
        options: the outlet of all, and what holds where the fields are silent.
        apart: targets that are kept as extra fields.
    """
    told = {name: line_of(found[name].value) for name in METADATA_FIELDS if name in found}
    told["source"] = options.source or told.get("source")
    told["language"] = told.get("language") or options.language
    told["timezone"] = told.get("timezone") or options.timezone
    # An id is kept: where the URL names the article it would be lost.
    kept = {"id", *apart} | ({"source"} if options.source else set())
    if (url := told.get("url")) and web_address(url) is None:
        kept.add("url")
    told["url"] = web_address(url) if url else None
    used = {field.path for target, field in found.items() if target not in kept}
    return Metadata(**told, extra=extra_of(fields, used))


def identifying_url(found: Mapping[str, Field]) -> str | None:
    """The URL of the article; None where there is none, or none that names one article.

    A path alone ("/news/1"), a word ("unknown"), or an outlet's front page would make one article
    of many.
    """
    told = line_of(found["url"].value, LINE_LIMIT + 1) if "url" in found else None
    if told is None or len(told) > LINE_LIMIT or (url := web_address(told)) is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    names_one = parts.path.strip("/") or parts.query
    return url if parts.scheme and parts.netloc and names_one else None


def _uri(record: Record, found: Mapping[str, Field]) -> str | None:
    if url := identifying_url(found):
        return url
    container = record.container.uri
    if record.alone or container is None:
        return container
    name = line_of(found["id"].value) if "id" in found else None
    return f"{container}#{quote(name, safe='/:@!$&()*+,;=-._~')}" if name else None


def _content(found: Mapping[str, Field]) -> tuple[str, str] | None:
    """Media type and text: the text field, or the HTML where that says nothing."""
    texts = {t: text_of(found[t].value) for t in ("text", "html") if t in found}
    given = [(target, text) for target, text in texts.items() if text is not None]
    if not given:
        return None
    target, text = next(((t, v) for t, v in given if v and not v.isspace()), given[0])
    return HTML if target == "html" or HTML_START.match(text) else TEXT, text


def _no_text(record: Record) -> str:
    names = [printable(field.path, 60) for field in islice(leaves(record.fields), SHOWN_FIELDS)]
    sought = record.container.options.mapping.sought()
    return f"{sought}; it has {', '.join(names) or 'none'}. Name it: --map text=FIELD"
