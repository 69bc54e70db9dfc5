"""What is known of the outlets of articles beside what they say themselves.

An outlet is named as the articles name it, or by the host of their URLs; case and "www." do not
count. One entry holds all that is known of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from zoneinfo import available_timezones

UNIVERSAL = "UTC"
LONGEST_NAME = 1_000


def source_key(source: str | None) -> str:
    """What two spellings of a source have in common: case and "www." do not count."""
    return " ".join((source or "").split()).casefold().removeprefix("www.")


class SourceTableError(ValueError):
    """A table of sources that can't be used: a line for each thing that is wrong."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry, what is not known of it None.

    Args:
        outlets: the names that it goes by.
        timezone: an IANA name.
        threshold: from which score on boilerplate is removed from its articles, 0 to 1.
    """

    outlets: tuple[str, ...]
    timezone: str | None = None
    threshold: float | None = None


@dataclass(frozen=True)
class Sources:
    """All entries, in the order of the file; no outlet is in two of them."""

    entries: tuple[Source, ...] = ()

    def of(self, outlet: str | None) -> Source | None:
        """What is known of an outlet, by its name or host."""
        return self._by_outlet.get(source_key(outlet)) if outlet else None

    def timezone(self, outlet: str | None) -> str | None:
        """The IANA name of an outlet's time zone, where it is known."""
        found = self.of(outlet)
        return found.timezone if found else None

    def threshold(self, outlet: str | None) -> float | None:
        """From which score on boilerplate is removed from an outlet's articles, if it is told."""
        found = self.of(outlet)
        return found.threshold if found else None

    @cached_property
    def keys(self) -> frozenset[str]:
        """The outlets, by their `source_key`."""
        return frozenset(self._by_outlet)

    @cached_property
    def _by_outlet(self) -> Mapping[str, Source]:
        return {source_key(name): entry for entry in self.entries for name in entry.outlets}


NO_SOURCES = Sources()


def outlet_names(told: object) -> tuple[str, ...]:
    """The names that an outlet goes by: one, or several in a list. Raises ValueError."""
    listed = [told] if isinstance(told, str) else told
    if not isinstance(listed, list) or not listed:
        raise ValueError("has no outlet: name it in quotes, or several in a list")
    for name in listed:
        if not isinstance(name, str) or not source_key(name) or len(name) > LONGEST_NAME:
            raise ValueError(f"outlet {name!r:.60} is no name: 1 to {LONGEST_NAME:,} characters")
    return tuple(listed)


def place_zone(name: object) -> str:
    """The name, if it is the IANA name of a place's time zone. Raises ValueError with near ones."""
    # "EST" and "CET" are in the database too, but not for any place: they know no summer time.
    if isinstance(name, str) and name in _zones() and ("/" in name or name == UNIVERSAL):
        return name
    near = get_close_matches(str(name), sorted(z for z in _zones() if "/" in z), n=3)
    meant = (
        f"did you mean {', '.join(near)}?"
        if near
        else f"name a place, as Asia/Tokyo, or {UNIVERSAL}"
    )
    raise ValueError(f"timezone {name!r:.60} is not an IANA time zone of a place: {meant}")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
