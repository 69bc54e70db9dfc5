"""A kind of bad input: what lies in a folder, and what must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Document = dict[str, Any]

LIMIT = 100_000
"""The limit of a document in the run, in bytes: what is just below it has to be worked through."""


@dataclass(frozen=True)
class Kind:
    """A row of the table.

    Args:
        name: of the row, and of the folder that it is put into.
        files: contents by file name, or what makes them in a folder.
        indexed: how many articles must come of it.
        reasons: why the others must be in quarantine, sorted.
        skipped: how many of its files no reader may touch.
        duplicates: how many ids it says twice.
        holds: what must be true of each article.
        needs_user: whether it says nothing to root, who may read anything.
    """

    name: str
    files: Mapping[str, bytes] | Callable[[Path], None]
    indexed: int = 0
    reasons: tuple[str, ...] = ()
    skipped: int = 0
    duplicates: int = 0
    holds: Callable[[Document], bool] | None = None
    needs_user: bool = False

    def lay_into(self, folder: Path) -> None:
        """Make the row's files."""
        folder.mkdir()
        if callable(self.files):
            self.files(folder)
            return
        for name, content in self.files.items():
            (folder / name).write_bytes(content)


def story(about: str) -> str:
    """A short article that is like no other."""
    return (
        f"The {about} closed on Tuesday, Mayor Ada Roe said.\n"
        f"Nobody in Port Alder had seen a {about} of that kind before the winter storms.\n"
    )


def says(*phrases: str, never: str = "") -> Callable[[Document], bool]:
    """That the text has all the phrases, and no character of `never`."""

    def held(article: Document) -> bool:
        text = article["text"]
        return all(each in text for each in phrases) and not set(never) & set(text)

    return held


def lines(*records: object) -> bytes:
    """Records as JSON Lines; bytes stand as they are."""
    told = (each if isinstance(each, bytes) else json.dumps(each).encode() for each in records)
    return b"\n".join(told)
