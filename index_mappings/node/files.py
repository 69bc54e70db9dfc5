"""The server and its Java runtime: read once out of a remote archive into the cache.

An installation is complete or not there: it is built in a temporary folder, each file checked
against the manifest, and renamed as a whole. A killed download leaves only that temporary folder,
which the next one removes.
"""

from __future__ import annotations

import platform
import shutil
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from index_mappings.node.download import Wanted, download
from index_mappings.node.file_lock import locked
from index_mappings.node.folder import make_folder
from index_mappings.node.manifest import Manifest
from index_mappings.node.progress import byte_progress
from index_mappings.node.settings import NodeError, NodeSettings

PARTIAL = ".partial-"
RUNTIME = "runtime"
# What no Java runtime works without: the launcher and its own classes.
RUNTIME_PARTS = ("bin/java", "lib/modules")
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "aarch64", "arm64": "aarch64"}


@dataclass(frozen=True, slots=True)
class Installation:
    """A complete server on disk: its home, and its Java runtime's."""

    home: Path
    java_home: Path


def platform_name() -> str:
    """This machine as the manifest names platforms: `linux-x64`, `macos-aarch64`, …"""
    machine = MACHINES.get(platform.machine().lower(), platform.machine())
    system = {"linux": "linux", "darwin": "macos"}.get(sys.platform, sys.platform)
    # The server's native libraries are built against glibc: musl can't load them.
    if system == "linux" and platform.libc_ver()[0] != "glibc":
        system = "linux-musl"
    return f"{system}-{machine}"


def installed(settings: NodeSettings, manifest: Manifest, console: Console) -> Installation:
    """The installation in the cache, downloaded first where it is not there.

    Raises:
        NodeError: there is none for this platform, or it could not be had; nothing is left then.
    """
    name = platform_name()
    if name not in manifest.runtimes:
        offered = ", ".join(sorted(manifest.runtimes))
        raise NodeError(
            f"There is no local Elasticsearch for {name} (only for {offered}). "
            "Name a cluster of your own with DATELINE_ES_URL."
        )
    target = settings.cache / f"elasticsearch-{manifest.version}-{name}-{manifest.digest[:12]}"
    if not complete(target, manifest):
        try:
            make_folder(settings.cache)
            with locked(
                settings.cache / ".lock",
                on_wait=lambda: console.print("Waiting for another download of the server."),
            ):
                if not complete(target, manifest):
                    _install(target, settings, manifest, name, console)
        except OSError as error:
            raise NodeError(
                f"The server could not be stored in {settings.cache}: {error.strerror or error}. "
                "Choose another folder with DATELINE_CACHE."
            ) from error
    return Installation(target, java_home(target / RUNTIME))


def java_home(runtime: Path) -> Path:
    """Where Java is in an unpacked runtime: macOS keeps it inside a bundle."""
    bundle = runtime / "Contents" / "Home"
    return bundle if bundle.is_dir() else runtime


def complete(target: Path, manifest: Manifest) -> bool:
    """Whether every file is there, at its size: a cache may have been thinned out since."""
    try:
        sizes = all(
            (target / path).stat().st_size == file.size for path, file in manifest.files.items()
        )
    except OSError:
        return False
    java = java_home(target / RUNTIME)
    return sizes and all((java / part).is_file() for part in RUNTIME_PARTS)


def _install(
    target: Path, settings: NodeSettings, manifest: Manifest, name: str, console: Console
) -> None:
    for left in settings.cache.glob(f"{PARTIAL}*"):
        shutil.rmtree(left)
    partial = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=settings.cache))
    try:
        _fill(partial, settings, manifest, name, console)
        if target.exists():
            shutil.rmtree(target)
        partial.rename(target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _fill(
    partial: Path, settings: NodeSettings, manifest: Manifest, name: str, console: Console
) -> None:
    for folder in ("", *manifest.folders, "plugins"):
        (partial / folder).mkdir(parents=True, exist_ok=True)
    runtime = manifest.runtimes[name]
    packed = partial / "runtime.tar.gz"
    wanted = [Wanted(file, partial / path) for path, file in manifest.files.items()]
    wanted.append(Wanted(runtime, packed))
    url = f"{settings.maven_url.rstrip('/')}/{manifest.archive}"
    total = sum(each.file.size for each in wanted)
    with byte_progress(f"Fetching Elasticsearch {manifest.version}", total, console) as advance:
        download(url, wanted, advance)
    _unpack(packed, partial / RUNTIME)
    packed.unlink()
    for path in (partial, *partial.rglob("*")):
        # The account that runs the server may be another than the one that fetches it.
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def _unpack(packed: Path, runtime: Path) -> None:
    """Unpacks a tar archive of one folder, whose hash has been checked, as `runtime`."""
    unpacked = runtime.with_name("unpacked")
    with tarfile.open(packed) as archive:
        # The first releases of Python 3.11 have no filters.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(unpacked)  # noqa: S202
    [folder] = unpacked.iterdir()
    folder.rename(runtime)
    unpacked.rmdir()
