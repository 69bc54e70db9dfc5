"""The snapshots of recurring lines as files of a folder, and which of them is promoted.

A snapshot is `<version>.jsonl`; a file `promoted` holds the version that runs use.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from transforms.boilerplate.recurring import Recurring
from transforms.boilerplate.snapshot import Snapshot, SnapshotError, read, written

POINTER = "promoted"
SUFFIX = ".jsonl"
_VERSION = re.compile(r"[\w][\w.-]{0,99}")


class RecurringFilesError(ValueError):
    """A snapshot that is not there or cannot be read or written. Says what to do."""


def versions(folder: Path) -> list[str]:
    """The versions in the folder, the newest last; none where there is no folder."""
    return sorted(path.stem for path in folder.glob(f"*{SUFFIX}") if path.is_file())


def promoted(folder: Path) -> str | None:
    """The version that runs use; None where there is none."""
    try:
        told = (folder / POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise RecurringFilesError(
            f"{folder / POINTER} can't be read ({_why(error)}): `dateline learn demote`, then "
            "promote a version again."
        ) from error
    return told or None


def promote(folder: Path, version: str) -> Snapshot:
    """Let runs use this version from now on. Raises RecurringFilesError where it is of no use."""
    snapshot = load(folder, version)
    _write(folder, POINTER, [f"{version}\n"])
    return snapshot


def demote(folder: Path) -> str | None:
    """Let runs use none. Returns the version that they used until now."""
    try:
        before = promoted(folder)
    except RecurringFilesError:
        before = None
    (folder / POINTER).unlink(missing_ok=True)
    return before


def load(folder: Path, version: str) -> Snapshot:
    """A snapshot by its version. Raises RecurringFilesError, with the number of a wrong line."""
    path = folder / f"{version}{SUFFIX}"
    if not _VERSION.fullmatch(version) or not path.is_file():
        raise RecurringFilesError(_unknown(folder, version))
    try:
        with path.open(encoding="utf-8") as text:
            return read(version, text)
    except SnapshotError as error:
        raise RecurringFilesError(f"{path}, {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise RecurringFilesError(f"{path} can't be read: {_why(error)}") from error


def save(folder: Path, snapshot: Snapshot) -> Path:
    """Write a snapshot, whole or not at all, over one of the same version."""
    return _write(folder, f"{snapshot.version}{SUFFIX}", written(snapshot))


def promoted_recurring(folder: Path) -> Recurring | None:
    """The recurring lines that a run uses; None where none are promoted."""
    version = promoted(folder)
    return None if version is None else load(folder, version).recurring


def _write(folder: Path, name: str, lines: Iterable[str]) -> Path:
    path = folder / name
    beside = folder / f".{name}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("w", encoding="utf-8", errors="replace") as out:
                out.writelines(lines)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise RecurringFilesError(
            f"{path} can't be written ({_why(error)}): set DATELINE_RECURRING_FOLDER."
        ) from error
    return path


def _unknown(folder: Path, version: str) -> str:
    known = versions(folder)
    if not known:
        return f"There is no snapshot in {folder}: `dateline learn` makes one."
    return f"There is no snapshot {version!r} in {folder}. There are: {', '.join(known)}."


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
