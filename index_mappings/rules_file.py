"""A user's own rules as a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from transforms.boilerplate.own_rules import NO_RULES, OwnRules
from transforms.boilerplate.own_rules_file import RulesError, read_own_rules

MOST_BYTES = 5 * 2**20


@cache
def own_rules(path: Path | None) -> OwnRules:
    """The rules of a file, read once a process; none without a file.

    Raises RulesError: the file can't be read, or what it says is wrong; a line for each entry.
    """
    if path is None:
        return NO_RULES
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        told = f"The rules {path} can't be read ({error.strerror}): set DATELINE_RULES."
        raise RulesError(told) from error
    except UnicodeDecodeError as error:
        raise RulesError(f"The rules {path} are not UTF-8: save them as UTF-8.") from error
    if len(content) > MOST_BYTES:
        raise RulesError(f"The rules {path} are over {MOST_BYTES:,} bytes: no file of rules is.")
    return read_own_rules(text, path.name)
