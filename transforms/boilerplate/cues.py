"""The cue lexicons: what speaks for a kind of boilerplate, or for body, and how strongly.

A cue of the data files is matched in one of four ways: `lines` (a whole line, as `Line.key`),
`phrases` (anywhere in the line, in lower case, at word boundaries; a trailing `*` leaves the end
open), `pattern` (a regular expression on `Line.plain`, tried only on lines with one of its `near`
phrases), or `shape` (a name that `shapes` or `blocks` gives).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import ahocorasick

from transforms.article import RemovalKind
from transforms.resources import read_toml

FOLDER = "boilerplate/data"
LANGUAGES = ("da", "de", "en", "es", "fr", "it", "nl", "no", "pl", "pt", "ru", "sv", "tr")
FILES = tuple(f"{FOLDER}/{name}.toml" for name in ("common", *LANGUAGES))
NO_LIMIT = 1_000_000


class Edge(StrEnum):
    """What a cue says of the lines beside its own."""

    APPEAL_OPENS = "appeal_opens"
    APPEAL_CLOSES = "appeal_closes"
    LINKS_OPEN = "links_open"
    BIO_OPENS = "bio_opens"


class Side(StrEnum):
    """What a cue speaks for: kinds of its own, boilerplate of any kind, or body."""

    KINDS = "kinds"
    ANY = "any"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Cue:
    """One piece of evidence.

    `kinds` is empty unless `side` is KINDS. `points` are log-odds: three make even odds. It
    counts in lines of at most `max_words` words.
    """

    rule: str
    side: Side
    kinds: tuple[RemovalKind, ...]
    points: float
    max_words: int = NO_LIMIT
    edge: Edge | None = None
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A literal that a cue waits for; `open_end` where the word may go on."""

    text: str
    open_end: bool
    cue: Cue

    def stands_at(self, folded: str, start: int) -> bool:
        """Whether the occurrence at `start` is at word boundaries."""
        end = start + len(self.text)
        if start and self.text[0].isalnum() and folded[start - 1].isalnum():
            return False
        free = self.open_end or end == len(folded) or not self.text[-1].isalnum()
        return free or not folded[end].isalnum()


@dataclass(frozen=True, slots=True)
class Stub:
    """Boilerplate glued to a paragraph: the group `stub` of `pattern`, where `near` occurs.

    `at_end` where it is looked for at the paragraph's end alone.
    """

    rule: str
    kind: RemovalKind
    score: float
    near: tuple[str, ...]
    at_end: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Lexicon:
    """The cues of one language, of English (interfaces speak it everywhere) and of all."""

    whole: Mapping[str, tuple[Cue, ...]]
    phrases: Any  # ahocorasick.Automaton, which has no type stubs; its values are tuples of Phrase
    shapes: Mapping[str, Cue]
    share_words: frozenset[str]
    stubs: tuple[Stub, ...]


@cache
def lexicon(language: str | None) -> Lexicon:
    """The lexicon of an ISO 639-1 code; of English alone where there is none for the language."""
    own = [] if language in (None, "en") or language not in LANGUAGES else [language]
    tables = {name: read_toml(f"{FOLDER}/{name}.toml") for name in ["common", "en", *own]}
    whole: dict[str, tuple[Cue, ...]] = {}
    phrases: dict[str, tuple[Phrase, ...]] = {}
    shapes: dict[str, Cue] = {}
    for name, table in tables.items():
        for entry in table.get("cue", ()):
            cue = _cue(name, entry)
            for line in entry.get("lines", ()):
                whole[line] = (*whole.get(line, ()), cue)
            for phrase in entry.get("phrases", entry.get("near", ())):
                text = phrase.removesuffix("*")
                waits = Phrase(text, text != phrase, cue)
                phrases[text] = (*phrases.get(text, ()), waits)
            if "shape" in entry:
                shapes[entry["shape"]] = cue
    return Lexicon(
        whole=whole,
        phrases=_automaton(phrases),
        shapes=shapes,
        share_words=frozenset(w for t in tables.values() for w in t.get("share_words", ())),
        stubs=tuple(_stub(n, e) for n, t in tables.items() for e in t.get("stub", ())),
    )


def _cue(file: str, entry: Mapping[str, Any]) -> Cue:
    kind = entry["kind"]
    general = kind in (Side.ANY, Side.BODY)
    return Cue(
        rule=f"{file}/{entry['rule']}",
        side=Side(kind) if general else Side.KINDS,
        kinds=() if general else (RemovalKind(kind),),
        points=float(entry["points"]),
        max_words=entry.get("max_words", NO_LIMIT),
        edge=Edge(entry["edge"]) if "edge" in entry else None,
        pattern=re.compile(entry["pattern"]) if "pattern" in entry else None,
    )


def _stub(file: str, entry: Mapping[str, Any]) -> Stub:
    return Stub(
        rule=f"{file}/{entry['rule']}",
        kind=RemovalKind(entry["kind"]),
        score=float(entry["score"]),
        near=tuple(entry["near"]),
        at_end=entry.get("at_end", True),
        pattern=re.compile(entry["pattern"]),
    )


def _automaton(phrases: Mapping[str, Iterable[Phrase]]) -> Any:  # noqa: ANN401 - it has no stubs
    automaton = ahocorasick.Automaton()
    for text, waiting in phrases.items():
        automaton.add_word(text, tuple(waiting))
    automaton.make_automaton()
    return automaton
