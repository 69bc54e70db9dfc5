"""From characters to tokens that know what they may mean.

A token's categories ("may": MONTH; "12": NUM, DAY, HOUR) are named by one private character, its
symbol. A text becomes a string of symbols, one a token, and a rule of the grammar a regular
expression over that string, which is short and holds no nested repetition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from transforms.dates.numerals import (
    mixed_number,
    number_entry,
    ordinal_entry,
    read_numerals,
    word_entry,
)

Entry = Mapping[str, Any]
"""Category → value, for one token."""

OTHER = "x"
"""The symbol of what no rule speaks of."""

MARK = "m"
"""The symbol of a mark that no rule speaks of."""

BREAK = "\n"
"""The symbol of a line's end."""

_TOKEN = re.compile(
    r"""
      (?P<word>[^\W\d_]{2,}(?:['’](?!(?:s|ll)\b)[^\W\d_]+)?)(?![\d_])
    | (?P<ISO>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![\w-])
    | (?P<NUMERIC>\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)\d{4}|\d{4}/\d{1,2}/\d{1,2})(?![\w/-])
    | (?P<CLOCK>\d{1,2}:\d\d(?::\d\d)?)(?=[aApP]\.?[mM]\b|hrs\b|(?![\w:]))
    | (?P<DOTTED>\d{1,2}\.\d\d)(?=\s?(?:[aApP]\.?[mM]|Uhr)\b)
    | (?P<ordinal>\d{1,2})(?:st|nd|rd|th|º|ª)(?!\w)
    | (?P<DECADE>\d{3}0['’]?s|['’]\d0['’]?s|(?:1\d|20)?\d0er)(?!\w)
    | (?P<OLD_DECADE>\d{2}0s)(?!\w)
    | (?P<SHORT_YEAR>['’]\d\d)(?!\w)
    | (?P<FIGURE>[$€£¥#]\s?\d[\d.,]*|\+\d[\d-]*|\d{3}-\d{4}(?!\w)|\d+(?:[-/.]\d+){2,})
    | (?P<DECIMAL>\d{1,3}(?:\.\d|[ -]?[½¼¾]|[ -][1-9]/[2-9]))(?![\w.,%/])
    | (?P<fraction>\d+(?:[.,]\d+)+)
    | (?P<quarter>Q[1-4]|[1-4]Q)(?!\w)
    | (?P<half>H[12]|[12]H)(?!\w)
    | (?P<model>\d{4}-n?[A-Z](?![a-z]))
    | (?P<number>\d+)(?=[aApP]\.?[mM]\b|(?!\w|%|\s%))
    | (?P<abbreviation>[^\W\d_]\.(?:\s?[^\W\d_]\.)+|[aApP]\.[mM]\b)
    | (?P<code>[A-Z]-\d+)
    | (?P<letter>['’](?:s|ll)\b|[^\W\d_](?:['’][^\W\d_]+)?(?![\w]))
    | (?P<mixed>\w+)
    | (?P<mark>[^\w\s])
    """,
    re.VERBOSE,
)

_ALWAYS_THE_SAME = ("word", "letter", "mark")
_KIND = re.compile(r"\(\?P<(?!sep>)\w+>")
_EXTENT = re.compile(rf"\s*+({_KIND.sub('(?:', _TOKEN.pattern)}|\Z)", re.VERBOSE)
"""The same tokens without their kinds and with the space before them, which is found three times as
fast. Spaces are not given back, and the end counts: a run of them is read once."""

_FIGURES = 4
"""A number of more digits is no day, no year and no count that a date mention has."""

_WORDS = 6
"""The longest number in words that is joined; counts of more words are no dates."""


_REMEMBERED = 20_000
"""Words: most of the vocabulary of a day's news."""


class Meaning(NamedTuple):
    """What a token may mean, and the symbol for its categories."""

    entry: Entry
    symbol: str


@dataclass(slots=True)
class Tokens:
    """The tokens of a stretch of text, as parallel sequences.

    `symbols` has one character a token; a rule's match in it gives the tokens by their number.
    """

    spans: list[tuple[int, int]] = field(default_factory=list)
    meanings: list[Meaning] = field(default_factory=list)
    symbols: str = ""

    def entry(self, number: int) -> Entry:
        """What a token may mean."""
        return self.meanings[number].entry


NOTHING = Meaning({}, OTHER)
A_MARK = Meaning({}, MARK)
LINE_END = Meaning({}, BREAK)


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

    @cached_property
    def number_of_words(self) -> re.Pattern[str]:
        """Finds several number words in a row among symbols, with or without hyphens."""
        words = "".join(s for kind, s in self.symbols.items() if "NUMERAL" in kind)
        hyphens = "".join(s for kind, s in self.symbols.items() if "=-" in kind)
        gap = f"[{hyphens}]?" if hyphens else ""
        return re.compile(f"[{words}](?:{gap}[{words}])+" if words else "(?!)")

    @cached_property
    def words(self) -> dict[str, Meaning]:
        """The meanings of words that were read before, as they were written."""
        return {}

    @cached_property
    def remembered(self) -> Callable[[str | None, str], Meaning]:
        """What a token of a kind means: words come again and again."""
        return lru_cache(maxsize=_REMEMBERED)(self.of)

    def of(self, kind: str | None, surface: str) -> Meaning:
        """What a token of a kind (a group of the token pattern) means."""
        if kind in ("word", "letter"):
            return self.word(surface)
        if kind == "mark":
            return self.small.get(surface.replace("’", "'"), A_MARK)
        if kind == "abbreviation":
            return self.word(surface.replace(" ", ""))
        return self.figure(kind or "", surface)

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
            number = int(re.sub(r"\D+$", "", surface))
            return self.meaning(ordinal_entry(number, figures=True))
        if kind == "DECIMAL":
            return self.meaning({kind: mixed_number(surface)})
        if kind == "DOTTED":
            return self.meaning({"CLOCK": surface})
        if kind == "half":
            return self.meaning({"HALF_YEAR": int(surface.strip("H"))})
        if kind == "quarter":
            return self.meaning({"QUARTER": int(surface.strip("Q"))})
        return self.meaning({kind: surface}) if kind.isupper() else NOTHING

    def meaning(self, entry: Entry) -> Meaning:
        """The entry with its symbol."""
        return Meaning(entry, self.symbols.get(frozenset(entry), OTHER))


def private_symbols(entries: Iterable[Entry]) -> dict[frozenset[str], str]:
    """A private-use character for every set of categories that occurs."""
    kinds = sorted({frozenset(entry) for entry in entries if entry}, key=sorted)
    return {kind: chr(0xE000 + i) for i, kind in enumerate(kinds)}


def tokenize(text: str, lines: Iterable[tuple[int, int]], lexicon: Lexicon) -> Tokens:
    """The tokens of some lines of `text`, given by their (start, end), with one after each line."""
    tokens = Tokens()
    remembered, words = lexicon.remembered, lexicon.words
    for start, end in lines:
        spans = [one.span(1) for one in _EXTENT.finditer(text, start, end)]
        while spans and spans[-1][0] == end:
            spans.pop()
        tokens.spans += spans
        tokens.meanings += [
            words.get(text[at:until]) or _read(text, at, end, words, remembered)
            for at, until in spans
        ]
        tokens.spans.append((end, end))
        tokens.meanings.append(LINE_END)
    tokens.symbols = "".join([meaning.symbol for meaning in tokens.meanings])
    if lexicon.number_of_words.search(tokens.symbols):
        _join_numerals(text, tokens, lexicon)
    return tokens


def _read(
    text: str,
    start: int,
    end: int,
    words: dict[str, Meaning],
    remembered: Callable[[str | None, str], Meaning],
) -> Meaning:
    """The meaning of the token at `start`; a word's is kept, for nothing around it changes it."""
    token = _TOKEN.match(text, start, end)
    if token is None:
        return NOTHING
    kind, surface = token.lastgroup, token.group()
    meaning = remembered(kind, surface)
    if kind in _ALWAYS_THE_SAME and len(words) < _REMEMBERED:
        words[surface] = meaning
    return meaning


def _join_numerals(text: str, tokens: Tokens, lexicon: Lexicon) -> None:
    """Make "twenty", "-", "five" one token, in place."""
    for found in reversed(list(lexicon.number_of_words.finditer(tokens.symbols))):
        start, end = found.span()
        words = [text[slice(*span)].lower() for span in tokens.spans[start:end]]
        values = [lexicon.numerals[word] for word in words if word in lexicon.numerals]
        entry = word_entry(read_numerals(values)) if len(values) <= _WORDS else None
        if entry is not None:
            tokens.spans[start:end] = [(tokens.spans[start][0], tokens.spans[end - 1][1])]
            tokens.meanings[start:end] = [lexicon.meaning(entry)]
    tokens.symbols = "".join([meaning.symbol for meaning in tokens.meanings])
