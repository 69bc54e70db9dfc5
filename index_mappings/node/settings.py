"""Where the local Elasticsearch node lives, how large it is, and who runs it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from jgo.constants import MAVEN_CENTRAL_URL

HEAP = re.compile(r"[1-9][0-9]{0,9}[kmgKMG]")
# In the server's configuration the one ends a setting and the other begins a variable.
UNUSABLE = re.compile(r"[\x00-\x1f]|\$\{")


class NodeError(Exception):
    """What went wrong with the local node and what to do, in words for its user."""


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """The local node.

    Args:
        cache: folder for the unpacked server and its Java runtime; nothing else needs keeping.
        data: the node's own folder: its data, configuration, logs and remembered ports.
        heap: the Java heap, as the JVM writes it ("512m", "2g"). Resident memory is about 250 MB
            more.
        user: the account that runs the server where the caller is root; Elasticsearch refuses
            to run as root. Not used otherwise.
        maven_url: base address of a Maven repository in the default layout, that answers HTTP
            Range requests.
        timeout: seconds that a start may take.
        options: further Elasticsearch settings, (name, value) pairs, over the project's own.
    """

    cache: Path
    data: Path
    heap: str = "512m"
    user: str = "nobody"
    maven_url: str = MAVEN_CENTRAL_URL
    timeout: float = 180.0
    options: tuple[tuple[str, str | bool | int], ...] = ()

    @property
    def scheme(self) -> str:
        """How the node is spoken to: "https" where the options switch TLS on."""
        return "https" if dict(self.options).get("xpack.security.http.ssl.enabled") else "http"

    def __post_init__(self) -> None:
        if not HEAP.fullmatch(self.heap):
            raise NodeError(f"The heap {self.heap!r} is no size: write it as 512m or 2g.")
        for path in (self.cache, self.data):
            if UNUSABLE.search(str(path)):
                raise NodeError(f"The server can't use the folder {str(path)!r}: rename it.")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> NodeSettings:
        """The settings of the environment, else of a file `.env` here; defaults that work.

        `DATELINE_CACHE`, `DATELINE_NODE_DATA`, `DATELINE_NODE_HEAP`, `DATELINE_NODE_USER`,
        `DATELINE_NODE_TIMEOUT` (seconds) and `DATELINE_MAVEN_URL`. An ordinary user's folders
        follow the XDG base directory specification. Root's are `/var/cache/dateline` and
        `/var/lib/dateline`, because the account that runs the server can't enter root's home.
        """
        if environ is None:
            told = {name: value for name, value in dotenv_values(".env").items() if value}
            environ = {**told, **os.environ}
        return cls(
            cache=_folder(environ, "DATELINE_CACHE") or default_cache(environ),
            data=_folder(environ, "DATELINE_NODE_DATA") or default_data(environ),
            heap=environ.get("DATELINE_NODE_HEAP") or "512m",
            user=environ.get("DATELINE_NODE_USER") or "nobody",
            maven_url=environ.get("DATELINE_MAVEN_URL") or MAVEN_CENTRAL_URL,
            timeout=_seconds(environ.get("DATELINE_NODE_TIMEOUT") or "180"),
        )


def default_cache(environ: Mapping[str, str]) -> Path:
    """The cache folder where `DATELINE_CACHE` names none."""
    if os.geteuid() == 0:
        return Path("/var/cache/dateline")
    return _base(environ, "XDG_CACHE_HOME", ".cache") / "dateline"


def default_data(environ: Mapping[str, str]) -> Path:
    """The node's folder where `DATELINE_NODE_DATA` names none."""
    if os.geteuid() == 0:
        return Path("/var/lib/dateline/node")
    return _base(environ, "XDG_DATA_HOME", ".local/share") / "dateline" / "node"


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    return Path(value).expanduser().absolute() if value else None


def _base(environ: Mapping[str, str], name: str, fallback: str) -> Path:
    # The specification: a relative path is invalid and to be ignored.
    named = Path(environ.get(name, ""))
    if named.is_absolute():
        return named
    return Path(environ.get("HOME") or Path.home()) / fallback


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise NodeError(f"DATELINE_NODE_TIMEOUT is {value!r}: give a number of seconds above 0.")
    return seconds
