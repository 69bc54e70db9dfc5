"""Where files lie: the local file system, or any store that fsspec has a driver for."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from urllib.parse import unquote_to_bytes

from flows.sources.outcome import BrokenOffError, Reason, printable

PIECE = 256 * 1024
FILE = "file://"


class Kind(Enum):
    """What a path leads to, links followed. SPECIAL: a pipe, a socket, a device."""

    FILE = "file"
    FOLDER = "folder"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder as its store lists it. `size` is in bytes, None where it is not told."""

    name: str
    path: str
    kind: Kind
    size: int | None = None


class Store(Protocol):
    """What reading asks of a place that holds files. Paths use `/`, the root folder may be ""."""

    def entry(self, path: str) -> Entry | None:
        """What is at the path; None where there is nothing."""

    def listing(self, folder: str) -> list[Entry]:
        """A folder's entries, by name. Raises OSError, or an error of the driver's own."""

    def open(self, path: str) -> BinaryIO:
        """A stream of a file's bytes."""

    def uri(self, path: str) -> str:
        """The path's URI: the same however the location was written."""

    def path(self, uri: str) -> str | None:
        """The path that has this URI; None where it is of another store."""

    def is_gone(self, path: str) -> bool:
        """Whether there is certainly nothing at the path."""

    def identity(self, folder: str) -> object:
        """Equal for two paths of one folder."""

    def stamp(self, path: str) -> str:
        """What changes when the file does. Raises OSError, or an error of the driver's own."""

    def opens_alike(self, other: Store) -> bool:
        """Whether this store gives what the other one does, with the same rights."""


class LocalStore:
    """The local file system. Paths are absolute."""

    def entry(self, path: str) -> Entry | None:
        """What is at the path."""
        try:
            found = Path(path).stat()
        except OSError:
            return None
        return Entry(Path(path).name, path, _kind(found.st_mode), found.st_size)

    def listing(self, folder: str) -> list[Entry]:
        """A folder's entries, by name."""
        paths = sorted(Path(folder).iterdir())
        # What cannot be looked at, such as a link to nothing, is to fail aloud when it is read.
        return [self.entry(str(p)) or Entry(p.name, str(p), Kind.FILE) for p in paths]

    def open(self, path: str) -> BinaryIO:
        """A stream of a file's bytes, unbuffered: the reader asks for large pieces."""
        return cast(BinaryIO, Path(path).open("rb", buffering=0))

    def uri(self, path: str) -> str:
        """A `file://` URI."""
        return Path(path).as_uri()

    def path(self, uri: str) -> str | None:
        """The path of a `file://` URI."""
        if not uri.startswith(FILE):
            return None
        return os.fsdecode(unquote_to_bytes(uri.removeprefix(FILE)))

    def is_gone(self, path: str) -> bool:
        """Whether the system says so, and not merely that it may not be looked at."""
        try:
            Path(path).stat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        except (OSError, ValueError):
            return False
        return False

    def identity(self, folder: str) -> object:
        """Device and inode."""
        found = Path(folder).stat()
        return found.st_dev, found.st_ino

    def stamp(self, path: str) -> str:
        """Size and time of the last change."""
        found = Path(path).stat()
        return f"{found.st_size} {found.st_mtime_ns}"

    def opens_alike(self, other: Store) -> bool:
        """Whether the other one is local too."""
        return isinstance(other, LocalStore)


class RemoteStore:
    """A store behind fsspec.

    Args:
        driver: the fsspec file system.
        suffix: the rest of a chained URL, such as `::file:///a.zip`; "" for others.
    """

    def __init__(self, driver: Any, suffix: str = "") -> None:  # noqa: ANN401 - fsspec is untyped
        self._driver = driver
        self._suffix = suffix

    def entry(self, path: str) -> Entry | None:
        """What is at the path."""
        if not path.strip("/"):
            return Entry("", path, Kind.FOLDER)
        try:
            return self._entry(self._driver.info(path))
        except FileNotFoundError:
            return None

    def listing(self, folder: str) -> list[Entry]:
        """A folder's entries, by name. The folder's own marker, which some stores list, is out."""
        found = (self._entry(info) for info in self._driver.ls(folder, detail=True))
        inside = (entry for entry in found if entry.path.strip("/") != folder.strip("/"))
        return sorted(inside, key=lambda entry: entry.name)

    def open(self, path: str) -> BinaryIO:
        """A stream of a file's bytes."""
        return cast(BinaryIO, self._driver.open(path, "rb"))

    def uri(self, path: str) -> str:
        """The URL that fsspec would open it by."""
        return f"{self._driver.unstrip_protocol(path)}{self._suffix}"

    def path(self, uri: str) -> str | None:
        """The path that the driver has for it."""
        if not uri.endswith(self._suffix):
            return None
        path = str(self._driver._strip_protocol(uri.removesuffix(self._suffix)))
        return path if self.uri(path) == uri else None

    def is_gone(self, path: str) -> bool:
        """Whether the store says so: its silence says nothing."""
        try:
            self._driver.invalidate_cache()
            self._driver.info(path)
        except FileNotFoundError:
            return True
        except Exception:  # noqa: BLE001 - drivers of remote stores raise their own
            return False
        return False

    def identity(self, folder: str) -> object:
        """The path: such stores have no links."""
        return folder

    def stamp(self, path: str) -> str:
        """What the driver knows of the file, hashed."""
        self._driver.invalidate_cache()
        return str(self._driver.ukey(path))

    def opens_alike(self, other: Store) -> bool:
        """Whether the other one has the same driver: fsspec keeps one for equal options."""
        return isinstance(other, RemoteStore) and self._driver is other._driver

    def _entry(self, info: dict[str, Any]) -> Entry:
        path = str(info["name"])
        kind = {"file": Kind.FILE, "directory": Kind.FOLDER}.get(info["type"], Kind.SPECIAL)
        return Entry(path.rstrip("/").rpartition("/")[2], path, kind, info.get("size"))


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a stream as they come. Raises `BrokenOffError` where reading fails."""
    # A pipe gives what it has: an article is not held back until a whole buffer is full.
    read = getattr(stream, "read1", stream.read)
    while True:
        try:
            piece: bytes = read(PIECE)
        except Exception as error:  # drivers of remote stores raise their own
            raise unreadable(error) from error
        if not piece:
            return
        yield piece


def unreadable(error: Exception) -> BrokenOffError:
    """What to say where a store does not give a file or folder."""
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    cause = printable(told or type(error).__name__)
    return BrokenOffError(Reason.UNREADABLE, f"cannot be read: {cause}")


def _kind(mode: int) -> Kind:
    if stat.S_ISDIR(mode):
        return Kind.FOLDER
    return Kind.FILE if stat.S_ISREG(mode) else Kind.SPECIAL
