"""Telling text from what is not: documents, images and archives under a text file's name."""

from __future__ import annotations

import re

SAMPLE = 65_536
# The share of control characters above which bytes are no text in any encoding: text has next to
# none, evenly spread bytes have 10 %.
CONTROL_SHARE = 0.05
UTF16_SHARE = 0.3
UTF16_NOISE = 0.02

# File signatures, of formats that a folder of articles may hold by mistake.
SIGNATURES = (
    b"%PDF-",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"BZh9",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x7fELF",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"SQLite format 3\x00",
    b"II*\x00",
    b"MM\x00*",
    b"wOFF",
    b"wOF2",
    b"{\\rtf",
)
# Signatures that are also words: a text may begin with them.
WORDS = frozenset({b"RIFF", b"OggS", b"ID3", b"wOFF", b"wOF2", b"BZh9"})
UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"\xef\xbb\xbf")

_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")


class NotText(ValueError):  # noqa: N818 - what the bytes are, as quarantine shows it
    """The bytes are an image, an archive or another format, not text in any encoding."""


def looks_binary(content: bytes) -> bool:
    """Whether the bytes can't be text: a known file signature, or too many control characters.

    >>> looks_binary(b"%PDF-1.7 ..."), looks_binary("Zażółć gęślą jaźń".encode("cp1250"))
    (True, False)
    """
    head = content[:SAMPLE]
    if head.startswith(UNICODE_MARKS):
        return False
    if signature := next((s for s in SIGNATURES if head.startswith(s)), None):
        return signature not in WORDS or b"\x00" in head
    if not head or unmarked_utf16(head):
        return False
    return len(_CONTROL.findall(head)) / len(head) > CONTROL_SHARE


def unmarked_utf16(content: bytes) -> str | None:
    """The codec of UTF-16 without a byte order mark, told by its zero bytes; None if it is not."""
    head = content[:SAMPLE]
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > UTF16_SHARE and even < UTF16_NOISE:
        return "utf-16-le"
    if even > UTF16_SHARE and odd < UTF16_NOISE:
        return "utf-16-be"
    return None
