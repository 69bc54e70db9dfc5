"""Fetching the server, from a small archive on a real HTTP server."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread

import pytest
from rich.console import Console

from index_mappings.node import download as node_download
from index_mappings.node.files import Installation, complete, installed, platform_name
from index_mappings.node.manifest import RUNTIMES, Manifest, describe, parse
from index_mappings.node.settings import NodeError, NodeSettings

BIG = os.urandom(3_000_000)
QUIET = Console(quiet=True)
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
CHILD = """
import sys
from pathlib import Path
from rich.console import Console
from index_mappings.node.files import installed
from index_mappings.node.manifest import parse
from index_mappings.node.settings import NodeSettings
cache, url, manifest = sys.argv[1:]
settings = NodeSettings(Path(cache), Path(cache), maven_url=url)
installed(settings, parse(Path(manifest).read_bytes()), Console(quiet=True))
"""


class Repository(ThreadingHTTPServer):
    """Serves one archive at every path, by ranges, and goes wrong as it is told to."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Callers hang up here: that is what is tested."""

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.content = content
        self.ranges = True
        self.status = 206
        self.breaks = 0
        self.held: Event | None = None
        self.reached = Event()
        self.sent = 0
        self.lock = Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/repository/"


class Answer(BaseHTTPRequestHandler):
    server: Repository
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        total = len(self.server.content)
        match = RANGE.fullmatch(self.headers["Range"])
        assert match
        first, last = match.groups()
        start = int(first) if first else max(0, total - int(last))
        end = min(int(last) + 1, total) if first and last else total
        self.send_response(self.server.status if self.server.ranges else 200)
        self.send_header("Content-Length", str(end - start))
        if self.server.ranges:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{total}")
        self.end_headers()
        self.send_body(self.server.content[start:end])

    def send_body(self, body: bytes) -> None:
        with self.server.lock:
            self.server.sent += len(body)
            breaks = len(body) > 1_000_000 and self.server.breaks > 0
            self.server.breaks -= breaks
        half = len(body) // 2
        self.wfile.write(body[:half])
        if breaks:
            self.close_connection = True
            return
        if self.server.held and len(body) > 1_000_000:
            self.server.reached.set()
            self.server.held.wait(30)
        self.wfile.write(body[half:])

    def log_message(self, *_: object) -> None:
        pass


def small_archive() -> bytes:
    """An archive of the real one's shape: a server, and a Java runtime for each platform."""
    runtime = io.BytesIO()
    with tarfile.open(fileobj=runtime, mode="w:gz") as tar:
        for name in ("bin/java", "lib/modules"):
            info = tarfile.TarInfo(f"jre-1/{name}")
            info.size, info.mode = 4, 0o755
            tar.addfile(info, io.BytesIO(b"java"))
    jar = io.BytesIO()
    with zipfile.ZipFile(jar, "w") as opened:
        told = "X-Compile-Elasticsearch-Version: 1.2.3\nChange: abc\n"
        opened.writestr("META-INF/MANIFEST.MF", told)
    script = zipfile.ZipInfo("app-1/elasticsearch/bin/elasticsearch-cli")
    script.external_attr = 0o755 << 16
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for folder in ("", *("elasticsearch/" + each for each in ("", "bin/", "lib/"))):
            opened.writestr(f"app-1/{folder}", b"")
        opened.writestr("app-1/elasticsearch/lib/elasticsearch-core-1.2.3.jar", jar.getvalue())
        opened.writestr("app-1/elasticsearch/lib/big.jar", BIG)
        opened.writestr("app-1/elasticsearch/modules/x-pack-otel-data/a.jar", b"not wanted")
        opened.writestr(script, "#!/bin/sh\n")
        for part in RUNTIMES.values():
            opened.writestr(f"app-1/jres/jre_{part}.tar.gz", runtime.getvalue())
    return archive.getvalue()


@pytest.fixture(scope="module")
def archive() -> bytes:
    return small_archive()


@pytest.fixture(scope="module")
def manifest(archive: bytes) -> Manifest:
    return parse(described(archive))


def described(archive: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return json.dumps(describe(opened)).encode()


@pytest.fixture
def repository(archive: bytes) -> Iterator[Repository]:
    with Repository(archive) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(repository: Repository, tmp_path: Path) -> NodeSettings:
    return NodeSettings(tmp_path / "cache", tmp_path / "data", maven_url=repository.url)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node_download, "PAUSES", (0.0, 0.0))


def kept(settings: NodeSettings) -> list[str]:
    return sorted(path.name for path in settings.cache.iterdir() if path.name != ".lock")


def altered(manifest: Manifest, **changes: object) -> Manifest:
    path = "lib/big.jar"
    file = replace(manifest.files[path], **changes)  # type: ignore[arg-type]
    return replace(manifest, files={**manifest.files, path: file})


def test_what_is_installed_is_what_was_pinned(settings: NodeSettings, manifest: Manifest) -> None:
    found = installed(settings, manifest, QUIET)
    assert (found.home / "lib/big.jar").read_bytes() == BIG
    assert os.access(found.home / "bin/elasticsearch-cli", os.X_OK)
    assert os.access(found.java_home / "bin/java", os.X_OK)
    assert (found.home / "plugins").is_dir()
    assert not (found.home / "modules/x-pack-otel-data").exists()
    assert kept(settings) == [found.home.name]


def test_others_than_its_owner_can_read_it(settings: NodeSettings, manifest: Manifest) -> None:
    before = os.umask(0o077)
    try:
        found = installed(settings, manifest, QUIET)
    finally:
        os.umask(before)
    closed = [path for path in found.home.rglob("*") if not path.stat().st_mode & 0o004]
    assert closed == []


def test_once_there_no_network_is_needed(settings: NodeSettings, manifest: Manifest) -> None:
    first = installed(settings, manifest, QUIET)
    offline = replace(settings, maven_url="http://127.0.0.1:1/")
    assert installed(offline, manifest, QUIET) == first


@pytest.mark.parametrize(
    "changes",
    [{"sha256": "0" * 64}, {"size": 5}, {"size": len(BIG) + 1}, {"entry": "app-1/none"}],
    ids=["hash", "too much", "too little", "missing"],
)
def test_another_file_than_the_pinned_one_is_refused(
    settings: NodeSettings, manifest: Manifest, changes: dict[str, object]
) -> None:
    with pytest.raises(node_download.WrongFileError):
        installed(settings, altered(manifest, **changes), QUIET)
    assert kept(settings) == []


def test_a_runtime_that_is_not_the_pinned_one_is_refused(
    settings: NodeSettings, manifest: Manifest
) -> None:
    name = platform_name()
    wrong = replace(manifest.runtimes[name], sha256="0" * 64)
    with pytest.raises(node_download.WrongFileError):
        installed(settings, replace(manifest, runtimes={name: wrong}), QUIET)
    assert kept(settings) == []


def test_a_killed_download_leaves_nothing_half_made(
    settings: NodeSettings, manifest: Manifest, repository: Repository, tmp_path: Path
) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(described(repository.content))
    repository.held = Event()
    arguments = [str(settings.cache), repository.url, str(path)]
    child = subprocess.Popen([sys.executable, "-c", CHILD, *arguments])
    assert repository.reached.wait(60)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert [name for name in kept(settings) if not name.startswith(".partial-")] == []

    repository.held.set()
    found = installed(settings, manifest, QUIET)
    assert complete(found.home, manifest)
    assert kept(settings) == [found.home.name]


def test_a_broken_connection_is_tried_again(
    settings: NodeSettings, manifest: Manifest, repository: Repository, impatient: None
) -> None:
    repository.breaks = 2
    found = installed(settings, manifest, QUIET)
    assert (found.home / "lib/big.jar").read_bytes() == BIG
    assert repository.breaks == 0


def test_a_connection_that_stays_broken_is_told(
    settings: NodeSettings, manifest: Manifest, repository: Repository, impatient: None
) -> None:
    repository.breaks = 1000
    with pytest.raises(NodeError, match="DATELINE_MAVEN_URL"):
        installed(settings, manifest, QUIET)
    assert kept(settings) == []


def test_what_a_repository_lacks_is_told(
    settings: NodeSettings, manifest: Manifest, repository: Repository
) -> None:
    repository.status = 404
    with pytest.raises(NodeError, match="404"):
        installed(settings, manifest, QUIET)
    repository.ranges = False
    with pytest.raises(NodeError, match="Range"):
        installed(settings, manifest, QUIET)


def test_no_network_is_told_without_the_password_of_the_mirror(
    settings: NodeSettings, manifest: Manifest, impatient: None
) -> None:
    closed = replace(settings, maven_url="http://reader:hidden@127.0.0.1:1/")
    with pytest.raises(NodeError, match=r"127\.0\.0\.1") as caught:
        installed(closed, manifest, QUIET)
    assert "hidden" not in str(caught.value)


def test_two_at_once_fetch_once(
    settings: NodeSettings, manifest: Manifest, repository: Repository
) -> None:
    def fetch(_: int) -> Installation:
        return installed(settings, manifest, QUIET)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(fetch, range(2))
    assert first == second
    assert repository.sent < 2 * len(BIG)


def test_a_cache_with_holes_is_filled_again(settings: NodeSettings, manifest: Manifest) -> None:
    home = installed(settings, manifest, QUIET).home
    (home / "lib/big.jar").unlink()
    assert not complete(home, manifest)
    assert complete(installed(settings, manifest, QUIET).home, manifest)


def test_a_platform_without_a_runtime_is_told(settings: NodeSettings, manifest: Manifest) -> None:
    with pytest.raises(NodeError, match="DATELINE_ES_URL"):
        installed(settings, replace(manifest, runtimes={}), QUIET)


def test_a_cache_that_cannot_be_written_is_told(
    settings: NodeSettings, manifest: Manifest, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NodeError, match="DATELINE_CACHE"):
        installed(replace(settings, cache=tmp_path / "file" / "cache"), manifest, QUIET)


def test_progress_is_plain_lines_outside_a_terminal(
    settings: NodeSettings, manifest: Manifest
) -> None:
    written = io.StringIO()
    installed(settings, manifest, Console(file=written, width=200))
    lines = written.getvalue().splitlines()
    assert lines[-1] == "Fetching Elasticsearch 1.2.3: 3 of 3 MB"
    assert all("\x1b" not in line for line in lines)
