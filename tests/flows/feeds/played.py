"""A server of our own that plays the web: feeds, pages, robots.txt, and what goes wrong there."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

Body = bytes | Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Played:
    """What an address answers. `etag`: asked for with it, nothing has changed.

    `length`: of the body, as it is told; None tells the truth, -1 nothing.
    """

    body: Body = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    length: int | None = None


@dataclass(frozen=True)
class Asked:
    """A request that was made."""

    path: str
    headers: Mapping[str, str]


class PlayedWeb(ThreadingHTTPServer):
    """The server. `pages` is what it plays by path, `asked` what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, list[Played]] = {}
        self.asked: list[Asked] = []
        self.over = threading.Event()

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def put(self, path: str, body: str | Body = b"", **told: object) -> None:
        """Play this from now on."""
        self.pages[path] = []
        self.then(path, body, **told)

    def then(self, path: str, body: str | Body = b"", **told: object) -> None:
        """Play this from the request on that follows those of what is played before."""
        content = body.encode() if isinstance(body, str) else body
        self.pages[path].append(Played(content, **told))  # type: ignore[arg-type]

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, but robots.txt, in order."""
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    def forget(self) -> None:
        """Begin the list of requests anew."""
        self.asked.clear()


@contextmanager
def played_web() -> Iterator[PlayedWeb]:
    """A server that runs."""
    with PlayedWeb() as web:
        thread = threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield web
        finally:
            web.over.set()
            web.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        web = cast(PlayedWeb, self.server)
        web.asked.append(Asked(self.path, dict(self.headers)))
        played = web.pages.get(self.path, [Played(b"nothing here", 404)])
        page = played.pop(0) if len(played) > 1 else played[0]
        self.close_connection = True
        if page.etag and self.headers.get("If-None-Match") == page.etag:
            page = Played(status=304, etag=page.etag)
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.etag:
            self.send_header("ETag", page.etag)
        body = page.body if isinstance(page.body, bytes) else None
        length = page.length if page.length is not None else (len(body) if body is not None else -1)
        if length >= 0:
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()
        chunks = iter([page.body]) if isinstance(page.body, bytes) else page.body()
        try:
            for chunk in chunks:
                self.wfile.write(chunk)
        except OSError:  # the other side has had enough
            return

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what was asked is in `asked`."""


def endless() -> Iterator[bytes]:
    """A body without an end, as fast as it is taken."""
    while True:
        yield b"x" * 65_536


def dripping(web: PlayedWeb) -> Callable[[], Iterator[bytes]]:
    """A body that gives a byte now and then, for as long as the server runs."""

    def body() -> Iterator[bytes]:
        while not web.over.wait(0.05):
            yield b"x"

    return body


def cut_gzip(content: bytes) -> bytes:
    """The first half of a compressed body."""
    packed = gzip.compress(content)
    return packed[: len(packed) // 2]
