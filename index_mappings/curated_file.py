"""The curated names as a file that people review."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from transforms.names.curated import CuratedNames


@cache
def curated_names(path: Path) -> CuratedNames:
    """The names of a file, read once a process.

    Raises ValueError naming the rows that are wrong, or that the file can't be read.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            return CuratedNames.from_lines(lines)
    except OSError as error:
        raise ValueError(
            f"The curated names {path} can't be read ({error.strerror}): set DATELINE_NAMES_FILE."
        ) from error
