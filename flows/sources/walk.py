"""Walking a folder: its documents by name, each folder once, whatever the links say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.sources.ignore import IGNORE_FILE, IgnoreRules
from flows.sources.naming import FileName, articles_of_sidecar
from flows.sources.outcome import BrokenOffError, Unreadable, printable
from flows.sources.pattern import matches, may_hold
from flows.sources.stores import Entry, Kind, Store, unreadable


@dataclass(frozen=True, slots=True)
class Found:
    """A document or container to read.

    `sidecar` is the path of its metadata; `named` says that a person named this very file.
    """

    store: Store
    entry: Entry
    sidecar: str | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """A folder to walk.

    Args:
        store: where it lies.
        root: its path.
        pattern: the parts of a glob that the paths below it must match; none: everything.
        any_name: whether files count whose names tell no format.
    """

    store: Store
    root: str
    pattern: tuple[str, ...] = ()
    any_name: bool = False

    def found(self, skipped: Counter[str]) -> Iterator[Found | Unreadable]:
        """The documents in order of name, counting what is passed over."""
        visited: set[object] = set()
        # A stack and not recursion: a hostile tree is deeper than Python's own.
        stack = [self._enter(self.root, IgnoreRules(), visited, skipped)]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
            elif isinstance(step, _Below):
                stack.append(self._enter(step.folder, step.rules, visited, skipped))
            else:
                yield step

    def _enter(
        self, folder: str, above: IgnoreRules, visited: set[object], skipped: Counter[str]
    ) -> Iterator[Found | Unreadable | _Below]:
        try:
            identity = self.store.identity(folder)
            if identity in visited:
                return
            visited.add(identity)
            listing = self.store.listing(folder)
            rules = above.within(self.store, folder, listing)
        except BrokenOffError as error:
            yield Unreadable(self.store.uri(folder), error.reason, error.error)
            return
        except Exception as error:  # noqa: BLE001 - drivers of remote stores raise their own
            told = unreadable(error)
            named = f"{printable(folder)}: {told.error}"
            yield Unreadable(self.store.uri(folder), told.reason, named)
            return
        # A folder is nobody's metadata, whatever it is called.
        names = frozenset(entry.name for entry in listing if entry.kind is not Kind.FOLDER)
        for entry in listing:
            if (why := self._passed_over(entry, rules, names)) is not None:
                skipped.update([why] if why else [])
            elif entry.kind is Kind.FOLDER:
                yield _Below(entry.path, rules)
            else:
                yield Found(self.store, entry, _sidecar_in(entry, names))

    def _passed_over(self, entry: Entry, rules: IgnoreRules, names: frozenset[str]) -> str | None:
        """Why an entry is passed over: "" where that needs no word, None where it is read."""
        parts = self._parts(entry)
        wanted = may_hold if entry.kind is Kind.FOLDER else matches
        if entry.name == IGNORE_FILE or not wanted(parts, self.pattern):
            return ""
        if entry.name.startswith("."):
            return "hidden"
        if rules.ignore(entry):
            return "ignored"
        return None if entry.kind is Kind.FOLDER else self._no_document(entry, names)

    def _no_document(self, entry: Entry, names: frozenset[str]) -> str | None:
        if not names.isdisjoint(articles_of_sidecar(entry.name)):
            return ""
        parts = FileName.of(entry.name)
        if parts.format is None and not self.any_name:
            return parts.extension or "no extension"
        if entry.kind is Kind.SPECIAL:
            return "special"
        return None

    def _parts(self, entry: Entry) -> Sequence[str]:
        return entry.path.removeprefix(self.root).strip("/").split("/")


@dataclass(frozen=True, slots=True)
class _Below:
    folder: str
    rules: IgnoreRules


def _sidecar_in(entry: Entry, names: frozenset[str]) -> str | None:
    sidecar = FileName.of(entry.name).sidecar
    if sidecar is None or sidecar not in names:
        return None
    return entry.path[: len(entry.path) - len(entry.name)] + sidecar
