"""Documents on disk, where Elasticsearch could not take them: the next run loads them first.

A folder of files, one a batch, named by run and number: `RUN-0001.jsonl.zst`, a document a line as
`dateline-raw` would hold it. Files are written whole or not at all.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zstandard

from flows.sources import Reason, Unreadable
from index_mappings.documents import decode_raw, encode_raw
from transforms.article import RawArticle

Document = RawArticle | Unreadable
PATTERN = "*.jsonl.zst"


class SpoolError(Exception):
    """A file of the spool cannot be written, or not be read. The message says which, and why."""


@dataclass(frozen=True)
class Spool:
    """The documents that wait in a folder. The folder is made when it is first needed."""

    folder: Path

    def keep(self, documents: Sequence[Document], run: str) -> Path:
        """Write documents to a new file. Raises SpoolError where there is no room, or no right."""
        lines = [json.dumps(_told(each, run)) for each in documents]
        content = zstandard.ZstdCompressor().compress("\n".join(lines).encode("ascii"))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self._free_name(run)
            _write(path, content)
        except OSError as error:
            raise SpoolError(
                f"What Elasticsearch did not take (documents: {len(lines):,}) could not be kept "
                f"in {self.folder} ({error.strerror or error}): make room there, and load its "
                "sources again."
            ) from error
        return path

    def files(self) -> list[Path]:
        """The files that wait, the oldest first: runs' ids begin with their time."""
        return sorted(self.folder.glob(PATTERN))

    def _free_name(self, run: str) -> Path:
        number = len(list(self.folder.glob(f"{run}-*"))) + 1
        return self.folder / f"{run}-{number:04d}.jsonl.zst"


def _write(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path) -> Iterator[Document]:
    """The documents of a file. Raises SpoolError where it is not one of the spool's."""
    try:
        content = zstandard.ZstdDecompressor().decompress(path.read_bytes())
        for line in content.decode("ascii").splitlines():
            yield _document(json.loads(line))
    except (OSError, ValueError, KeyError, TypeError, zstandard.ZstdError) as error:
        raise SpoolError(
            f"{path} cannot be read ({type(error).__name__}): move it away to go on without its "
            "documents."
        ) from error


def _told(document: Document, run: str) -> dict[str, Any]:
    if isinstance(document, RawArticle):
        return encode_raw(document, run, document.retrieved or datetime.now(UTC))
    content = document.content
    return {
        "unreadable": document.reason,
        "uri": document.uri,
        "error": document.error,
        "content": None if content is None else base64.b64encode(content).decode("ascii"),
    }


def _document(told: dict[str, Any]) -> Document:
    if "unreadable" not in told:
        return decode_raw(told)
    content = told["content"]
    return Unreadable(
        told["uri"],
        Reason(told["unreadable"]),
        told["error"],
        None if content is None else base64.b64decode(content),
    )
