"""The table of sources as a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from index_mappings.text_file import setting_file
from transforms.sources import NO_SOURCES, Sources, SourceTableError, read_sources_table


@cache
def known_sources(path: Path | None) -> Sources:
    """The sources of a file, read once a process; none without a file.

    Raises SourceTableError: the file can't be read, or is wrong; a line for each wrong entry.
    """
    if path is None:
        return NO_SOURCES
    text = setting_file(path, "sources", "DATELINE_SOURCES", "such table", SourceTableError)
    return read_sources_table(text, path.name)
