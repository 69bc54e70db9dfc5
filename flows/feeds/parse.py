"""From the bytes of a feed to its entries: RSS 0.9x, 1.0 and 2.0, and Atom."""

from __future__ import annotations

import hashlib
import io
import json
import re
import xml.sax
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

import feedparser
import lxml.html
from lxml.etree import LxmlError

from flows.sources.outcome import printable
from flows.sources.values import LINE_LIMIT, line_of
from transforms.article import HTML, TEXT

PROLOG = 16 * 1024
"""Bytes before the first element: more is no feed, and would be slow to take apart."""
MENDED = 1_000_000
"""Bytes of a malformed feed that is read nonetheless: to mend as many takes up to ten seconds."""
ROOT = re.compile(rb"<[A-Za-z]")
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
END = re.compile(rb"</(?:[\w.-]{1,50}:)?(?:rss|feed|rdf)\s{0,100}>", re.IGNORECASE)
TAIL = 4_000
MOST_SUMMARY = 4_000


class BadFeedError(Exception):
    """What is no feed, or none that can be read. The message says why."""


@dataclass(frozen=True)
class Entry:
    """What a feed says of one article, strings as they are written; None where it says nothing.

    `content` is the fullest text that it gives, of `media_type`; `id` is the feed's own.
    """

    link: str | None
    id: str | None
    title: str | None
    author: str | None
    published: str | None
    updated: str | None
    categories: tuple[str, ...]
    language: str | None
    content: str
    media_type: str

    @property
    def signature(self) -> str:
        """32 hex digits that change with what the entry says; markup does not count."""
        summary = plain(self.content) or ""
        told = [self.link, self.id, self.title, self.author, self.published, self.updated, summary]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Feed:
    """A feed. `cut`: it breaks off, so that its last entry may be a part of one."""

    entries: tuple[Entry, ...]
    language: str | None = None
    cut: bool = False


def read_feed(content: bytes, url: str, content_type: str) -> Feed:
    """The feed in an answer's body.

    Args:
        content: decompressed.
        url: where it came from: what relative links in it are relative to.
        content_type: the answer's header, which may name an encoding.

    Raises BadFeedError: no feed; one that is too broken; one that declares entities, with which a
    small file can be made a huge text.
    """
    prolog_of(content)
    if len(content) > MENDED and (broken := _malformed(content)):
        raise BadFeedError(f"malformed ({broken}), and too large to be mended")
    told = _parsed(content, {"content-type": content_type, "content-location": url})
    fault = told.get("bozo_exception")
    broken = printable(str(fault), 120) if isinstance(fault, xml.sax.SAXException) else ""
    if not told.get("version") or (broken and not told.entries):
        raise BadFeedError(f"no RSS or Atom feed{f' ({broken})' if broken else ''}")
    cut = bool(broken) and END.search(content[-TAIL:].replace(b"\0", b"")) is None
    entries = tuple(map(_entry, told.entries))
    return Feed(entries[:-1] if cut else entries, line_of(told.feed.get("language")), cut)


def prolog_of(content: bytes) -> bytes:
    """What stands before the first element. Raises BadFeedError where that is not as it may be."""
    # Zero bytes are left out, so that UTF-16 and UTF-32 are looked into as well.
    head = content[:PROLOG].replace(b"\0", b"")
    root = ROOT.search(head)
    if root is None:
        raise BadFeedError("no RSS or Atom feed: there is no element at its beginning")
    prolog = head[: root.start()]
    if ENTITY.search(prolog):
        raise BadFeedError("it declares entities of its own, which no feed needs")
    return prolog


def plain(markup: str) -> str | None:
    """A text without its markup, on one line; None where nothing is left.

    >>> plain("Tide &amp; <b>time</b>")
    'Tide & time'
    """
    markup = markup[:MOST_SUMMARY]
    if "<" not in markup and "&" not in markup:
        return line_of(markup)
    try:
        text = lxml.html.fromstring(f"<div>{markup}</div>").text_content()
    except (LxmlError, ValueError):
        text = markup
    return line_of(" ".join(str(text).split()))


def _parsed(content: bytes, headers: dict[str, str]) -> Any:  # noqa: ANN401 - it is untyped
    try:
        # As a stream: bytes alone would be tried as the name of a file first.
        return feedparser.parse(
            io.BytesIO(content),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, RecursionError, AssertionError, LookupError) as error:
        raise BadFeedError(f"can't be read ({type(error).__name__})") from error


def _malformed(content: bytes) -> str:
    try:
        expat.ParserCreate().Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return printable(str(error), 120)
    return ""


def _entry(told: Any) -> Entry:  # noqa: ANN401 - feedparser is untyped
    content, media_type = _content(told)
    # Past feedparser's own `get`, which gives the one moment for the other.
    published, updated = (line_of(dict.get(told, each)) for each in ("published", "updated"))
    title = told.get("title")
    return Entry(
        # Some services put an address of their own before the publisher's, which they name too.
        link=_line(told.get("feedburner_origlink")) or _line(told.get("link")),
        id=_line(told.get("id")),
        title=plain(title) if isinstance(title, str) else None,
        author=_authors(told),
        published=published or updated,
        updated=updated if published != updated and published else None,
        categories=tuple(dict.fromkeys(_categories(told))),
        language=_line(_detail(told).get("language")),
        content=content,
        media_type=media_type,
    )


def _content(told: Any) -> tuple[str, str]:  # noqa: ANN401
    found = [*told.get("content", ()), told.get("summary_detail") or {}]
    text, kind = max(
        ((str(each.get("value") or ""), str(each.get("type") or "")) for each in found),
        key=lambda pair: len(pair[0]),
    )
    markup = "<" in text or ("&" in text and "html" in kind)
    return text, HTML if markup else TEXT


def _detail(told: Any) -> Any:  # noqa: ANN401
    return told.get("summary_detail") or told.get("title_detail") or {}


def _authors(told: Any) -> str | None:  # noqa: ANN401
    names = [each.get("name") for each in told.get("authors", ()) if each.get("name")]
    return line_of(names) or line_of(told.get("author"))


def _categories(told: Any) -> Iterator[str]:  # noqa: ANN401
    for tag in told.get("tags") or ():
        if found := line_of(tag.get("label") or tag.get("term"), 200):
            yield found


def _line(told: object) -> str | None:
    """One line, or nothing where it is too long to be an address or an id."""
    found = line_of(told, LINE_LIMIT + 1)
    return found if found and len(found) <= LINE_LIMIT else None
