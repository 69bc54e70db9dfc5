"""An organisation's name taken apart: legal form, words that count, body of state."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from transforms.names.keys import name_key
from transforms.names.normal import without_possessive
from transforms.places.gazetteer import countries
from transforms.resources import read_toml

LONGEST_LEGAL_FORM = 4
LONGEST_DESCRIPTION = 2
LONGEST_STATE = 3
SHORTEST_PLURAL = 4


@cache
def _data() -> dict[str, Any]:
    data = read_toml("names/data/organisations.toml")
    return {key: frozenset(v) if isinstance(v, list) else v for key, v in data.items()}


def is_small_word(key: str) -> bool:
    """Whether a word does not count in initials ("of", "the", "and")."""
    return key in _data()["small_words"]


@lru_cache(maxsize=20_000)
def without_legal_form(text: str) -> str:
    """The name without its legal forms; a name that is nothing else stays.

    >>> without_legal_form("Acme Widgets Co., Ltd."), without_legal_form("Company")
    ('Acme Widgets', 'Company')
    """
    words = text.split()
    while (less := _one_form_less(words)) is not None:
        words = less
    if len(words) > 1 and name_key(words[0]) in _data()["leading_legal_forms"]:
        words = words[1:]
    return " ".join(words).rstrip(",& ") or text


def _one_form_less(words: list[str]) -> list[str] | None:
    for length in range(LONGEST_LEGAL_FORM, 0, -1):
        kept, last = words[:-length], words[-length:]
        if kept and name_key(" ".join(last)) in _data()["legal_forms"]:
            return None if is_small_word(name_key(kept[-1])) and len(kept) == 1 else kept
    return None


@lru_cache(maxsize=20_000)
def organisation_words(text: str) -> tuple[str, ...]:
    """The keys of the words, in one spelling each, without the legal form.

    >>> organisation_words("Centre for Defence Studies Ltd")
    ('center', 'for', 'defense', 'studies')
    """
    spellings = _data()["spellings"]
    key = name_key(without_legal_form(text)) or name_key(text)
    return tuple(spellings.get(word, word) for word in key.split()) or (text,)


@lru_cache(maxsize=20_000)
def body_of_state(words: tuple[str, ...]) -> frozenset[str] | None:
    """The words that count in the name of a ministry, court or army; None for anything else.

    >>> body_of_state(("ministry", "of", "foreign", "affairs")) == body_of_state(
    ...     ("foreign", "ministry")
    ... )
    True
    """
    data = _data()
    if data["bodies_of_state"].isdisjoint(words):
        return None
    empty = data["small_words"] | data["empty_in_bodies"]
    return frozenset(word.removesuffix("s") for word in words if word not in empty)


@lru_cache(maxsize=20_000)
def bare_words(text: str) -> tuple[str, ...]:
    """The same without articles, possessives and plurals.

    >>> bare_words("the Harbour's Guards of the Quay")
    ('harbour', 'guard', 'of', 'quay')
    """
    owned = " ".join(without_possessive(word).removesuffix(".com") for word in text.split())
    words = [_singular(word) for word in organisation_words(owned) if word != "the"]
    while len(words) > 1 and words[-1] == "&":
        words.pop()
    return tuple(words) or organisation_words(text)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > SHORTEST_PLURAL and word.endswith("s") else word


@lru_cache(maxsize=20_000)
def without_description(text: str) -> tuple[str, ...]:
    """The bare words without those at the end that only tell what kind of organisation it is.

    >>> without_description("Wren Foods Group"), without_description("TASS news agency")
    (('wren', 'food'), ('tass',))
    """
    words = bare_words(text)
    while (less := _description_less(words)) is not None:
        words = less
    return words


def _description_less(words: tuple[str, ...]) -> tuple[str, ...] | None:
    for length in range(LONGEST_DESCRIPTION, 0, -1):
        kept, last = words[:-length], " ".join(words[-length:])
        if kept and last in _data()["descriptions"] and not is_small_word(kept[-1]):
            return kept
    return None


@lru_cache(maxsize=20_000)
def state_and_rest(text: str) -> tuple[str | None, tuple[str, ...]]:
    """The state (ISO 3166) that is named first or last, by name or demonym, and the other words.

    >>> state_and_rest("Ministry of Defence of Latvia"), state_and_rest("Quay Trade Union")[0]
    (('LV', ('ministry', 'of', 'defense')), None)
    """
    words = bare_words(text)
    for length in range(min(LONGEST_STATE, len(words) - 1), 0, -1):
        if state := _state(words[:length]):
            return state, words[length:]
        rest = words[:-length]
        if rest[-1] == "of" and (state := _state(words[-length:])):
            return state, rest[:-1]
    return None, words


def _state(words: tuple[str, ...]) -> str | None:
    return states().get(" ".join(words))


@cache
def states() -> Mapping[str, str]:
    """Keys of the names and demonyms of countries, in bare words, to ISO 3166 alpha-2."""
    return {
        " ".join(bare_words(name)): country.country
        for country, row in countries()
        for name in (country.name, *row.get("names", ()), *row.get("demonyms", ()))
        if country.country
    }
