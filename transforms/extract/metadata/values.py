"""Values as pages give them, made safe: plain text on one line, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from transforms.extract.metadata.told import MOST_VALUES
from transforms.extract.tidy import tidy

LONGEST_READ = 20_000
"""Characters of a value that are looked at."""
DEEPEST = 4
"""Lists and objects within each other in which a text is looked for."""

_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,1000}>")


def plain(value: str, longest: int) -> str | None:
    """The value without markup on one line; None where it is empty or longer than `longest`.

    >>> plain("  Caf&eacute; <b>opens</b>\\n again ", 80)
    'Café opens again'
    """
    text = unescape(value[:LONGEST_READ])
    if "<" in text:
        text = unescape(_TAG.sub(" ", text))
    if "&" in text:
        text = unescape(text)
    text = " ".join(tidy(text).split())
    return text if 0 < len(text) <= longest else None


def texts(value: Any, keys: Iterable[str] = ("name", "@value"), depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The strings of a JSON value: itself, those of its list, those under one of an object's keys.

    >>> list(texts(["Local", {"name": "Harbour"}, 7]))
    ['Local', 'Harbour']
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < DEEPEST:
        for part in value[:MOST_VALUES]:
            yield from texts(part, keys, depth + 1)
    elif isinstance(value, dict) and depth < DEEPEST:
        for key in keys:
            if value.get(key):
                yield from texts(value[key], keys, depth + 1)
                return


def one_each(values: Iterable[str]) -> Iterator[str]:
    """The values without those that differ from an earlier one in case alone."""
    seen: set[str] = set()
    for value in values:
        if (key := value.casefold()) not in seen:
            seen.add(key)
            yield value
