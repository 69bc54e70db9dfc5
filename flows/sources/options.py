"""What a person sets for a reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.sources.mapping import FieldMap
from flows.sources.naming import Format

MAX_BYTES = 10_000_000


@dataclass(frozen=True)
class SourceOptions:
    """How to read.

    Args:
        mapping: where a record's fields are; the usual names where it does not say.
        max_bytes: the limit of one document: a text or HTML file, or a record as it stands in
            its container (a line, a row, an element of an array), in bytes after decompression.
        source: the outlet of all documents, whatever they say themselves.
        language: ISO 639-1, for documents that name no language.
        timezone: IANA name, for documents that name no time zone.
        format: read everything as this: a `Format` or its value; None goes by the file's name.

    Raises:
        ValueError: an unknown format, or a limit that is not positive.
    """

    mapping: FieldMap = field(default_factory=FieldMap)
    max_bytes: int = MAX_BYTES
    source: str | None = None
    language: str | None = None
    timezone: str | None = None
    format: str | None = None

    def __post_init__(self) -> None:
        if self.max_bytes <= 0:
            raise ValueError(f"max_bytes must be positive, not {self.max_bytes}")
        if self.format is not None and self.format not in set(Format):
            allowed = ", ".join(Format)
            raise ValueError(f"unknown format {self.format!r}: one of {allowed}")

    @property
    def forced(self) -> Format | None:
        """The format to read everything as."""
        return None if self.format is None else Format(self.format)


DEFAULTS = SourceOptions()
