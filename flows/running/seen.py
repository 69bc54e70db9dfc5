"""Which ids a run has read already, in memory that does not grow with the corpus."""

from __future__ import annotations

import sqlite3
from types import TracebackType


class SeenIds:
    """A set of ids on disk: an anonymous SQLite file, gone when closed, its cache bounded.

    >>> with SeenIds() as seen:
    ...     [seen.first_time(id) for id in ("a", "b", "a")], seen.holds("b"), seen.holds("c")
    ([True, True, False], True, False)
    """

    def __init__(self) -> None:
        # An empty name makes a temporary database that spills from its cache to disk.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA cache_size = -16384")
        self._db.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def first_time(self, id: str) -> bool:
        """Whether this id is new; it is remembered."""
        return self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (id,)).rowcount == 1

    def holds(self, id: str) -> bool:
        """Whether this id is remembered."""
        found = self._db.execute("SELECT 1 FROM seen WHERE id = ?", (id,)).fetchone()
        return found is not None

    def __enter__(self) -> SeenIds:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()
