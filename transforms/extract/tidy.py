"""One form for all text: NFC, one paragraph a line, nothing invisible but what spells words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# UAX #15 calls text "stream-safe" with at most 30 marks on a letter. Beyond it normalization takes
# time that grows with the square of the run.
MARKS_IN_A_ROW = 30

_NEWLINES = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Zero-width, direction, soft hyphen, interlinear and object marks, noncharacters, surrogates, tags.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
# The joiners U+200C and U+200D spell words in Arabic, Indic and other scripts, and glue emoji.
_JOINING_SCRIPTS = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ua8e0-\ua8ff\ufb50-\ufdcf\ufe70-\ufefc"
)
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"

_DROPPED = re.compile(f"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f{_INVISIBLE}]+")
_STRAY_JOINER = re.compile(
    f"(?<![{_JOINING_SCRIPTS}])\u200c|(?<![{_JOINING_SCRIPTS}{_EMOJI}])\u200d"
)
# Cheap to look for: no mark is a word character.
_MAYBE_MARKS = re.compile(f"[^\\w\\s\x00-\x7f]{{{MARKS_IN_A_ROW + 1}}}")
_SPACE = re.compile(f"[{_SPACES}]")
_NEWLINE = re.compile(f"[{_NEWLINES}]")


def tidy(text: str) -> str:
    """One paragraph a line: stripped, none blank, NFC, plain spaces; "" where nothing is left.

    Idempotent. Control characters, NULs, zero-width and bidirectional marks go; joiners stay where
    the script or an emoji needs them.

    >>> tidy("Cafe\\u0301\\u00a0open\\r\\n\\r\\n  Zero\\u200bwidth ")
    'Café open\\nZerowidth'
    """
    plain = _SPACE.sub(" ", _DROPPED.sub("", _NEWLINE.sub("\n", text)))
    if not plain.isascii():
        if "\u200c" in plain or "\u200d" in plain:
            plain = _STRAY_JOINER.sub("", plain)
        plain = _short_marks(unicodedata.normalize("NFC", _short_marks(plain)))
    return "\n".join(kept for line in plain.split("\n") if (kept := line.strip()))


def _short_marks(text: str) -> str:
    if not _MAYBE_MARKS.search(text):
        return text
    return _long_marks().sub(r"\1", text)


@cache
def _long_marks() -> re.Pattern[str]:
    marks = "".join(c for c in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(c))
    return re.compile(f"([{marks}]{{{MARKS_IN_A_ROW}}})[{marks}]+")
