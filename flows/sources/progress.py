"""How far reading has come: counters that the reader moves and a progress bar looks at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Progress:
    """Counters of one reading. Bytes are as stored: compressed files count compressed.

    Totals are None where they cannot be known (standard input, a pipe, a store that tells no
    sizes). `skipped` counts what folders hold and reading passes over, by why: "hidden",
    "ignored" (by `.datelineignore`), "special" (pipes, sockets, devices), or the extension that
    is not read (".md").
    """

    files_total: int | None = None
    bytes_total: int | None = None
    files_read: int = 0
    bytes_read: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def fraction(self) -> float | None:
        """The part of the bytes that is read, 0 to 1; None where the total is not known."""
        if self.bytes_total is None:
            return None
        return min(1.0, self.bytes_read / self.bytes_total) if self.bytes_total else 1.0
