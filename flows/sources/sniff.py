"""The format of a stream that has no name, by how it begins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from flows.sources.encoding import marked_encoding
from flows.sources.naming import Format

LOOKED_AT = 64 * 1024


def sniffed(chunks: Iterator[bytes]) -> tuple[Format, Iterator[bytes]]:
    """The format, and the stream from its beginning. CSV looks like text: it has to be named."""
    head: list[bytes] = []
    # A pipe may give a few bytes at a time, but it is not waited for longer than for a line.
    for chunk in chunks:
        head.append(chunk)
        if b"\n" in chunk.lstrip() or sum(map(len, head)) >= LOOKED_AT:
            break
    return format_of(b"".join(head)), chain(head, chunks)


def format_of(head: bytes) -> Format:
    r"""The format that a document's first bytes look like.

    >>> format_of(b'{"text": "One line."}\n{"text": "Another."}')
    <Format.JSONL: 'jsonl'>
    >>> format_of(b'{\n  "text": "One object."\n}')
    <Format.JSON: 'json'>
    >>> format_of(b"[Updated] The council met.")
    <Format.TEXT: 'txt'>
    """
    encoding, mark = marked_encoding(head) or ("utf-8", 0)
    text = head[mark:].decode(encoding, "ignore").lstrip()
    if text.startswith("{"):
        first, newline, _ = text.partition("\n")
        one_line = not newline or first.rstrip().endswith("}")
        return Format.JSONL if one_line else Format.JSON
    if text.startswith("[") and text[1:].lstrip()[:1] in {"{", "]", ""}:
        return Format.JSON
    return Format.HTML if text.startswith("<") else Format.TEXT
