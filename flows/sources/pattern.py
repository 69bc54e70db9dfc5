"""Globs, taken a path's part at a time, so that folders that cannot match are never listed."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

MAGIC = frozenset("*?[")
ANY_DEPTH = "**"


def is_pattern(location: str) -> bool:
    """Whether a location has a wildcard."""
    return not MAGIC.isdisjoint(location)


def split_pattern(path: str) -> tuple[str, tuple[str, ...]]:
    """The folder before the first wildcard, and the pattern's parts below it.

    >>> split_pattern("/news/2024/*/a?.txt")
    ('/news/2024', ('*', 'a?.txt'))
    """
    parts = path.split("/")
    first = next((at for at, part in enumerate(parts) if is_pattern(part)), len(parts))
    root = "/".join(parts[:first])
    return root or ("/" if first and path.startswith("/") else ""), tuple(parts[first:])


def matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a path matches, or lies in a folder that does.

    >>> matches(("a", "b", "c.txt"), ("**", "*.txt"))
    True
    >>> matches(("a", "b", "c.txt"), ("a",))
    True
    """
    if not pattern:
        return True
    if pattern[0] == ANY_DEPTH:
        return any(matches(parts[at:], pattern[1:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and matches(parts[1:], pattern[1:])


def may_hold(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether something below this folder can match."""
    if not parts or not pattern or pattern[0] == ANY_DEPTH:
        return True
    return fnmatchcase(parts[0], pattern[0]) and may_hold(parts[1:], pattern[1:])
