"""The table of usual field names, read once when first asked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

APART = re.compile(r"[\W_]+")


def folded(name: str) -> str:
    """A field's name without case, spaces and punctuation.

    >>> folded("date_Published")
    'datepublished'
    """
    return APART.sub("", name).casefold()


@cache
def usual_names() -> dict[str, tuple[str, ...]]:
    """By target, the folded names that a field for it usually has, the best first."""
    return {
        target: tuple(dict.fromkeys(folded(name) for name in names))
        for target, names in _table()["names"].items()
    }


@cache
def wrapper_keys() -> tuple[str, ...]:
    """The keys of objects that wrap one value."""
    return tuple(_table()["wrappers"]["keys"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("flows.sources").joinpath("usual_names.toml").read_text("utf-8"))
