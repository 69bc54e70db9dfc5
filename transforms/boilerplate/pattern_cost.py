"""How long a regular expression may take: refused before it is used, if that is too long.

Python's engine tries again at every choice, so a pattern as harmless as `(a+)+b` takes longer than
anybody waits. The cost here is an upper bound of the ways in which a pattern can be matched on a
line of a given length, read off the pattern's structure. A repetition is a choice only where what
follows it can begin with what it repeats: `\\w+ ` is none, `.*x` is one.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterable, Sequence
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MOST = 1e9
"""Ways: a second or less on the worst line that one can think of, microseconds on a real one."""

OTHER = "\ufffe"
"""Stands for every character that is not in the sample."""

SPACES = "\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
SAMPLE = frozenset(string.printable + SPACES + "éÉ„“”‘’«»–—…€£" + OTHER)
"""Characters that stand for all: those that patterns name, all white space, and OTHER."""

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_BACK = (op.GROUPREF, op.GROUPREF_EXISTS)
Item = tuple[Any, Any]


class CostlyPatternError(ValueError):
    """A pattern that may take too long, or that cannot be bounded. Says what to do."""


def check_pattern(pattern: str, length: int) -> re.Pattern[str]:
    """The pattern compiled, for lines of at most `length` characters.

    Raises:
        ValueError: it is no regular expression, or one that may take too long.

    >>> check_pattern(r"Photo: \\w+ \\w+$", 3000).pattern
    'Photo: \\\\w+ \\\\w+$'
    """
    try:
        compiled = re.compile(pattern)
        parsed = _parser.parse(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    except (RecursionError, OverflowError):
        raise ValueError("nested or repeated beyond measure: write a plainer one") from None
    cost = _Cost(length, bool(compiled.flags & re.IGNORECASE)).of(list(parsed))
    if cost * length > MOST:
        raise CostlyPatternError(
            "may take minutes on an unlucky line: bound its repetitions ('.{0,80}' in place of "
            "'.*'), have at most one open '.*' before other things, and repeat no group that "
            "itself repeats or may match in two ways"
        )
    return compiled


class _Cost:
    """The ways to match from one place, for lines of at most `length` characters."""

    def __init__(self, length: int, fold: bool) -> None:
        self.length = length
        self.fold = fold

    def of(self, items: Sequence[Item], after: frozenset[str] = frozenset()) -> float:
        """The ways to match the items where one of `after` may stand behind them."""
        ways = 1.0
        for at, item in enumerate(items):
            ways = min(ways * self._item(item, self._first(items[at + 1 :], after)), math.inf)
        return ways

    def _item(self, item: Item, after: frozenset[str]) -> float:
        kind, told = item
        if kind in _BACK:
            raise CostlyPatternError("refers back to a group: write out what it should match")
        if kind in _REPEATS:
            return self._repeat(kind, told, after)
        if kind is op.BRANCH:
            return sum(self.of(list(branch), after) for branch in told[1])
        if kind is op.SUBPATTERN:
            return self.of(list(told[3]), after)
        if kind in (op.ASSERT, op.ASSERT_NOT):
            return self.of(list(told[1]), SAMPLE)
        if kind is op.ATOMIC_GROUP:
            return self.of(list(told), SAMPLE)
        return 1.0

    def _repeat(self, kind: Any, told: Any, after: frozenset[str]) -> float:  # noqa: ANN401
        low, high = told[0], min(int(told[1]), self.length)
        body = list(told[2])
        first = self._first(body, frozenset())
        again = after | first if high > 1 else after
        inner = self._inner(body, again)
        choices = float(high - low + 1) if kind is not op.POSSESSIVE_REPEAT else 1.0
        if choices > 1 and not first & after:
            choices = 1.0
        return choices * _power(inner, high)

    def _inner(self, body: Sequence[Item], after: frozenset[str]) -> float:
        """The ways of one round: branches that begin alike are a choice in each."""
        if len(body) == 1 and body[0][0] is op.SUBPATTERN:
            body = list(body[0][1][3])
        if len(body) == 1 and body[0][0] is op.BRANCH:
            branches = [list(branch) for branch in body[0][1][1]]
            firsts = [self._first(branch, after) for branch in branches]
            if not _overlap(firsts):
                return max(self.of(branch, after) for branch in branches)
        return self.of(body, after)

    def _first(self, items: Sequence[Item], after: frozenset[str]) -> frozenset[str]:
        """The characters that a match of the items can begin with, `after` where it is empty."""
        found, may_be_empty = self._begin(items)
        return found | after if may_be_empty else found

    def _begin(self, items: Sequence[Item]) -> tuple[frozenset[str], bool]:
        """The characters that the items can begin with, and whether they may match nothing."""
        found: frozenset[str] = frozenset()
        for kind, told in items:
            if kind in _REPEATS:
                begins, empty = self._begin(list(told[2]))
                empty = empty or told[0] == 0
            elif kind is op.BRANCH:
                parts = [self._begin(list(branch)) for branch in told[1]]
                begins = frozenset().union(*(part for part, _ in parts))
                empty = any(may_be_empty for _, may_be_empty in parts)
            elif kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
                begins, empty = self._begin(list(told[3] if kind is op.SUBPATTERN else told))
            else:
                begins, empty = _characters((kind, told), self.fold), False
            found |= begins
            if not empty:
                return found, False
        return found, True


def _characters(item: Item, fold: bool) -> frozenset[str]:
    """Which of the sample one item matches. An anchor or a look-around may fail on any of it."""
    kind, told = item
    if kind is op.LITERAL:
        return _sampled([chr(told)], fold)
    if kind is op.NOT_LITERAL:
        return SAMPLE - ({chr(told)} - {OTHER})
    if kind is not op.IN:
        return SAMPLE
    named = _sampled((c for part in told for c in _member(part)), fold)
    return SAMPLE - (named - {OTHER}) if told[0][0] is op.NEGATE else named


def _member(part: Item) -> Iterable[str]:
    kind, told = part
    if kind is op.LITERAL:
        return (chr(told),)
    if kind is op.RANGE:
        low, high = told
        return {chr(low), chr(high)} | {c for c in SAMPLE if low <= ord(c) <= high}
    return _of_category(told) if kind is op.CATEGORY else ()


@cache
def _of_category(category: Any) -> frozenset[str]:  # noqa: ANN401 - a name of the parser's
    if category is op.CATEGORY_SPACE:
        return frozenset(filter(str.isspace, SAMPLE))
    if category is op.CATEGORY_NOT_SPACE:
        return frozenset(c for c in SAMPLE if not c.isspace())
    letter = {
        op.CATEGORY_DIGIT: r"\d",
        op.CATEGORY_NOT_DIGIT: r"\D",
        op.CATEGORY_WORD: r"\w",
        op.CATEGORY_NOT_WORD: r"\W",
    }[category]
    return frozenset(filter(re.compile(letter).match, SAMPLE)) | {OTHER}


def _sampled(characters: Iterable[str], fold: bool) -> frozenset[str]:
    """The characters as the sample has them, in both cases where case does not count."""
    found = set(characters)
    if fold:
        found |= {c.lower() for c in found} | {c.upper() for c in found}
    return frozenset(c if c in SAMPLE else OTHER for c in found)


def _overlap(sets: Sequence[frozenset[str]]) -> bool:
    return sum(map(len, sets)) > len(frozenset().union(*sets))


def _power(ways: float, rounds: int) -> float:
    if ways <= 1:
        return 1.0
    return math.inf if rounds * math.log(ways) > 700 else ways ** max(rounds, 1)
