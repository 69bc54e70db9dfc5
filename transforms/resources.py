"""Data files that are part of a package, ours or another: the only reading that transforms do."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any


@cache
def read_bytes(path: str) -> bytes:
    """The bytes of a file below `transforms/`, such as `dates/data/months.toml`."""
    return read_packaged("transforms", path)


@cache
def read_toml(path: str) -> dict[str, Any]:
    """A TOML file below `transforms/`, parsed once. Treat it as read-only."""
    return tomllib.loads(read_bytes(path).decode("utf-8"))


def read_packaged(package: str, path: str) -> bytes:
    """The bytes of a data file of an installed package. Not kept: such files may be large."""
    return files(package).joinpath(path).read_bytes()


def packaged_folder(package: str, path: str) -> Path:
    """A folder of an installed package, for a library that reads it by itself.

    Raises:
        ModuleNotFoundError: the package is not installed.
    """
    return Path(str(files(package).joinpath(path)))


@cache
def data_hash(*paths: str) -> str:
    """One SHA-256, in hex, over several data files, for a stage's fingerprint."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.encode() + b"\0" + read_packaged("transforms", path) + b"\0")
    return digest.hexdigest()
