"""Whether bytes are text at all."""

from __future__ import annotations

from flows.sources.encoding import SAMPLE, marked_encoding
from transforms.extract.binary import unmarked_utf16

# C0 controls that no encoding of text uses: all but tab, line ends, form feed, and the shifts and
# escape of ISO 2022.
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x0e\x0f\x1b") + b"\x7f"
MOST_CONTROLS = 0.02
"""Share of controls. Compressed data have a tenth; text that was badly copied, some in a page."""

# Formats whose files may begin with little but ASCII.
DOCUMENT_MAGIC = {
    b"%PDF-": "a PDF file",
    b"{\\rtf": "an RTF file",
    b"PK\x03\x04": "a ZIP, Word or OpenDocument file",
}


def why_not_text(content: bytes, encoding: str | None = None) -> str | None:
    """What the bytes are, in words, where they are not text; None where they may be.

    Args:
        encoding: where it is known for certain; else UTF-16 without a mark is text too.

    >>> why_not_text(b"%PDF-1.7 ...")
    'a PDF file'
    >>> why_not_text("Reuters \\u2013 plain words\\x00".encode()) is None
    True
    """
    for magic, told in DOCUMENT_MAGIC.items():
        if content.startswith(magic):
            return told
    sample = content[:SAMPLE]
    if marked_encoding(sample) or (encoding is None and unmarked_utf16(sample)):
        return None
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    # A single stray byte in a short note is no proof.
    if controls > 1 and controls > MOST_CONTROLS * len(sample):
        return "binary data"
    return None
