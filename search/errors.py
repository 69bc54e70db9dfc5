"""What is wrong with a request, in words for the one who made it."""

from __future__ import annotations

MOST_SHOWN = 80


class SearchError(ValueError):
    """A request that can't be understood or answered. The message says what is allowed."""


class NothingLoadedError(SearchError):
    """There is no index yet. The message says how to make one."""


def shown(told: str) -> str:
    """What was told, quoted, on one line and not endless.

    >>> shown("2024-13"), len(shown("x" * 100_000))
    ("'2024-13'", 83)
    """
    return repr(told if len(told) <= MOST_SHOWN else told[:MOST_SHOWN] + "…")
