"""The server's log: its last lines, and in words why a start failed."""

from __future__ import annotations

import os
import re
from pathlib import Path

# A Java stack trace says in its first line and its causes what happened, and where in the rest.
FRAME = re.compile(r"\s+at [\w.$/@ -]+[.(]|\s*\.\.\. \d+ more")
TELLING = re.compile(r"\]\[(?:ERROR|FATAL) *\]|^ERROR: |Exception\b|Error: |insufficient memory")
# They only say that something went wrong, which is known.
EMPTY = re.compile(
    r"^\s*$|Elasticsearch did not exit normally|Elasticsearch died while starting"
    r"|fatal exception while booting|starting java failed"
)
PREFIX = re.compile(
    r"^\[[^\]]*\]\[[A-Z ]+\]\[[^\]]*\] ?\[[^\]]*\] ?|^Caused by: |^# "
    r"|\b(?:[a-z]\w*\.){2,}[A-Z][\w$]*(?:Exception|Error): "
)
LONGEST = 2000
PORT_TAKEN = "Address already in use"


def tail(path: Path, count: int) -> list[str]:
    """The last `count` lines of a file, read from its end; none where there is no file."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - count * LONGEST))
            content = file.read()
    except OSError:
        return []
    return content.decode("utf-8", "replace").splitlines()[-count:] if count > 0 else []


def since(path: Path, start: int) -> list[str]:
    """The lines of a file from byte `start` on; from its beginning where it was replaced since."""
    try:
        with path.open("rb") as file:
            if start > file.seek(0, os.SEEK_END):
                start = 0
            file.seek(start)
            return file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []


def reason(lines: list[str], count: int = 4) -> str:
    """The last few different lines that tell why a start failed, without stack and class names."""
    meant = [line for line in lines if not FRAME.match(line) and not EMPTY.search(line)]
    told = [line for line in meant if TELLING.search(line)] or meant or lines
    plain = dict.fromkeys(PREFIX.sub("", line).strip()[:LONGEST] for line in told)
    return "\n".join(list(plain)[-count:]) or "The log says nothing."
