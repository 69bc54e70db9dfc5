"""Containers as UTF-8: a UTF-16 or UTF-32 stream recoded, a line in another encoding decoded."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from charset_normalizer import from_bytes

from transforms.extract.binary import unmarked_utf16

SAMPLE = 64 * 1024
BYTE_ORDER_MARKS = (
    # UTF-32's little-endian mark begins with UTF-16's: it must be asked for first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)


def marked_encoding(head: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark declares, and the mark's length."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    return None


def recoded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The stream without its byte order mark, as UTF-8 where it is in UTF-16 or UTF-32.

    UTF-16 that has no mark is told by its zero bytes.
    """
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= len(codecs.BOM_UTF32_LE):
            break
    marked = marked_encoding(head)
    if marked is None and (unmarked := unmarked_utf16(head)):
        marked = unmarked, 0
    if marked is None:
        yield from (part for part in (head,) if part)
        yield from chunks
        return
    encoding, length = marked
    if encoding == "utf-8":
        yield head[length:]
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(head[length:]).encode("utf-8", "replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Told:
    """What the lines of a container have told of its encoding so far.

    `utf8`: some can only be UTF-8. `other`: the encoding of those that are not, once guessed.
    """

    utf8: bool = False
    other: str | None = None


NOTHING_TOLD = Told()


class LineDecoder:
    """Decodes the lines of one container: UTF-8, else the encoding that the container is in.

    That encoding is guessed once, at the first line that is not UTF-8, from the container's
    beginning. Where other lines can only be UTF-8 the container is, and that line is broken.

    Args:
        sample: the container's first bytes, up to `SAMPLE` of them.
        told: what earlier lines have told, where these are not the first.
    """

    def __init__(self, sample: bytes = b"", told: Told = NOTHING_TOLD) -> None:
        self._sample = sample[:SAMPLE]
        self._is_utf8 = told.utf8
        self._other = told.other
        self.was_asked = False
        """Whether a line was not UTF-8, so that what earlier lines told has mattered."""

    @property
    def told(self) -> Told:
        """What the lines have told so far."""
        return Told(self._is_utf8, self._other)

    def decode(self, line: bytes) -> str | None:
        """The line's text; None where it is in no encoding that can be told."""
        text = _decoded(line, "utf-8")
        if text is not None:
            self._is_utf8 = self._is_utf8 or not line.isascii()
            return text
        self.was_asked = True
        if self._other is None and not self._is_utf8:
            self._settle(line)
        return _decoded(line, self._other) if self._other else None

    def _settle(self, line: bytes) -> None:
        beyond_ascii = [part for part in self._sample.split(b"\n") if not part.isascii()]
        broken = [part for part in beyond_ascii if _decoded(part, "utf-8") is None]
        if 2 * len(broken) < len(beyond_ascii):
            self._is_utf8 = True
        else:
            self._other = _guessed(b"\n".join(broken)) or _guessed(line)


def sampled(chunks: Iterator[bytes]) -> tuple[LineDecoder, Iterator[bytes]]:
    """A container's stream, and the decoder for its lines."""
    stream = recoded(chunks)
    first = next(stream, b"")
    return LineDecoder(first), chain((first,), stream)


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guessed(sample: bytes) -> str | None:
    match = from_bytes(sample[:SAMPLE]).best()
    if match is None or match.encoding in {"ascii", "utf_8"}:
        return None
    return match.encoding
