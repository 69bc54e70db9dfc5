"""From what a person wrote to what is to be read: paths, folders, globs, URLs, standard input."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import fsspec

from flows.sources.naming import FileName, articles_of_sidecar, readable_extensions
from flows.sources.options import SourceOptions
from flows.sources.outcome import Reason, SourceError, Unreadable, printable
from flows.sources.pattern import is_pattern, split_pattern
from flows.sources.redact import shown_location
from flows.sources.stores import Entry, Kind, LocalStore, RemoteStore, Store
from flows.sources.walk import Found, Walk

STDIN = "-"
URL = re.compile(r"(?P<protocol>[A-Za-z][A-Za-z0-9+.-]+)://", re.ASCII)


@dataclass(frozen=True, slots=True)
class StandardInput:
    """The place that is written `-`."""


Place = Found | Walk | Unreadable | StandardInput


@dataclass(frozen=True, slots=True)
class Plan:
    """The places to read, in the order they were given."""

    places: tuple[Place, ...]

    def found(self, skipped: Counter[str]) -> Iterator[Found | Unreadable | StandardInput]:
        """The documents and containers, folders walked as they are come to."""
        for place in self.places:
            if isinstance(place, Walk):
                yield from place.found(skipped)
            else:
                yield place

    def totals(self) -> tuple[int | None, int | None]:
        """Number of files and of their bytes as stored; None where that cannot be known."""
        files, size = 0, 0
        sizes_known = True
        for found in self.found(Counter()):
            if isinstance(found, Unreadable):
                continue
            if isinstance(found, StandardInput) or found.entry.kind is Kind.SPECIAL:
                return None, None
            files += 1
            size += found.entry.size or 0
            sizes_known = sizes_known and found.entry.size is not None
        return files, size if sizes_known else None


def locate(locations: Sequence[str], options: SourceOptions) -> Plan:
    """Find every location.

    Raises:
        SourceError: some are not there, or need a driver that is not installed; all are named.
    """
    places: list[Place] = []
    errors: list[str] = []
    for location in locations:
        try:
            places.append(_place(location, options))
        except SourceError as error:
            errors.append(str(error))
    if list(locations).count(STDIN) > 1:
        errors.append("standard input (-) can be read only once")
    if errors:
        raise SourceError("\n".join(errors))
    return Plan(tuple(_without_named_sidecars(places)))


def _place(location: str, options: SourceOptions) -> Place:
    if location == STDIN:
        return StandardInput()
    store, path = store_of(location)
    try:
        entry = store.entry(path)
        if entry is not None:
            return _known(store, entry, options)
        if not is_pattern(path):
            raise SourceError(_missing(location, store, path))
        return _glob(location, store, path, options)
    except SourceError:
        raise
    except Exception as error:  # drivers of remote stores raise their own
        raise SourceError(f"{shown_location(location)}: {shown_location(str(error))}") from error


def _known(store: Store, entry: Entry, options: SourceOptions) -> Place:
    any_name = options.format is not None
    if entry.kind is Kind.FOLDER:
        return Walk(store, entry.path, any_name=any_name)
    name = FileName.of(entry.name)
    if name.format is None and entry.kind is Kind.FILE and not any_name:
        told = (
            f"{printable(entry.name)}: a file of a kind that is not read; these are: "
            f"{readable_extensions()}. Name its format (--format) to read it as one of them"
        )
        return Unreadable(store.uri(entry.path), Reason.UNSUPPORTED, told)
    return Found(store, entry, _sidecar(store, entry), named=True)


def _glob(location: str, store: Store, path: str, options: SourceOptions) -> Walk:
    root, pattern = split_pattern(path)
    folder = store.entry(root)
    if folder is None or folder.kind is not Kind.FOLDER:
        raise SourceError(_missing(location, store, root))
    walk = Walk(store, root, pattern, any_name=options.format is not None)
    if next(walk.found(Counter()), None) is None:
        raise SourceError(
            f"{shown_location(location)} matches no document; these are read: "
            f"{readable_extensions()}"
        )
    return walk


def store_of(location: str) -> tuple[Store, str]:
    """The store that a location is in, and its path there. Raises SourceError."""
    url = URL.match(location)
    if url is None:
        return LocalStore(), _absolute(location)
    if url["protocol"].lower() in {"file", "local"} and "::" not in location:
        return LocalStore(), _absolute(unquote(location[url.end() :]))
    try:
        driver, path = fsspec.core.url_to_fs(location)
    except ImportError as error:
        raise SourceError(
            f"{shown_location(location)}: {url['protocol']}:// needs a package that is not "
            "installed: "
            f"{shown_location(str(error))}"
        ) from error
    except Exception as error:  # drivers of remote stores raise their own
        raise SourceError(f"{shown_location(location)}: {shown_location(str(error))}") from error
    return RemoteStore(driver, _chain_suffix(location)), path


def _chain_suffix(location: str) -> str:
    """What follows the first link of a chained URL, a local path in it made absolute."""
    links = location.split("::")[1:]
    if links and URL.match(links[-1]) is None:
        links[-1] = Path(_absolute(links[-1])).as_uri()
    return "".join(f"::{link}" for link in links)


def _sidecar(store: Store, entry: Entry) -> str | None:
    name = FileName.of(entry.name).sidecar
    if name is None:
        return None
    path = entry.path[: len(entry.path) - len(entry.name)] + name
    return path if _is_file(store, path) else None


def _without_named_sidecars(places: Sequence[Place]) -> Iterator[Place]:
    """Leave out a sidecar that was named beside its article (as a shell's `*` does)."""
    files = [place for place in places if isinstance(place, Found)]
    read = {place.entry.path for place in files}
    for place in places:
        article = _article_of(place) if isinstance(place, Found) else None
        if article is None or not isinstance(place, Found):
            yield place
        elif article not in read:
            told = (
                f"{printable(place.entry.name)} holds the metadata of {printable(article)}: "
                "read that instead"
            )
            yield Unreadable(place.store.uri(place.entry.path), Reason.UNSUPPORTED, told)


def _article_of(place: Found) -> str | None:
    """The path of the article beside a sidecar; None for what is no sidecar."""
    folder = place.entry.path[: len(place.entry.path) - len(place.entry.name)]
    paths = (folder + name for name in articles_of_sidecar(place.entry.name))
    return next((path for path in paths if _is_file(place.store, path)), None)


def _is_file(store: Store, path: str) -> bool:
    """Whether something is there that is no folder, whatever it is called."""
    entry = store.entry(path)
    return entry is not None and entry.kind is not Kind.FOLDER


def _missing(location: str, store: Store, path: str) -> str:
    above = path.rstrip("/")
    while above and (above := above.rpartition("/")[0]):
        if (entry := store.entry(above)) is not None and entry.kind is Kind.FOLDER:
            break
    shown, nearest = shown_location(location), shown_location(above or "/")
    return f"no such file or folder: {shown} (the nearest that is there: {nearest})"


def _absolute(path: str) -> str:
    # Links stay as they are written: what they lead to may change, the article's id may not.
    return "/" + os.path.normpath(Path(path).absolute()).lstrip("/")
