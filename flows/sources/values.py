"""A record's values as clean, bounded strings."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

from flows.sources.usual_names import wrapper_keys

LINE_LIMIT = 4_000
"""Characters of a title, a byline, a URL: more is not one."""
MAX_ITEMS = 50

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
SURROGATE = re.compile(r"[\ud800-\udfff]")


class Number(str):
    """A number of JSON, as written: a long id loses no digit. No text, though it is a string."""

    __slots__ = ()


def line_of(value: object, limit: int = LINE_LIMIT, depth: int = 3) -> str | None:
    """One clean line for a value of any type; None for what says nothing.

    Lists are joined with commas and wrapped values unwrapped, down to `depth`; the rest is JSON.

    >>> line_of([{"name": "Ada Brook"}, "Cy Dell\\n"])
    'Ada Brook, Cy Dell'
    >>> line_of(["", None]) is None
    True
    """
    if value is None or (isinstance(value, (list, dict)) and not value):
        return None
    if isinstance(value, str):
        return _clean(value, limit)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return _joined(value, limit, depth)
    return _clean(str(value), limit)


def text_of(value: object) -> str | None:
    """A text, or a list of paragraphs joined by newlines; None for what is neither."""
    if _is_text(value):
        return str(value)
    if isinstance(value, list) and value and all(map(_is_text, value)):
        paragraphs: Sequence[str] = value
        return "\n".join(paragraphs)
    return None


def utf8(text: str) -> bytes:
    """UTF-8, a lone surrogate (JSON can hold one) becoming U+FFFD."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text).encode("utf-8")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, Number)


def _joined(value: list[object] | dict[str, object], limit: int, depth: int) -> str | None:
    if isinstance(value, list) and depth:
        items = (line_of(item, limit, depth - 1) for item in value[:MAX_ITEMS])
        return _clean(", ".join(item for item in items if item), limit)
    if isinstance(value, dict) and depth:
        inner = (line_of(value[key], limit, depth - 1) for key in wrapper_keys() if key in value)
        if told := next(filter(None, inner), None):
            return told
    return _clean(json.dumps(value, ensure_ascii=False), limit)


def _clean(text: str, limit: int) -> str | None:
    # Cut before normalizing: a value may be megabytes long, and NFC may lengthen it.
    head = SURROGATE.sub("\ufffd", CONTROL.sub(" ", text[: 2 * limit]))
    line = unicodedata.normalize("NFC", head).strip()
    if len(line) > limit:
        line = line[: limit - 1] + "…"
    return line or None
