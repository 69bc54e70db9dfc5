r"""The rules of a language's date expressions, compiled.

A pattern is a list of elements separated by spaces, one a token:

    MONTH        a category of the lexicon             of , -    a word or a mark, as written
    MONTH:month  the same, its value kept in a slot    {year}    a named part of the grammar
    x?  x*       optional; any number of times         ( a | b ) alternatives
    WORD         a word that the lexicon has not      MARK     a mark that it has not

`left << pattern >> right` asks for a context that is not part of the mention (its slots count);
`left <! pattern >! right` asks that the context is not there (on the left, of one token).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transforms.dates.lexer import BREAK, MARK, OTHER, Entry, Tokens

_ELEMENT = re.compile(r"\(|\)[?*]?|\||[^\s()|]+")
_PART = re.compile(r"\{(\w+)\}")
_CONTEXTS = re.compile(
    r"^(?:(?P<left>.*?) (?P<behind><<|<!) )?(?P<core>.*?)(?: (?P<ahead>>>|>!) (?P<right>.*))?$"
)
_PARTS_DEEP = 6
_NEEDS = 3
"""How many of the rarest sets of symbols a pattern is tested for before it is searched."""
_UNKNOWN = {"WORD": OTHER, "MARK": MARK}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the grammar, as its data file gives it.

    Attributes:
        name: kept with every mention that the rule finds.
        reads: the reading function; empty for a rule that only keeps others away.
        constants: slots with fixed values.
        confidence: of a mention that this rule finds and that its context resolves, 0 to 1.
        deictic: speaks from the writer's day ("yesterday"): a sign of reporting, not of history.
    """

    name: str
    pattern: str
    reads: str = ""
    constants: Mapping[str, Any] = field(default_factory=dict)
    confidence: float = 0.9
    deictic: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits: its token range and its slots."""

    rule: Rule
    start: int
    end: int
    slots: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern.

    Attributes:
        groups: regex group → its slot and category.
        needs: sets of symbols; a text without one of each has no match.
    """

    regex: re.Pattern[str]
    groups: Mapping[str, tuple[str, str]]
    needs: Sequence[frozenset[str]] = ()

    def may_match(self, present: frozenset[str]) -> bool:
        """False where a text of these symbols can't have a match."""
        return not any(map(present.isdisjoint, self.needs))

    def spans(self, symbols: str) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Token ranges of the pattern without its contexts."""
        for found in self.regex.finditer(symbols):
            yield found.start("core_"), found.end("core_"), found

    def slots(self, found: re.Match[str], entries: Sequence[Entry]) -> dict[str, Any]:
        """The slots that were filled; `entries` are those that the match's symbols stand for."""
        return {
            slot: entries[found.start(group)][category]
            for group, (slot, category) in self.groups.items()
            if found.start(group) >= 0
        }


class Compiler:
    """Turns patterns into regular expressions over symbols."""

    def __init__(self, symbols: Mapping[frozenset[str], str], parts: Mapping[str, str]) -> None:
        self._symbols = symbols
        self._parts = parts
        self._groups: dict[str, tuple[str, str]] = {}

    def compile(self, pattern: str) -> Pattern:
        """Raises ValueError where a pattern names a category that no token has."""
        self._groups = {}
        told = _CONTEXTS.match(expanded(pattern, self._parts))
        if told is None:
            raise ValueError(f"not a pattern: {pattern}")
        regex = f"(?P<core_>{self._regex(told['core'])})"
        if told["left"]:
            left = self._regex(told["left"])
            regex = (f"(?:{left})" if told["behind"] == "<<" else f"(?<!{left})") + regex
        if told["right"]:
            regex += ("(?=" if told["ahead"] == ">>" else "(?!") + self._regex(told["right"]) + ")"
        needs, _ = self._needs(iter(_ELEMENT.findall(told["core"])))
        return Pattern(re.compile(regex), self._groups, sorted(needs, key=len)[:_NEEDS])

    def letters(self, category: str) -> str:
        """The symbols of all tokens that may be of a category (or the word, in lower case)."""
        if category in _UNKNOWN:
            return _UNKNOWN[category]
        name = category if category.isupper() else f"={category}"
        letters = "".join(letter for kind, letter in self._symbols.items() if name in kind)
        if not letters:
            raise ValueError(f"no token is {category!r}")
        return letters

    def _regex(self, pattern: str) -> str:
        return "".join(map(self._element, _ELEMENT.findall(pattern)))

    def _needs(self, elements: Iterator[str]) -> tuple[list[frozenset[str]], str]:
        """What the elements up to the closing bracket can't do without, and that bracket."""
        branches: list[list[frozenset[str]]] = [[]]
        for element in elements:
            if element == "(":
                inner, closing = self._needs(elements)
                branches[-1] += inner if closing == ")" else []
            elif element == "|":
                branches.append([])
            elif element[0] == ")":
                return _common(branches), element
            elif len(element) == 1 or element[-1] not in "?*":
                category, _, _ = element.partition(":")
                branches[-1].append(frozenset(self.letters(category or element)))
        return _common(branches), ""

    def _element(self, element: str) -> str:
        if element == "(":
            return "(?:"
        if element[0] in ")|":
            return element
        ending = element[-1] if len(element) > 1 and element[-1] in "?*" else ""
        category, _, slot = element.removesuffix(ending).partition(":")
        letters = f"[{self.letters(category or element)}]"
        if slot:
            group = f"{slot}_{len(self._groups)}"
            self._groups[group] = (slot, category)
            letters = f"(?P<{group}>{letters})"
        return letters + ending


def _common(branches: Sequence[Sequence[frozenset[str]]]) -> list[frozenset[str]]:
    """What alternatives need in common: all of a single one, else the narrowest of each."""
    if len(branches) == 1:
        return list(branches[0])
    if all(branches):
        return [frozenset().union(*(min(branch, key=len) for branch in branches))]
    return []


def expanded(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern with its named parts put in."""
    for _ in range(_PARTS_DEEP):
        if "{" not in pattern:
            break
        pattern = _PART.sub(lambda part: parts[part[1]], pattern)
    return pattern


def literals(pattern: str) -> set[str]:
    """The words and marks that an expanded pattern spells out."""
    words = {
        element if len(element) == 1 else element.rstrip("?*")
        for element in _ELEMENT.findall(pattern)
        if element[0] not in "()|" and element not in ("<<", "<!", ">>", ">!")
    }
    return {word for word in words if not word.partition(":")[0].isupper()}


@dataclass(frozen=True)
class Grammar:
    """Rules with their compiled patterns, in the order of the data file.

    Attributes:
        trigger: finds a symbol that every date expression has one of.
    """

    rules: Sequence[tuple[Rule, Pattern]]
    trigger: re.Pattern[str]

    def matches(self, tokens: Tokens) -> list[Match]:
        """The longest rules that fit, without overlap, in order; of equals the earlier rule."""
        here, short = self._condensed(tokens.symbols)
        present = frozenset(short)
        entries = [tokens.entry(i) for i in here]
        found = [
            (start - end, number, start, end, match)
            for number, (_, pattern) in enumerate(self.rules)
            if pattern.may_match(present)
            for start, end, match in pattern.spans(short)
        ]
        found.sort(key=lambda f: f[:3])
        taken = bytearray(len(short))
        kept: list[Match] = []
        for _, number, start, end, match in found:
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            rule, pattern = self.rules[number]
            slots = {**rule.constants, **pattern.slots(match, entries)}
            kept.append(Match(rule, here[start], here[end - 1] + 1, slots))
        return sorted(kept, key=lambda m: m.start)

    def _condensed(self, symbols: str) -> tuple[list[int], str]:
        """The runs of known tokens that hold a trigger, with a token on either side."""
        here: list[int] = []
        runs: list[str] = []
        last = 0
        for run in _KNOWN.finditer(symbols):
            if self.trigger.search(run.group()):
                start, end = max(run.start() - 1, last), min(run.end() + 1, len(symbols))
                last = end
                here.extend(range(start, end))
                runs.append(symbols[start:end])
        return here, "".join(runs)


_KNOWN = re.compile(f"[^{OTHER}{MARK}{BREAK}]+")
