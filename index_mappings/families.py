"""The six families of indices, and what each is called under a prefix."""

from __future__ import annotations

from dataclasses import dataclass

FAMILIES = ("articles", "raw", "names", "quarantine", "runs", "feeds")


@dataclass(frozen=True, slots=True)
class Aliases:
    """The aliases that everything reads and writes through; concrete indices stay behind them.

    >>> Aliases("dateline-").articles
    'dateline-articles'
    """

    prefix: str

    @property
    def articles(self) -> str:
        """One document an article."""
        return f"{self.prefix}articles"

    @property
    def raw(self) -> str:
        """What was read, so that a corpus can be reprocessed with no source at hand."""
        return f"{self.prefix}raw"

    @property
    def names(self) -> str:
        """Canonical names, aliases and judgements."""
        return f"{self.prefix}names"

    @property
    def quarantine(self) -> str:
        """What failed, and why."""
        return f"{self.prefix}quarantine"

    @property
    def runs(self) -> str:
        """One report a run."""
        return f"{self.prefix}runs"

    @property
    def feeds(self) -> str:
        """How far each feed was read."""
        return f"{self.prefix}feeds"
