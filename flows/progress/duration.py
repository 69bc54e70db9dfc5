"""Lengths of time in words."""

from __future__ import annotations

MINUTE, HOUR, DAY = 60, 3600, 86400


def duration(seconds: float) -> str:
    """As exact as anybody wants to know it, in ASCII.

    >>> [duration(each) for each in (0.034, 7.26, 75, 4000, 100_000)]
    ['0.03 s', '7.3 s', '1 min 15 s', '1 h 06 min', '1 d 3 h']
    """
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE:02} s"
    if whole < DAY:
        return f"{whole // HOUR} h {whole % HOUR // MINUTE:02} min"
    return f"{whole // DAY} d {whole % DAY // HOUR} h"


def about(seconds: float) -> str:
    """A length of time that is guessed.

    >>> [about(each) for each in (0.2, 44, 170, 5000, 200_000)]
    ['1 s', '44 s', '3 min', '83 min', '2.3 d']
    """
    if seconds < 1.5 * MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < 1.5 * HOUR:
        return f"{round(seconds / MINUTE)} min"
    return f"{seconds / HOUR:.1f} h" if seconds < 2 * DAY else f"{seconds / DAY:.1f} d"
