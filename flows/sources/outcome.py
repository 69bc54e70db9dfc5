"""What reading gives besides articles: documents that could not be read, and wrong locations."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from transforms.article import RawArticle

HEAD_BYTES = 64 * 1024
"""How much is kept of a document that is over the limit: enough to recognise it by."""


class Reason(StrEnum):
    """Why a document was not read. Stable codes: people count and filter by them."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_JSON = "not_json"
    NOT_OBJECT = "not_object"
    NO_TEXT_FIELD = "no_text_field"
    BAD_ROW = "bad_row"
    BAD_SIDECAR = "bad_sidecar"
    BAD_COMPRESSION = "bad_compression"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    BAD_ADDRESS = "bad_address"
    BAD_FEED = "bad_feed"
    DISALLOWED = "disallowed"
    NOT_SERVED = "not_served"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Unreadable:
    """A document that could not be read, with what is needed to find, mend and replay it.

    Args:
        uri: the document's URI, or its place in a container (`file:///a.jsonl#line=7`); None for
            what has neither (standard input).
        reason: one of the codes of `Reason`.
        error: one readable line: what, where, and what to do.
        content: the document's bytes; the first `HEAD_BYTES` where it is over the limit; None
            where no byte of it could be read.
    """

    uri: str | None
    reason: Reason
    error: str
    content: bytes | None = None

    @cached_property
    def id(self) -> str:
        """Deterministic: of the URI as an article's id is, else of what is known. 32 hex digits."""
        if self.uri is not None:
            return RawArticle(self.uri, b"").id
        told = f"{self.reason}\0{self.error}\0".encode("utf-8", "surrogatepass")
        return hashlib.sha256(told + (self.content or b"")).hexdigest()[:32]


Outcome = RawArticle | Unreadable


class SourceError(Exception):
    """Locations that cannot be read at all, a line each: raised before anything is read."""


class BrokenOffError(Exception):
    """A stream that broke off: what came before is good, what comes after is not to be had."""

    def __init__(self, reason: Reason, error: str) -> None:
        super().__init__(error)
        self.reason = reason
        self.error = error


def printable(name: str, limit: int = 200) -> str:
    r"""A file's or field's name, fit for one line of a message.

    >>> printable("a\nb\x1b[31m.txt")
    'a\\x0ab\\x1b[31m.txt'
    """
    shown = "".join(
        char if char.isprintable() else f"\\x{ord(char):02x}" for char in name[: limit + 1]
    )
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
