"""A user's own rules as the text of a TOML file, checked entry by entry; `docs/own-rules.md`."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from transforms.article import RemovalKind
from transforms.boilerplate.cues import NO_LIMIT
from transforms.boilerplate.lines import LONGEST_LINE, folded_of, key_of
from transforms.boilerplate.own_rules import STUB, Expectation, OwnRule, OwnRules
from transforms.boilerplate.pattern_cost import check_pattern

LONGEST_PATTERN = 500
MOST_POINTS = 20.0
SHOWN_PROBLEMS = 20
NAME = re.compile(r"[\w.-]{1,60}")
T = TypeVar("T")

MATCHERS = ("lines", "phrases", "pattern")
KEYS = {
    "remove": ("name", "kind", *MATCHERS, "source", "max_words", "points"),
    "keep": ("name", *MATCHERS, "source", "max_words"),
    "expect": ("text", "removed", "kept", "body", "source", "language"),
}


class RulesError(ValueError):
    """A file of rules that can't be used: a line for each thing that is wrong, and what to do."""


def read_own_rules(text: str, name: str) -> OwnRules:
    """The rules of a file, in its order.

    Args:
        text: the file's content, TOML.
        name: the file's name, for messages.

    Raises:
        RulesError: naming each entry that is wrong.

    >>> read_own_rules('[[keep]]\\nphrases = ["tide tables"]', "rules.toml").rules[0].rule
    'own/keep-1'
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"{name}: not TOML: {error}") from None
    except RecursionError:
        raise RulesError(f"{name}: nested too deeply: write [[remove]], [[keep]], …") from None
    problems: list[str] = [
        f"{name}: unknown {key!r}: write [[remove]], [[keep]] or [[expect]]"
        for key in tables
        if key not in KEYS
    ]
    rules = [
        *_read(tables, "remove", _removing, name, problems),
        *_read(tables, "keep", _keeping, name, problems),
    ]
    expectations = _read(tables, "expect", _expectation, name, problems)
    problems += _named_twice(rules, name)
    if problems:
        left = len(problems) - SHOWN_PROBLEMS
        more = [f"and {left} more"] if left > 0 else []
        raise RulesError("\n".join(problems[:SHOWN_PROBLEMS] + more))
    return OwnRules(tuple(rules), tuple(expectations))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One table of an array, and its place in it, from 1."""

    number: int
    told: Mapping[str, Any]

    def text(self, key: str, *, longest: int = LONGEST_LINE) -> str:
        found = self.told.get(key)
        if not isinstance(found, str) or not found.strip():
            raise ValueError(f"{key} must be text in quotes, not {found!r:.60}")
        if len(found) > longest:
            raise ValueError(f"{key} has {len(found):,} characters: at most {longest:,}")
        return found

    def optional(self, key: str) -> str | None:
        return self.text(key) if key in self.told else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or a single one."""
        if key not in self.told:
            return ()
        found = self.told[key]
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not listed:
            raise ValueError(f"{key} must be a list of texts in quotes, not {found!r:.60}")
        return tuple(_Entry(self.number, {key: each}).text(key) for each in listed)


def _read(
    tables: Mapping[str, Any],
    array: str,
    read: Callable[[_Entry], T],
    name: str,
    problems: list[str],
) -> list[T]:
    entries = tables.get(array, [])
    if not isinstance(entries, list):
        problems.append(f"{name}: write [[{array}]] with two brackets: it is a list of entries")
        return []
    found: list[T] = []
    for number, told in enumerate(entries, start=1):
        called = told.get("name") if isinstance(told, dict) else None
        where = f"{name}: [[{array}]] {number}" + (f" ({called!r:.60})" if called else "")
        try:
            _known_keys(told, KEYS[array])
            found.append(read(_Entry(number, told)))
        except ValueError as error:
            problems.append(f"{where}: {error}")
    return found


def _known_keys(told: object, known: Sequence[str]) -> None:
    if not isinstance(told, dict):
        raise ValueError(f"is no table; its keys are {', '.join(known)}")
    if unknown := [key for key in told if key not in known]:
        raise ValueError(f"unknown {', '.join(map(repr, unknown))}: there are {', '.join(known)}")


def _removing(entry: _Entry) -> OwnRule:
    pattern = _pattern(entry)
    points = _points(entry)
    if points is not None and pattern is not None and STUB in pattern.groupindex:
        raise ValueError("a pattern with a group (?P<stub>…) always removes: leave out points")
    return _rule(entry, _name(entry), _kind(entry, "kind"), pattern, points)


def _keeping(entry: _Entry) -> OwnRule:
    pattern = _pattern(entry)
    if pattern is not None and STUB in pattern.groupindex:
        raise ValueError("keeps whole paragraphs: leave the group (?P<stub>…) out of the pattern")
    name = _name(entry) if "name" in entry.told else f"keep-{entry.number}"
    return _rule(entry, name, None, pattern, None)


def _rule(
    entry: _Entry,
    name: str,
    kind: RemovalKind | None,
    pattern: re.Pattern[str] | None,
    points: float | None,
) -> OwnRule:
    lines, phrases = entry.texts("lines"), entry.texts("phrases")
    if not (lines or phrases or pattern):
        raise ValueError("matches nothing: give lines, phrases or a pattern")
    for line in lines:
        if not key_of(folded_of(line)):
            raise ValueError(f"the line {line!r:.60} is marks alone: write it as a pattern")
    for phrase in phrases:
        if not folded_of(phrase.removesuffix("*")):
            raise ValueError(f"the phrase {phrase!r} would match everything: write words")
    return OwnRule(
        name=name,
        kind=kind,
        lines=lines,
        phrases=phrases,
        pattern=pattern.pattern if pattern else None,
        sources=entry.texts("source"),
        points=points,
        max_words=_max_words(entry),
    )


def _name(entry: _Entry) -> str:
    if "name" not in entry.told:
        raise ValueError("has no name: give it one, it is what removals and reports call it")
    found = entry.text("name")
    if not NAME.fullmatch(found):
        raise ValueError(f"name {found!r:.80}: letters, digits, '-', '_' and '.', at most 60")
    return found


def _kind(entry: _Entry, key: str) -> RemovalKind:
    try:
        return RemovalKind(str(entry.told.get(key)))
    except ValueError:
        allowed = ", ".join(RemovalKind)
        raise ValueError(f"{key} {entry.told.get(key)!r:.60} is not one of {allowed}") from None


def _pattern(entry: _Entry) -> re.Pattern[str] | None:
    if "pattern" not in entry.told:
        return None
    text = entry.text("pattern", longest=LONGEST_PATTERN)
    try:
        compiled = check_pattern(text, LONGEST_LINE)
    except ValueError as error:
        raise ValueError(f"pattern {text!r:.80} {error}") from None
    if compiled.match("") and STUB not in compiled.groupindex:
        raise ValueError(f"pattern {text!r:.80} matches an empty text, and so every line")
    return compiled


def _points(entry: _Entry) -> float | None:
    found = entry.told.get("points")
    if found is None:
        return None
    number = isinstance(found, (int, float)) and not isinstance(found, bool)
    if not number or not math.isfinite(found) or not 0 < found <= MOST_POINTS:
        raise ValueError(
            f"points {found!r:.60}: a number up to {MOST_POINTS:g}; 3 make even odds, 1 is a hint"
        )
    return float(found)


def _max_words(entry: _Entry) -> int:
    found = entry.told.get("max_words", NO_LIMIT)
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise ValueError(f"max_words {found!r:.60} must be a whole number, 1 or more")
    return found


def _expectation(entry: _Entry) -> Expectation:
    if ("removed" in entry.told) == ("kept" in entry.told):
        raise ValueError('says either removed = "kind" or kept = true')
    if "kept" in entry.told and entry.told["kept"] is not True:
        raise ValueError('kept can only be true: for what goes write removed = "kind"')
    if "kept" in entry.told and "body" in entry.told:
        raise ValueError("kept = true keeps all of the text: leave out body")
    return Expectation(
        number=entry.number,
        text=entry.text("text", longest=10 * LONGEST_LINE),
        removed=_kind(entry, "removed") if "removed" in entry.told else None,
        body=_body(entry),
        source=entry.optional("source"),
        language=entry.optional("language"),
    )


def _body(entry: _Entry) -> str | None:
    found = entry.told.get("body")
    if found is not None and not isinstance(found, str):
        raise ValueError(f'body must be the text that is left, "" for none, not {found!r:.60}')
    return found


def _named_twice(rules: Sequence[OwnRule], file: str) -> Iterator[str]:
    seen: set[str] = set()
    for rule in rules:
        if rule.name in seen:
            yield f"{file}: two rules are named {rule.name!r}: give each a name of its own"
        seen.add(rule.name)
