"""What the fitted weights are asked about a line: its cues, its words, its shape and its place.

A feature is a name: a flag that holds ("words 9-12", "'our readers'") or an amount ("cues of
author_bio", in points). Names are what a person reads in an explanation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transforms.boilerplate.evidence import Evidence
from transforms.boilerplate.lines import Line
from transforms.boilerplate.shapes import is_headline, is_name_line

WORD_LANGUAGES = frozenset({None, "en"})
"""Languages whose words are features: those of the text that the weights were fitted on."""

UNREAD = "words unread: "
"""Before the names of the features of a line in any other language."""

WORDS = 60
"""Tokens of a line that are looked at: appeals say what they are in their first sentences."""

CHARACTERS = 400
FEW = 4
"""Lines of a text below which their place says nothing."""

SPEAKS = 1.0
"""Points from which a neighbour's cues are told."""

_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"[^\W\d_]+(?:'[a-z]+)?|\d+|[^\w\s]")
_LENGTHS = (1, 2, 3, 5, 8, 12, 18, 25, 40, 60, 90)
_FROM_END = (0, 1, 2, 3, 5, 9)
_BESIDE = (("1 before", -1), ("1 after", 1), ("2 before", -2), ("2 after", 2))
_MARKS = {
    '"': "a quotation mark",
    "|": "a bar",
    "!": "an exclamation mark",
    "?": "a question mark",
    "…": "an ellipsis",
    "/": "a slash",
    "@": "an at sign",
    "(": "a bracket",
}
_ENDS = {".": "a full stop", "?": "a question", "!": "an exclamation", ":": "a colon", "…": "dots"}


@dataclass(frozen=True, slots=True)
class Features:
    """The features of one line: flags that hold, and amounts by name."""

    flags: tuple[str, ...]
    amounts: tuple[tuple[str, float], ...]


def features(evidence: Sequence[Evidence], language: str | None) -> list[Features]:
    """The features of all lines of a text, in order."""
    with_words = language in WORD_LANGUAGES
    shapes = [tuple(_shape(each.line)) if each.line.plain else () for each in evidence]
    told = [_cues_told(each) for each in evidence]
    points = [each.points for each in evidence]
    counts = Counter(each.line.folded for each in evidence)
    found = []
    for at, each in enumerate(evidence):
        flags = [*shapes[at], *_place(at, len(evidence)), *told[at]]
        if with_words and each.line.plain:
            flags += _words(each.line)
        if counts[each.line.folded] > 1:
            flags.append("said again")
        flags += _beside(at, shapes)
        amounts = (*_amounts(each, points[at]), *_amounts_beside(at, evidence, points))
        read = Features(tuple(flags), amounts)
        found.append(read if with_words else _unread(read))
    return found


def _unread(told: Features) -> Features:
    """The features under names of their own: cues weigh more where words can't speak beside."""
    return Features(
        tuple(f"{UNREAD}{name}" for name in told.flags),
        tuple((f"{UNREAD}{name}", amount) for name, amount in told.amounts),
    )


def _shape(line: Line) -> Iterator[str]:
    """How long the line is, how it begins and ends; the first two are told to its neighbours."""
    plain = line.plain
    length = f"words {_bucket(line.words)}"
    end = _end(plain)
    yield length
    yield f"ends in {end}"
    yield f"{length}, ends in {end}"
    yield f"begins with {_beginning(plain[0])}"
    yield from _capitals(plain[:CHARACTERS])
    for mark, name in _MARKS.items():
        if mark in plain:
            yield f"has {name}"
    if _DIGIT.search(plain):
        yield "has a digit"
    if is_headline(line):
        yield "like a headline"
    if is_name_line(line):
        yield "like a name"


def _bucket(words: int) -> str:
    at = bisect_left(_LENGTHS, words)
    return f"to {_LENGTHS[at]}" if at < len(_LENGTHS) else f"over {_LENGTHS[-1]}"


def _end(plain: str) -> str:
    last = plain[-2] if len(plain) > 1 and plain[-1] in "\"')]" else plain[-1]
    if last in _ENDS:
        return _ENDS[last]
    return "a letter" if last.isalpha() else "a digit" if last.isdigit() else "a mark"


def _beginning(first: str) -> str:
    if first in "\"'":
        return "a quotation mark"
    if first.isalpha():
        return "a capital" if first.isupper() else "a small letter"
    return "a digit" if first.isdigit() else first if first in "([-•*@#©|" else "a mark"


def _capitals(head: str) -> Iterator[str]:
    words = [word for word in head.split() if word[0].isalpha()]
    if not words:
        yield "no words"
        return
    capital = [word for word in words if word[0].isupper()]
    yield f"capitals {4 * len(capital) // len(words)} of 4"
    loud = [word for word in capital if len(word) > 1 and word.isupper()]
    if 2 * len(loud) > len(words):
        yield "in capitals"


def _place(at: int, lines: int) -> Iterator[str]:
    if lines < FEW:
        return
    if at < 3:
        yield "first line" if at == 0 else "among the first lines"
    after = bisect_left(_FROM_END, lines - 1 - at)
    yield f"lines after it: to {_FROM_END[after]}" if after < len(_FROM_END) else "far from the end"


def _cues_told(evidence: Evidence) -> tuple[str, ...]:
    """The rules that the line meets, without their language: they mean the same in each."""
    if not evidence.hits:
        return ("no cue",)
    return tuple(f"rule {hit.cue.rule.partition('/')[2]}" for hit in evidence.hits)


def _words(line: Line) -> Iterator[str]:
    tokens = [
        "0" if token[0].isdigit() else token
        for token in _TOKEN.findall(line.folded[:CHARACTERS])[:WORDS]
    ]
    yield from (f"'{token}'" for token in dict.fromkeys(tokens))
    edged = ["^", *tokens, "$"]
    yield from (f"'{a} {b}'" for a, b in dict.fromkeys(pairwise(edged)))
    if len(tokens) > 1:
        yield f"'^ {tokens[0]} {tokens[1]}'"
    if len(tokens) > 2:
        yield f"'{tokens[0]} {tokens[1]} {tokens[2]}'"


def _beside(at: int, shapes: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The length and the end of the lines beside."""
    for name, other in (("before", at - 1), ("after", at + 1)):
        if 0 <= other < len(shapes):
            yield from (f"{name}: {shape}" for shape in shapes[other][:2])


def _amounts(evidence: Evidence, points: float) -> Iterator[tuple[str, float]]:
    for kind, given in evidence.by_kind.items():
        yield f"cues of {kind}", given / 3
    if evidence.general:
        yield "cues of any kind", evidence.general / 3
    if evidence.against:
        yield "cues of body", evidence.against / 3
    yield "cues together", _bounded(points)


def _amounts_beside(
    at: int, evidence: Sequence[Evidence], points: Sequence[float]
) -> Iterator[tuple[str, float]]:
    for name, distance in _BESIDE:
        other = at + distance
        if 0 <= other < len(evidence):
            yield f"cues {name}", _bounded(points[other])
            if points[other] >= SPEAKS:
                yield f"{evidence[other].kind} {name}", 1.0


def _bounded(points: float) -> float:
    return max(-2.0, min(2.5, points / 3))
