"""A language: its words, its grammar and its tense cues, loaded from two data files.

To add a language, add a folder with `words.toml` and `rules.toml` below `data/` and its code to
`LANGUAGES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from transforms.dates.direction import Tense
from transforms.dates.grammar import Compiler, Grammar, Rule, expanded, literals
from transforms.dates.lexer import Entry, Lexicon, Meaning, private_symbols
from transforms.dates.numerals import Number, number_entries, ordinal_entry, word_entry
from transforms.resources import read_toml

LANGUAGES = ("de", "en", "es")
"""ISO 639-1 codes of the languages that have rules of their own."""

ANY_LANGUAGE = "und"
"""The rules for all others: dates in figures."""

_FIGURES = (
    "ISO",
    "NUMERIC",
    "CLOCK",
    "DECADE",
    "YEAR",
    "QUARTER",
    "HALF_YEAR",
    "SHORT_YEAR",
    "FIGURE_NTH",
)
"""Categories of tokens in figures that are a trigger in every language."""

_OTHER_FIGURES = ("OLD_DECADE", "DECIMAL", "FIGURE")

_NAME = {"NAME": None}


@dataclass(frozen=True)
class Language:
    """What the date rules know of one language.

    Attributes:
        tenses: where a clause points, by pattern.
        triggers: lower-case words of which a line needs one, if it has no figures.
        day_first: whether 3/4/2024 is in April.
    """

    lexicon: Lexicon
    grammar: Grammar
    tenses: tuple[Tense, ...]
    triggers: frozenset[str]
    day_first: bool


def data_files() -> tuple[str, ...]:
    """The data files of all languages, for the stage's fingerprint."""
    codes = (*LANGUAGES, ANY_LANGUAGE)
    return tuple(_data(code, name) for code in codes for name in ("rules", "words"))


@cache
def load_language(code: str) -> Language:
    """The language's rules, or those for any language; ValueError where data contradict."""
    if code not in LANGUAGES:
        code = ANY_LANGUAGE
    words, rules = read_toml(_data(code, "words")), read_toml(_data(code, "rules"))
    settings, parts, tenses = words["settings"], rules["parts"], rules.get("tense", [])
    patterns = [expanded(rule["pattern"], parts) for rule in rules["rule"] + tenses]
    lexicon = _lexicon(words, set().union(*map(literals, patterns)))
    compiler = Compiler(lexicon.symbols, parts)
    trigger = "".join(map(compiler.letters, (*settings["triggers"], *_FIGURES)))
    return Language(
        lexicon,
        Grammar(
            [(rule := _rule(told), compiler.compile(rule.pattern)) for told in rules["rule"]],
            re.compile(f"[{trigger}]"),
        ),
        tuple(
            Tense(told["points"], compiler.compile(told["pattern"]), told.get("leads", False))
            for told in tenses
        ),
        frozenset(
            part
            for category in settings["triggers"]
            for word in words.get(category, ())
            for part in re.findall(r"[^\W\d_]+", word)
        ),
        settings["day_first"],
    )


def _data(code: str, name: str) -> str:
    return f"dates/data/{code}/{name}.toml"


def _rule(told: Mapping[str, Any]) -> Rule:
    known = {key: told[key] for key in Rule.__dataclass_fields__ if key in told}
    return Rule(**known, constants={key: told[key] for key in told if key not in known})


def _lexicon(words: Mapping[str, Any], spelled: set[str]) -> Lexicon:
    settings = words["settings"]
    small: dict[str, dict[str, Any]] = {word: {f"={word}": None} for word in spelled}
    capital: dict[str, dict[str, Any]] = {word: {f"={word}": None} for word in spelled}
    for category, word, value in _word_entries(words):
        if category not in settings["uncapitalised"]:
            capital.setdefault(word, {})[category] = value
        if category not in settings["capitalised"]:
            small.setdefault(word, {})[category] = value
    endings = {ending: {category: None} for ending, category in settings["endings"].items()}
    others = [{kind: None} for kind in (*_FIGURES, *_OTHER_FIGURES)]
    entries = (*small.values(), *capital.values(), *endings.values(), *others, *number_entries())
    symbols = private_symbols((*entries, _NAME))

    def meaning(entry: Entry) -> Meaning:
        return Meaning(entry, symbols[frozenset(entry)])

    return Lexicon(
        {word: meaning(entry) for word, entry in small.items()},
        {word: meaning(entry) for word, entry in capital.items()},
        meaning(_NAME),
        tuple((ending, meaning(entry)) for ending, entry in endings.items()),
        words.get("NUMERAL", {}),
        symbols,
    )


def _word_entries(words: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(category, word, value) of every table; number words have the categories of numbers."""
    for category, table in words.items():
        for word, value in table.items() if category.isupper() else ():
            yield category, word, value
            more: Mapping[str, Any] = {}
            if category == "NUMERAL":
                more = word_entry(Number(value)) or {}
            elif category == "ORDINAL":
                more = ordinal_entry(value)
            for kind, number in more.items():
                yield kind, word, number
