"""`.datelineignore`: what of a folder is no article, in the notation of `.gitignore`."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from pathspec import GitIgnoreSpec

from flows.sources.bounded import read_whole
from flows.sources.outcome import BrokenOffError, Reason, printable
from flows.sources.stores import Entry, Kind, Store, pieces

IGNORE_FILE = ".datelineignore"
IGNORE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules in force in a folder: its own and those of the folders above it."""

    rules: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def within(self, store: Store, folder: str, listing: list[Entry]) -> IgnoreRules:
        """The rules for a folder's entries.

        Raises:
            BrokenOffError: the folder's file cannot be read: what is to be left out is not known.
        """
        own = next((entry for entry in listing if entry.name == IGNORE_FILE), None)
        if own is None:
            return self
        return IgnoreRules((*self.rules, (folder, _parsed(store, own))))

    def ignore(self, entry: Entry) -> bool:
        """Whether the entry is left out."""
        mark = "/" if entry.kind is Kind.FOLDER else ""
        return any(
            spec.match_file(entry.path.removeprefix(folder).strip("/") + mark)
            for folder, spec in self.rules
        )


def _parsed(store: Store, own: Entry) -> GitIgnoreSpec:
    try:
        if own.kind is not Kind.FILE:  # a pipe that nobody writes to never opens
            raise ValueError("not a file")
        with closing(store.open(own.path)) as stream:
            content, too_large = read_whole(pieces(stream), IGNORE_BYTES)
        if too_large:
            raise ValueError(f"over {IGNORE_BYTES:,} bytes")
        return GitIgnoreSpec.from_lines(content.decode("utf-8").splitlines())
    except (BrokenOffError, OSError, ValueError) as error:
        told = f"{printable(own.path)}: {printable(str(error))}; its folder is not read"
        raise BrokenOffError(Reason.UNREADABLE, told) from error
