"""What a server answers, and what it says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

import httpx

from flows.feeds.failure import FetchError, unreachable
from flows.sources.bounded import read_whole
from flows.sources.compression import chunks_of
from flows.sources.outcome import BrokenOffError, Reason

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
NOT_MODIFIED = 304
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "zstd"})
LONGEST_VALIDATOR = 1_000


@dataclass(frozen=True)
class Answer:
    """An answer: `content` as it came, still compressed, and no more of it than was allowed.

    `whole`: whether that is all.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes = b""
    whole: bool = True

    def body(self, most_bytes: int) -> tuple[bytes, bool]:
        """The content decompressed, or the head of it, and whether it is whole.

        Raises FetchError where it breaks off, or is compressed in a way that was not asked for.
        """
        if self.headers.get("content-encoding", "").strip().lower() not in ENCODINGS:
            raise FetchError(Reason.BAD_COMPRESSION, "compressed in a way that is not read")
        try:
            body, too_large = read_whole(chunks_of(iter((self.content,))), most_bytes)
        except BrokenOffError as error:
            if self.whole:
                raise FetchError(error.reason, error.error, for_now=True) from error
            return b"", False
        return body, self.whole and not too_large

    @property
    def media_type(self) -> str:
        """`text/html`, without what may follow it; "" where nothing is said."""
        return self._content_type.get_content_type() if "content-type" in self.headers else ""

    @property
    def charset(self) -> str | None:
        """The encoding that the header names."""
        return self._content_type.get_content_charset()

    @property
    def validators(self) -> dict[str, str]:
        """The headers that make the next request of the same a conditional one."""
        asked = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        found = {header: self.headers.get(name, "") for name, header in asked.items()}
        return {name: told for name, told in found.items() if 0 < len(told) <= LONGEST_VALIDATOR}

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks to be left alone for; None where it does not say."""
        told = self.headers.get("retry-after", "").strip()
        if told.isascii() and told.isdigit():
            return float(told[:9])
        try:
            moment = parsedate_to_datetime(told)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())

    def good(self) -> Answer:
        """The answer itself, where it is one (200, 304). Raises FetchError."""
        if self.status in {200, NOT_MODIFIED}:
            return self
        if self.status >= 500 or self.status in {408, 425, 429}:
            raise unreachable(f"its server answers {self.status}")
        raise FetchError(Reason.NOT_SERVED, f"its server answers {self.status}")

    @property
    def _content_type(self) -> Message:
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")[:200]
        return message


def address_of(told: str | httpx.URL) -> httpx.URL:
    """An address of the web that may be asked for. Raises FetchError."""
    try:
        url = httpx.URL(told)
        good = url.scheme in {"http", "https"} and url.host != ""
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError):
        good = False
    if not good:
        raise FetchError(Reason.BAD_ADDRESS, "not an address of the web (http, https)")
    return url


def target_of(answer: Answer, url: httpx.URL) -> httpx.URL:
    """Where a redirect leads. Raises FetchError."""
    try:
        return address_of(url.join(answer.headers.get("location", "")))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(Reason.BAD_ADDRESS, "redirected to what is no address") from error
