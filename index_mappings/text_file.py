"""A file of a user's own, that a setting names, as text."""

from __future__ import annotations

from pathlib import Path

MOST_BYTES = 5 * 2**20


def setting_file(path: Path, what: str, setting: str, kind: str, error: type[Exception]) -> str:
    """The text of a file.

    Args:
        what: the file's content in a word, for messages: "rules".
        setting: the variable that names it.
        kind: what it is not, where it is too large: "file of rules".
        error: what is raised where it can't be read, is not UTF-8, or is over MOST_BYTES.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as cause:
        told = f"The {what} {path} can't be read ({cause.strerror}): set {setting}."
        raise error(told) from cause
    except UnicodeDecodeError as cause:
        raise error(f"The {what} {path} are not UTF-8: save them as UTF-8.") from cause
    if len(content) > MOST_BYTES:
        raise error(f"The {what} {path} are over {MOST_BYTES:,} bytes: no {kind} is.")
    return text
