"""The table of sources as a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from transforms.sources import NO_SOURCES, Sources, SourceTableError, read_sources_table

MOST_BYTES = 5 * 2**20


@cache
def known_sources(path: Path | None) -> Sources:
    """The sources of a file, read once a process; none without a file.

    Raises SourceTableError: the file can't be read, or is wrong; a line for each wrong entry.
    """
    if path is None:
        return NO_SOURCES
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        told = f"The sources {path} can't be read ({error.strerror}): set DATELINE_SOURCES."
        raise SourceTableError(told) from error
    except UnicodeDecodeError as error:
        raise SourceTableError(f"The sources {path} are not UTF-8: save them as UTF-8.") from error
    if len(content) > MOST_BYTES:
        raise SourceTableError(
            f"The sources {path} are over {MOST_BYTES:,} bytes: no such table is."
        )
    return read_sources_table(text, path.name)
