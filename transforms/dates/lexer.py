"""From characters to tokens that know what they may mean.

A token's categories ("may": MONTH; "12": NUM, DAY, HOUR) are named by one private character, its
symbol. A text becomes a string of symbols, one a token, and a rule of the grammar a regular
expression over that string, which is short and holds no nested repetition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from transforms.dates.numerals import number_entry, ordinal_entry, read_numerals, word_entry

Entry = Mapping[str, Any]
"""Category → value, for one token."""

OTHER = "x"
"""The symbol of what no rule speaks of."""

_TOKEN = re.compile(
    r"""
      (?P<word>[^\W\d_]{2,}(?:['’](?!(?:s|ll)\b)[^\W\d_]+)?)(?![\d_])
    | (?P<ISO>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![\w-])
    | (?P<NUMERIC>\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)\d{4}|\d{4}/\d{1,2}/\d{1,2})(?![\w/-])
    | (?P<CLOCK>\d{1,2}:\d\d(?::\d\d)?)(?![\w:])
    | (?P<ordinal>\d{1,2})(?:st|nd|rd|th|º|ª)(?!\w)
    | (?P<DECADE>\d{3}0['’]?s|['’]\d0['’]?s)(?!\w)
    | (?P<SHORT_YEAR>['’]\d\d)(?!\w)
    | (?P<other>[$€£¥#]\s?\d[\d.,]*|\+\d[\d-]*|\d{3}-\d{4}(?!\w)|\d+(?:[-/.]\d+){2,})
    | (?P<DECIMAL>\d{1,3}\.\d)(?![\w.,%])
    | (?P<fraction>\d+(?:[.,]\d+)+)
    | (?P<number>\d+)(?=[ap]\.?m\b|(?!\w|%|\s%))
    | (?P<abbreviation>[^\W\d_]\.(?:\s?[^\W\d_]\.)+|[ap]\.m\b)
    | (?P<letter>['’](?:s|ll)\b|[^\W\d_](?:['’][^\W\d_]+)?(?![\w]))
    | (?P<mixed>\w+)
    | (?P<mark>[^\w\s])
    """,
    re.VERBOSE,
)

_LOOKED_UP = frozenset({"word", "letter", "mark"})

_FIGURES = 4
"""A number of more digits is no day, no year and no count that a date mention has."""

_WORDS = 6
"""The longest number in words that is joined; counts of more words are no dates."""


class Meaning(NamedTuple):
    """What a token may mean, and the symbol for its categories."""

    entry: Entry
    symbol: str


class Token(NamedTuple):
    """One token: where it stands, and what it may mean."""

    start: int
    end: int
    meaning: Meaning


NOTHING = Meaning({}, OTHER)


@dataclass(frozen=True)
class Lexicon:
    """The words of a language.

    Attributes:
        small: lower-case word → meaning, for words written without a capital.
        capital: the same for words written with one; they may mean more ("May", "Sun").
        name: the meaning of an unknown word with a capital.
        endings: verb endings that mark a tense, with what a word that has one means.
        numerals: number words → their values, for numbers of several words.
        symbols: set of categories → its symbol.
    """

    small: Mapping[str, Meaning]
    capital: Mapping[str, Meaning]
    name: Meaning
    endings: tuple[tuple[str, Meaning], ...]
    numerals: Mapping[str, int]
    symbols: Mapping[frozenset[str], str]

    def word(self, surface: str) -> Meaning:
        """What a word, a mark or an abbreviation means."""
        capital = surface[0].isupper()
        word = surface.lower()
        if "’" in word:
            word = word.replace("’", "'")
        meaning = (self.capital if capital else self.small).get(word)
        if meaning is not None:
            return meaning
        if capital:
            return self.name
        for ending, meaning in self.endings:
            if word.endswith(ending):
                return meaning
        return NOTHING

    def figure(self, kind: str, surface: str) -> Meaning:
        """What a token with digits means."""
        if kind == "number":
            if len(surface) > _FIGURES:
                return NOTHING
            return self.meaning(number_entry(int(surface), len(surface)))
        if kind == "ordinal":
            return self.meaning(ordinal_entry(int(re.sub(r"\D+$", "", surface))))
        return self.meaning({kind: surface}) if kind.isupper() else NOTHING

    def meaning(self, entry: Entry) -> Meaning:
        """The entry with its symbol."""
        return Meaning(entry, self.symbols.get(frozenset(entry), OTHER))


def private_symbols(entries: Iterable[Entry]) -> dict[frozenset[str], str]:
    """A private-use character for every set of categories that occurs."""
    kinds = sorted({frozenset(entry) for entry in entries if entry}, key=sorted)
    return {kind: chr(0xE000 + i) for i, kind in enumerate(kinds)}


def tokenize(text: str, start: int, end: int, lexicon: Lexicon) -> list[Token]:
    """The tokens of `text[start:end]`; offsets are those of `text`."""
    tokens: list[Token] = []
    several = False
    for found in _TOKEN.finditer(text, start, end):
        kind = found.lastgroup or ""
        if kind in _LOOKED_UP:
            meaning = lexicon.word(found.group())
            several = several or "NUMERAL" in meaning.entry
        elif kind == "abbreviation":
            meaning = lexicon.word(found.group().replace(" ", ""))
        else:
            meaning = lexicon.figure(kind, found.group())
        tokens.append(Token(found.start(), found.end(), meaning))
    return list(_numerals_joined(text, tokens, lexicon)) if several else tokens


def _numerals_joined(text: str, tokens: list[Token], lexicon: Lexicon) -> Iterator[Token]:
    """The tokens with "twenty", "-", "five" as one."""
    run: list[Token] = []
    for token in tokens:
        if "NUMERAL" in token.meaning.entry or (run and text[token.start] in "-‐‑"):
            run.append(token)
            continue
        if run:
            yield from _joined(text, run, lexicon)
            run = []
        yield token
    yield from _joined(text, run, lexicon)


def _joined(text: str, run: list[Token], lexicon: Lexicon) -> Iterator[Token]:
    loose: list[Token] = []
    while run and "NUMERAL" not in run[-1].meaning.entry:
        loose.append(run.pop())
    words = [text[t.start : t.end].lower() for t in run if "NUMERAL" in t.meaning.entry]
    several = 1 < len(words) <= _WORDS
    entry = word_entry(read_numerals([lexicon.numerals[w] for w in words])) if several else None
    if entry is None:
        yield from run
    else:
        yield Token(run[0].start, run[-1].end, lexicon.meaning(entry))
    yield from reversed(loose)
