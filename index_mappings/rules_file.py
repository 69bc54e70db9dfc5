"""A user's own rules as a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from index_mappings.text_file import setting_file
from transforms.boilerplate.own_rules import NO_RULES, OwnRules
from transforms.boilerplate.own_rules_file import RulesError, read_own_rules


@cache
def own_rules(path: Path | None) -> OwnRules:
    """The rules of a file, read once a process; none without a file.

    Raises RulesError: the file can't be read, or what it says is wrong; a line for each entry.
    """
    if path is None:
        return NO_RULES
    text = setting_file(path, "rules", "DATELINE_RULES", "file of rules", RulesError)
    return read_own_rules(text, path.name)
