"""How far reading has come: counters that the reader moves and a progress bar looks at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MOST_FAULTS = 10_000


@dataclass
class Progress:
    """Counters of one reading. Bytes are as stored: compressed files count compressed.

    Totals are None where they cannot be known (standard input, a pipe, a store that tells no
    sizes). `skipped` counts what folders hold and reading passes over, by why: "hidden",
    "ignored" (by `.datelineignore`), "special" (pipes, sockets, devices), or the extension that
    is not read (".md"). `faults` are the URIs of files and folders of which something could not
    be read; beyond `MOST_FAULTS` no more are kept, and `faulty` holds for any.
    """

    files_total: int | None = None
    bytes_total: int | None = None
    files_read: int = 0
    bytes_read: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    faults: set[str] = field(default_factory=set)

    def fault(self, uri: str | None) -> None:
        """Something of this file or folder could not be read."""
        if uri is not None and len(self.faults) <= MOST_FAULTS:
            self.faults.add(uri)

    def faulty(self, uri: str) -> bool:
        """Whether something of this file, or of a folder that it is in, could not be read."""
        if len(self.faults) > MOST_FAULTS or uri in self.faults:
            return True
        above = uri
        while "/" in above:
            above = above.rpartition("/")[0]
            if above in self.faults or f"{above}/" in self.faults:
                return True
        return False

    @property
    def fraction(self) -> float | None:
        """The part of the bytes that is read, 0 to 1; None where the total is not known."""
        if self.bytes_total is None:
            return None
        return min(1.0, self.bytes_read / self.bytes_total) if self.bytes_total else 1.0
