"""Single entries of a remote zip archive, by HTTP Range requests, several at a time.

Nothing is believed that comes over the wire: an entry whose size or SHA-256 is not the pinned one
is refused, whatever the archive's own directory says of it.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from queue import Empty, Queue
from threading import Event
from urllib.parse import urlsplit

import requests
import urllib3
from remotezip import RangeNotSupported, RemoteZip, RemoteZipError

from index_mappings.node.manifest import PinnedFile
from index_mappings.node.settings import NodeError

CONNECTIONS = 8
CHUNK = 256 * 1024
# The archive's directory is 100 kB: one request reads it.
DIRECTORY = 256 * 1024
# Seconds without a byte after which a connection counts as broken.
SILENCE = 60
PAUSES = (1.0, 3.0, 9.0)
# A server that was slow or is asked too often.
AGAIN = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
BROKEN = (
    RemoteZipError,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    zipfile.BadZipFile,
    zlib.error,
    ConnectionError,
    TimeoutError,
    EOFError,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry of the archive, and where it is to be written."""

    file: PinnedFile
    path: Path


class WrongFileError(NodeError):
    """An entry is not the pinned one."""


class StoppedError(Exception):
    """Another connection failed, so this one gives up too."""


def download(url: str, wanted: Sequence[Wanted], advance: Callable[[int], None]) -> None:
    """Writes each wanted entry of the archive at `url`; `advance` is told the bytes written.

    Broken connections are tried again, each a few times with pauses. What was written before an
    error stays: the caller removes it.

    Raises:
        NodeError: the archive can't be reached or read, or (`WrongFileError`) an entry is not
            what it should be.
    """
    todo: Queue[Wanted] = Queue()
    # The largest first, so that no connection is left alone with it at the end.
    for each in sorted(wanted, key=lambda each: -each.file.size):
        todo.put(each)
    stop = Event()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        try:
            running = [
                pool.submit(_drain, url, todo, advance, stop)
                for _ in range(min(CONNECTIONS, len(wanted)))
            ]
            done, _ = wait(running, return_when=FIRST_EXCEPTION)
        finally:
            stop.set()
    for future in done:
        future.result()


def _drain(url: str, todo: Queue[Wanted], advance: Callable[[int], None], stop: Event) -> None:
    """Takes entries off the queue until it is empty, over one connection."""
    failures = 0
    while not stop.is_set():
        try:
            _drain_connection(url, todo, advance, stop)
            return
        except StoppedError:
            return
        except BROKEN as error:
            if failures == len(PAUSES) or _final(error):
                raise NodeError(_unreachable(url, error)) from error
            stop.wait(PAUSES[failures])
            failures += 1


def _drain_connection(
    url: str, todo: Queue[Wanted], advance: Callable[[int], None], stop: Event
) -> None:
    with _archive(url) as archive:
        while True:
            try:
                each = todo.get_nowait()
            except Empty:
                return
            try:
                _write(archive, each, advance, stop)
            except BROKEN:
                todo.put(each)
                raise


@contextmanager
def _archive(url: str) -> Iterator[zipfile.ZipFile]:
    # A proxy that compresses would change the ranges' lengths.
    plain = {"Accept-Encoding": "identity"}
    with requests.Session() as session:
        session.hooks["response"].append(_hang_up_unless_partial)
        archive = RemoteZip(url, DIRECTORY, session, timeout=SILENCE, headers=plain)
        # Closing the archive leaves open what it reads from.
        with archive, closing(archive.fp):
            yield archive


def _hang_up_unless_partial(response: requests.Response, *_: object, **__: object) -> None:
    # Nobody reads the body of a refusal, nor the 900 MB of a server that knows no ranges.
    if response.status_code == HTTPStatus.OK or response.status_code >= HTTPStatus.BAD_REQUEST:
        response.close()


def _write(
    archive: zipfile.ZipFile, each: Wanted, advance: Callable[[int], None], stop: Event
) -> None:
    pinned = each.file
    digest = hashlib.sha256()
    size = 0
    try:
        with archive.open(pinned.entry) as source, each.path.open("wb") as target:
            while chunk := source.read(CHUNK):
                if stop.is_set():
                    raise StoppedError
                size += len(chunk)
                if size > pinned.size:
                    break
                digest.update(chunk)
                target.write(chunk)
                advance(len(chunk))
    except KeyError as error:
        raise WrongFileError(
            f"The archive has no entry {pinned.entry}: it is another archive."
        ) from error
    except BROKEN:
        advance(-size)
        raise
    if size != pinned.size or digest.hexdigest() != pinned.sha256:
        raise WrongFileError(
            f"{pinned.entry} is not the pinned file: its size or SHA-256 differs. Nothing of the "
            "download is kept. If DATELINE_MAVEN_URL names a mirror, look for the fault there."
        )
    each.path.chmod(0o755 if pinned.executable else 0o644)


def _final(error: Exception) -> bool:
    """Whether trying again is useless."""
    cause = _cause(error)
    if isinstance(cause, requests.HTTPError) and cause.response is not None:
        return 400 <= cause.response.status_code < 500 and cause.response.status_code not in AGAIN
    return isinstance(cause, RangeNotSupported | requests.exceptions.SSLError)


def _cause(error: Exception) -> BaseException:
    """The error behind one that only repeats its words."""
    behind = error.__cause__ or error.__context__
    return behind if isinstance(behind, requests.RequestException) else error


def _unreachable(url: str, error: Exception) -> str:
    cause = _cause(error)
    if isinstance(cause, RangeNotSupported):
        reason = "it does not answer HTTP Range requests"
    elif isinstance(cause, requests.HTTPError) and cause.response is not None:
        reason = f"it answers with HTTP status {cause.response.status_code}"
    elif isinstance(cause, requests.exceptions.SSLError):
        reason = "its certificate is not trusted (REQUESTS_CA_BUNDLE can name your CA's file)"
    else:
        reason = f"the connection fails ({type(cause).__name__})"
    # The host alone: a mirror's address may hold a password.
    return (
        f"The server can't be fetched from {urlsplit(url).hostname}: {reason}. Check the network "
        "and the proxy, or name a mirror with DATELINE_MAVEN_URL, or a cluster of your own with "
        "DATELINE_ES_URL."
    )
