"""Which articles are stale: outlets may have makings of their own, however they are spelled."""

from __future__ import annotations

from index_mappings.stale import Makings

OLD, NEW = {"dates": "old"}, {"dates": "new"}


def test_an_outlets_own_fingerprints_are_found_by_its_key() -> None:
    makings = Makings(OLD | {"names": "n"}, {"the courier": NEW | {"names": "n"}})
    assert makings.of("The  Courier") == NEW | {"names": "n"}
    assert makings.of("Tidal Post") == makings.of(None) == OLD | {"names": "n"}
    assert makings.only(["dates"]) == Makings(OLD, {"the courier": NEW})
    assert makings.today("dates") == {"old", "new"}
