"""Finding the date mentions of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from transforms.article import DateMention
from transforms.dates import (  # noqa: F401 - readers
    amounts,
    calendar,
    clock,
    holidays,
    parts_of_year,
    relative,
    years,
)
from transforms.dates.direction import Clauses, clauses
from transforms.dates.grammar import Match
from transforms.dates.language import Language, load_language
from transforms.dates.lexer import Tokens, tokenize
from transforms.dates.reading import NEITHER, READERS, Reading, Scene
from transforms.dates.story import Story, tells_history

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(
    r"(?<!\d)(?:1\d|2[01])\d\d(?!\d)|\d[:/.-]\d|['’]\d\d|\d(?:st|nd|rd|th)|Q[1-4]"
)
_BRACKETS = 80
"""Characters: a bracket that was opened longer ago is not looked for."""
_LONG_LINE = 4_000
_STRETCH = 20_000
"""Characters: what is tokenized at once, so that memory does not grow with the text."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some lines, with what the rules found in them."""

    tokens: Tokens
    matches: Sequence[Match]
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Found:
    """A mention with what it was read of (a reading function and its slots) and against."""

    mention: DateMention
    reads: str
    slots: Mapping[str, Any]
    scene: Scene
    reading: Reading


def date_mentions(body: str, anchor: date | None, language: str = "en") -> tuple[DateMention, ...]:
    """The date mentions of `body`, in order and without overlap.

    Args:
        anchor: the day of publication; without it what needs one stays underspecified.
        language: ISO 639-1; of a language without rules only dates in figures are read.
    """
    return tuple(found.mention for found in found_mentions(body, anchor, language))


def found_mentions(body: str, anchor: date | None, language: str = "en") -> Iterator[Found]:
    """The mentions that `date_mentions` gives, with what they were read against."""
    known = load_language(language)
    stretches = list(_stretches(body, known))
    matches = [match for one in stretches for match in one.matches]
    story = Story(tells_history(matches, anchor), anchor)
    for stretch in stretches:
        yield from _read(body, stretch, anchor, story, known)


def _stretches(body: str, language: Language) -> Iterator[_Stretch]:
    lines: list[tuple[int, int]] = []
    for start, end in _lines(body):
        if not _has_trigger(body[start:end], language):
            continue
        if lines and end - lines[0][0] > _STRETCH:
            yield _stretch(body, lines, language)
            lines = []
        lines.append((start, end))
    if lines:
        yield _stretch(body, lines, language)


def _stretch(body: str, lines: list[tuple[int, int]], language: Language) -> _Stretch:
    tokens = tokenize(body, lines, language.lexicon)
    matches = language.grammar.matches(tokens)
    if not matches:
        return _Stretch(Tokens(), (), Clauses((), ()))
    return _Stretch(tokens, matches, clauses(body, tokens, language.tenses))


def _lines(body: str) -> Iterator[tuple[int, int]]:
    """The lines of the body; long ones are cut, between words where they have any."""
    for line in _LINE.finditer(body):
        start, last = line.span()
        while last - start > _LONG_LINE:
            end = body.rfind(" ", start + 1, start + _LONG_LINE)
            end = end if end > 0 else start + _LONG_LINE
            yield start, end
            start = end
        yield start, last


def _has_trigger(line: str, language: Language) -> bool:
    words = _WORD.findall(line.lower())
    return not language.triggers.isdisjoint(words) or _FIGURES.search(line) is not None


def _read(
    body: str, stretch: _Stretch, anchor: date | None, story: Story, language: Language
) -> Iterator[Found]:
    for match in stretch.matches:
        if not match.rule.reads:
            continue
        scene = Scene(
            anchor,
            story.reference,
            story.topic,
            story.narrated,
            stretch.clauses.direction(match.start, match.end, match.slots.get("cue")),
            _preposition(stretch.tokens, match.start),
            stretch.clauses.looks_back(match.start),
        )
        slots = {"day_first": language.day_first, **match.slots}
        reading = read(match.rule.reads, slots, scene)
        if reading is not None:
            mention = _mention(body, stretch.tokens, match, reading)
            if not _in_brackets(body, mention.start):
                story.move(reading)
            yield Found(mention, match.rule.reads, slots, scene, reading)


def read(name: str, slots: Mapping[str, Any], scene: Scene) -> Reading | None:
    """A rule's reading of its slots; None where they make no date (30 February, the year 0)."""
    if slots.get("base") == "reference" and scene.reference:
        scene = replace(scene, narrated=scene.reference.first)
    try:
        reading = READERS[name](slots, scene)
    except (ValueError, OverflowError):
        return None
    if reading is None:
        return None
    reading = clock.on_the_clock(reading, slots)
    mod = slots.get("mod")
    return replace(reading, mod=mod) if isinstance(mod, str) else reading


def _in_brackets(body: str, at: int) -> bool:
    """Whether a bracket is open there: what is in brackets is an aside that moves no story."""
    before = max(0, at - _BRACKETS)
    return body.rfind("(", before, at) > body.rfind(")", before, at)


def _preposition(tokens: Tokens, start: int) -> int:
    if not start:
        return NEITHER
    return int(tokens.entry(start - 1).get("PREPOSITION", NEITHER))


def _mention(body: str, tokens: Tokens, match: Match, reading: Reading) -> DateMention:
    start, end = tokens.spans[match.start][0], tokens.spans[match.end - 1][1]
    period = None if reading.period and reading.period.before_christ else reading.period
    return DateMention(
        start=start,
        end=end,
        surface=body[start:end],
        type=reading.type,
        value=reading.value,
        rule=match.rule.name,
        confidence=round(match.rule.confidence * reading.sure, 3),
        granularity=reading.unit,
        mod=reading.mod,
        gte=period.first if period else None,
        lte=period.last if period else None,
    )
