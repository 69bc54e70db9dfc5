"""How far a location reaches: which files belong to it, and which of those are no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.sources.locate import locate
from flows.sources.options import DEFAULTS, SourceOptions
from flows.sources.pattern import matches
from flows.sources.stores import Kind, LocalStore, Store
from flows.sources.walk import Found, Walk


@dataclass(frozen=True, slots=True)
class Extent:
    """A file, or a folder with what is below it.

    `start` is what the URIs of its files begin with; `root` is its path in the store.
    """

    start: str
    root: str
    store: Store
    pattern: tuple[str, ...] | None

    def covers(self, uri: str) -> bool:
        """Whether a file of this URI belongs to the location."""
        if self.pattern is None:
            return uri == self.start
        path = self.store.path(uri)
        root = self.root.rstrip("/") + "/"
        if path is None or not path.startswith(root):
            return False
        return matches(path.removeprefix(root).split("/"), self.pattern)

    def is_gone(self, uri: str) -> bool:
        """Whether the file is certainly no more. Not where the store does not tell."""
        path = self.store.path(uri)
        return path is not None and self.store.is_gone(path)


def extents(locations: Sequence[str], options: SourceOptions = DEFAULTS) -> list[Extent]:
    """How far these locations reach. Standard input and pipes hold nothing that could be missed.

    Raises:
        SourceError: as `read_sources`.
    """
    return list(_extents(locations, options))


def _extents(locations: Sequence[str], options: SourceOptions) -> Iterator[Extent]:
    for place in locate(locations, options).places:
        if isinstance(place, Walk):
            yield Extent(_start(place.store, place.root), place.root, place.store, place.pattern)
        elif isinstance(place, Found) and place.entry.kind is Kind.FILE:
            path = place.entry.path
            yield Extent(place.store.uri(path), path, place.store, None)


def is_gone(uri: str) -> bool:
    """Whether a local file is certainly no more; of other stores this is not known."""
    store = LocalStore()
    path = store.path(uri)
    return path is not None and store.is_gone(path)


def _start(store: Store, root: str) -> str:
    # By a file that may not be there: a root folder has a slash more than others.
    inside = store.uri(f"{root.rstrip('/')}/x")
    return inside.partition("::")[0].removesuffix("x")
