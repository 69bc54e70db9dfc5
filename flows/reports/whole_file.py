"""A file that is there whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a file in UTF-8, over one that is there. Raises OSError."""
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_text(text, "utf-8")
        half.replace(path)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
