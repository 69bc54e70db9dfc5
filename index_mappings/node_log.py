"""The server's log: its last lines, and in words why a start failed."""

from __future__ import annotations

import os
import re
from collections import deque
from pathlib import Path

# A Java stack trace says in its first line and its causes what happened, and where in the rest.
FRAME = re.compile(
    r"\s+at [\w.$/@ -]+\(|\s*\.\.\. \d+ more|\s*(?:<<<|Suppressed:)|\s*For complete error details"
    r"|\s*See logs for more details|\s*Likely root cause"
)
TELLING = re.compile(r"\]\[(?:ERROR|FATAL)\s*\]|ERROR: |Exception|Error: |Caused by: |error: ")
JAVA_CLASS = re.compile(r"(?:\b[a-z][\w]*\.){2,}[A-Z][\w$]*(?:Exception|Error): ")
EMPTY = re.compile(r"(?:Caused by: )?(?:[\w.$]+Exception)?[:\s]*")
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
    told = [line for line in lines if TELLING.search(line)] or lines
    kept: deque[str] = deque(maxlen=count)
    for line in told:
        if FRAME.match(line) or EMPTY.fullmatch(line):
            continue
        plain = JAVA_CLASS.sub("", line.strip().removeprefix("Caused by: "))[:LONGEST]
        if plain not in kept:
            kept.append(plain)
    return "\n".join(kept) or "the log says nothing"
