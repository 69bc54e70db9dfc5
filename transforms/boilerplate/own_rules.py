"""A user's own rules: what always goes, what is a hint, what is never removed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import ahocorasick

from transforms.article import Removal, RemovalKind
from transforms.boilerplate.cues import NO_LIMIT, Cue, Phrase, Side
from transforms.boilerplate.evidence import Hit
from transforms.boilerplate.lines import LONGEST_LINE, Line, folded_of, key_of, straightened
from transforms.sources import source_key

WINDOW = LONGEST_LINE // 2
"""Characters at each end of a line that patterns see: the whole of all but the longest lines."""

STUB = "stub"
"""The group of a pattern that alone goes, where the rule has one."""


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One entry of the file. `kind` is None for what is kept; no `sources` means all of them.

    `points`, log-odds, make it a hint among the others; without them it decides. It counts in
    lines of at most `max_words` words.
    """

    name: str
    kind: RemovalKind | None
    lines: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    pattern: str | None = None
    sources: tuple[str, ...] = ()
    points: float | None = None
    max_words: int = NO_LIMIT

    @property
    def rule(self) -> str:
        """The rule as removals name it."""
        return f"own/{self.name}"

    def holds_for(self, source: str | None) -> bool:
        """Whether the rule is in force for articles of this source."""
        return not self.sources or source_key(source) in map(source_key, self.sources)


@dataclass(frozen=True, slots=True)
class Expectation:
    """A row of the table that tests the file; `number` is its place among the rows, from 1.

    `removed` is the kind that something of the text must be removed as, None where all of it must
    be kept; `body` is what must be left of it, None where that does not matter.
    """

    number: int
    text: str
    removed: RemovalKind | None
    body: str | None = None
    source: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A rule and the words of a line that it was found by."""

    rule: OwnRule
    surface: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a user's rules say of one line: the first that keeps it or removes it, hints, stubs."""

    keep: Match | None = None
    remove: Match | None = None
    hints: tuple[Hit, ...] = ()
    stubs: tuple[Removal, ...] = ()


SILENCE = Said()


@dataclass(frozen=True)
class OwnRules:
    """A user's rules, in the order of the file, and the table that tests them."""

    rules: tuple[OwnRule, ...] = ()
    expectations: tuple[Expectation, ...] = field(default=(), compare=False)

    @cached_property
    def hash(self) -> str:
        """SHA-256, in hex, of what the rules say: the table and comments do not count."""
        return _hash(self.rules) or hashlib.sha256(b"[]").hexdigest()

    @cached_property
    def general_hash(self) -> str:
        """The hash of the rules that hold for all sources; "" where there are none."""
        return _hash(rule for rule in self.rules if not rule.sources)

    def hash_for(self, source: str | None) -> str:
        """The hash of the rules that name a source; "" where there are none."""
        return self._hashes.get(source_key(source), "")

    @cached_property
    def keys(self) -> frozenset[str]:
        """The sources that rules name, by their `source_key`."""
        return frozenset(self._hashes)

    @cached_property
    def _hashes(self) -> Mapping[str, str]:
        named: dict[str, list[OwnRule]] = {}
        for rule in self.rules:
            for key in dict.fromkeys(map(source_key, rule.sources)):
                named.setdefault(key, []).append(rule)
        return {key: _hash(rules) for key, rules in named.items()}

    def of(self, source: str | None) -> SourceRules | None:
        """The rules in force for a source; None where there is none."""
        found = self._by_source.get(source_key(source), self._general)
        return found if found.rules else None

    @cached_property
    def _general(self) -> SourceRules:
        return SourceRules(tuple(rule for rule in self.rules if not rule.sources))

    @cached_property
    def _by_source(self) -> Mapping[str, SourceRules]:
        named = {source for rule in self.rules for source in rule.sources}
        return {
            source_key(source): SourceRules(
                tuple(rule for rule in self.rules if rule.holds_for(source))
            )
            for source in named
        }


NO_RULES = OwnRules()


def _hash(rules: Iterable[OwnRule]) -> str:
    told = [asdict(rule) for rule in rules]
    content = json.dumps(told, sort_keys=True).encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest() if told else ""


@dataclass(frozen=True)
class SourceRules:
    """The rules in force for one source, made ready to be matched."""

    rules: tuple[OwnRule, ...]

    def said(self, text: str, line: Line) -> Said:
        """What the rules say of one line of `text`. What is kept loses nothing, hints included."""
        matches, stubs = list(self._matches(text, line)), self._stubs(text, line)
        if not matches and not stubs:
            return SILENCE
        if kept := _first(matches, self.rules, keeps=True):
            return Said(keep=kept)
        hints = {m.rule.name: _hint(m) for m in matches if m.rule.points is not None}
        return Said(
            remove=_first(matches, self.rules, keeps=False),
            hints=tuple(hints.values()),
            stubs=stubs,
        )

    @cached_property
    def _whole(self) -> Mapping[str, tuple[OwnRule, ...]]:
        found: dict[str, tuple[OwnRule, ...]] = {}
        for rule in self.rules:
            for key in dict.fromkeys(map(key_of, map(folded_of, rule.lines))):
                found[key] = (*found.get(key, ()), rule)
        return found

    @cached_property
    def _phrases(self) -> Any:  # noqa: ANN401 - it has no stubs
        waiting: dict[str, list[tuple[Phrase, OwnRule]]] = {}
        for rule in self.rules:
            for phrase in rule.phrases:
                text = folded_of(phrase.removesuffix("*"))
                waits = Phrase(text, phrase.endswith("*"), _cue(rule))
                waiting.setdefault(text, []).append((waits, rule))
        automaton = ahocorasick.Automaton()
        for text, found in waiting.items():
            automaton.add_word(text, tuple(found))
        automaton.make_automaton()
        return automaton if waiting else None

    @cached_property
    def _patterns(self) -> tuple[tuple[OwnRule, re.Pattern[str]], ...]:
        return tuple((rule, re.compile(rule.pattern)) for rule in self.rules if rule.pattern)

    def _matches(self, text: str, line: Line) -> Iterator[Match]:
        for rule, surface in self._found(text, line):
            # A line that is too long to be judged may be kept, but does not go as a whole.
            if line.words <= rule.max_words and (line.plain or rule.kind is None):
                yield Match(rule, surface)

    def _found(self, text: str, line: Line) -> Iterator[tuple[OwnRule, str]]:
        folded = line.folded or folded_of(line.of(text))
        for rule in self._whole.get(key_of(folded), ()) if self._whole else ():
            yield rule, line.plain
        if self._phrases is not None:
            for last, waiting in self._phrases.iter(folded):
                for phrase, rule in waiting:
                    if phrase.stands_at(folded, last + 1 - len(phrase.text)):
                        yield rule, phrase.text
        for rule, pattern in self._patterns:
            if STUB not in pattern.groupindex:
                for _, window in _windows(text, line):
                    if match := pattern.search(window):
                        yield rule, match.group()

    def _stubs(self, text: str, line: Line) -> tuple[Removal, ...]:
        found: list[Removal] = []
        for rule, pattern in self._patterns:
            if STUB in pattern.groupindex and line.words <= rule.max_words:
                for start, window in _windows(text, line):
                    found += _cuts(rule, pattern.finditer(window), start)
        return tuple(found)


def _first(matches: Iterable[Match], order: Sequence[OwnRule], *, keeps: bool) -> Match | None:
    deciding = [m for m in matches if m.rule.points is None and (m.rule.kind is None) is keeps]
    return min(deciding, key=lambda match: order.index(match.rule), default=None)


def _windows(text: str, line: Line) -> Iterator[tuple[int, str]]:
    """What patterns see of a line, with its place: character by character, quotes straightened."""
    if line.end - line.start <= 2 * WINDOW:
        # One piece as long as it may be; the cost of a pattern is bounded for twice a window.
        yield line.start, straightened(line.of(text))
        return
    yield line.start, straightened(text[line.start : line.start + WINDOW])
    yield line.end - WINDOW, straightened(text[line.end - WINDOW : line.end])


def _cuts(rule: OwnRule, matches: Iterable[re.Match[str]], start: int) -> Iterator[Removal]:
    for match in matches:
        surface = match.group(STUB) or ""
        if stripped := surface.strip():
            at = start + match.start(STUB) + surface.index(stripped)
            yield Removal(
                at,
                at + len(stripped),
                kind=rule.kind or RemovalKind.UI_REMNANT,
                rule=rule.rule,
                score=1.0,
                reason=f"own rule {rule.name!r}: {shown(stripped)}",
            )


def _cue(rule: OwnRule) -> Cue:
    return Cue(
        rule=rule.rule,
        side=Side.KINDS if rule.kind else Side.BODY,
        kinds=(rule.kind,) if rule.kind else (),
        points=rule.points or 0.0,
        max_words=rule.max_words,
    )


def _hint(match: Match) -> Hit:
    return Hit(_cue(match.rule), match.surface)


def shown(surface: str) -> str:
    """Words of an article within a reason: quoted, at most 60 characters."""
    return repr(surface if len(surface) <= 60 else f"{surface[:59]}…")
