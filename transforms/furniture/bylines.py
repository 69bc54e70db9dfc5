"""Who wrote an article, as its text says it: "By Jane Doe and John Roe, Staff Writers"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from transforms.extract.metadata.authors import cue_end, people
from transforms.extract.metadata.values import one_each

TOP_LINES = 6
"""Non-empty lines in which a byline may stand that is part of the body still."""
MOST_WORDS = 14
"""Of a byline in the body: more are a sentence."""
BARE_WORDS = 5
"""Of a byline that opens with no cue: a name, or two short ones."""

_OPENING = re.compile(r"(?<=\s)(?=\S)")
_SENTENCE = re.compile(r"[.!?…]$")
_DIGIT = re.compile(r"\d")


def authors_in(bylines: Iterable[str], text: str, not_named: Iterable[str]) -> tuple[str, ...]:
    """The people whom the bylines name, else those whom a byline at the top of the text names.

    Args:
        bylines: lines that were removed as such.
        not_named: the outlet's names, which are no people.
    """
    others = tuple(not_named)
    told = [name for line in bylines for name in _named(line, others)]
    if not told:
        told = next(filter(None, (_at_the_top(line, others) for line in _top(text))), [])
    return tuple(one_each(told))


def _named(byline: str, not_named: tuple[str, ...]) -> list[str]:
    """Names after the first cue in the line; of a line without one, the line as a bare name."""
    line = byline.strip()
    if line.startswith("(") and line.endswith(")"):
        line = line[1:-1]
    for start in (0, *(match.start() for match in islice(_OPENING.finditer(line), MOST_WORDS))):
        if cue_end(line[start:]) and (found := _in_full(line[start:], not_named)):
            return found
    bare = re.split(r"[|•·\d]", line, maxsplit=1)[0]
    return _in_full(bare, not_named) if len(bare.split()) <= BARE_WORDS else []


def _in_full(byline: str, not_named: tuple[str, ...]) -> list[str]:
    """Names of two words and more: a single one may be a weekday or a section as well."""
    return [name for name in people(byline, not_named) if " " in name]


def _at_the_top(line: str, not_named: tuple[str, ...]) -> list[str]:
    """Names of full length in a short line that opens with a cue."""
    if len(line.split()) > MOST_WORDS or _SENTENCE.search(line) or not cue_end(line):
        return []
    return _in_full(line, not_named)


def _top(text: str) -> Iterator[str]:
    """The first lines; a title comes first, so that the very first needs a date to be a byline."""
    lines = (line for line in text.split("\n", 2 * TOP_LINES) if line.strip())
    for number, line in enumerate(islice(lines, TOP_LINES)):
        if number or _DIGIT.search(line):
            yield line
