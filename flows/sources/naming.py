"""What a file's name says: its format, its compression, and the name of its sidecar."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The formats that are read."""

    TEXT = "txt"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


class Compression(StrEnum):
    """The compressions that are undone."""

    GZIP = "gz"
    ZSTD = "zst"


FORMAT_OF_EXTENSION = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
}
COMPRESSION_OF_EXTENSION = {".gz": Compression.GZIP, ".zst": Compression.ZSTD}
WITH_SIDECAR = frozenset({Format.TEXT, Format.HTML})


@dataclass(frozen=True, slots=True)
class FileName:
    """A file's name taken apart: "story.txt.gz" is stem "story", text, gzip."""

    stem: str
    extension: str
    format: Format | None
    compression: Compression | None

    @classmethod
    def of(cls, name: str) -> FileName:
        """Take a name without its folder apart. Case does not count.

        >>> FileName.of("Story.TXT.gz").format
        <Format.TEXT: 'txt'>
        >>> FileName.of("archive.tar.gz").format is None
        True
        """
        rest, last = _split(name)
        compression = COMPRESSION_OF_EXTENSION.get(last)
        if compression is None:
            return cls(rest, last, FORMAT_OF_EXTENSION.get(last), None)
        rest, last = _split(rest)
        return cls(rest, last, FORMAT_OF_EXTENSION.get(last), compression)

    @property
    def sidecar(self) -> str | None:
        """The name of the file that may hold its metadata; None for formats that hold their own."""
        return f"{self.stem}.json" if self.format in WITH_SIDECAR else None


def articles_of_sidecar(name: str) -> tuple[str, ...]:
    """The names whose metadata a `.json` file of this name would hold; none for other files."""
    parts = FileName.of(name)
    if parts.format is not Format.JSON or parts.compression is not None:
        return ()
    plain = [
        f"{parts.stem}{ext}" for ext, fmt in FORMAT_OF_EXTENSION.items() if fmt in WITH_SIDECAR
    ]
    return tuple(name + packed for name in plain for packed in ("", *COMPRESSION_OF_EXTENSION))


def readable_extensions() -> str:
    """For messages: ".txt, .text, …, each also with .gz or .zst"."""
    return f"{', '.join(FORMAT_OF_EXTENSION)}, each also with .gz or .zst"


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    return (stem, f".{extension.lower()}") if dot and stem else (name, "")
