"""A place's name taken apart: the words that count, abbreviations spelt out."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from transforms.names.keys import name_key
from transforms.resources import read_toml


@cache
def place_data() -> dict[str, Any]:
    """`places.toml`, read once: prefixes, words of parts, confusables, spellings."""
    data = read_toml("names/data/places.toml")
    return {key: frozenset(v) if key == "distinctive" else v for key, v in data.items()}


@lru_cache(maxsize=20_000)
def place_words(text: str) -> tuple[str, ...]:
    """The keys of the words, abbreviations spelt out, without "city of" and the like.

    >>> place_words("St. Aldhelm"), place_words("the State of Quay")
    (('saint', 'aldhelm'), ('quay',))
    """
    spellings = place_data()["spellings"]
    words = name_key(without_prefix(text)).removeprefix("the ").split()
    return tuple(spellings.get(word, word) for word in words) or (text,)


def without_prefix(text: str) -> str:
    """The name without "City of" and the like before it; a name that is nothing else stays.

    >>> without_prefix("State of Quay"), without_prefix("Quay")
    ('Quay', 'Quay')
    """
    folded = text.casefold().removeprefix("the ")
    for prefix in place_data()["prefixes"]:
        if folded.startswith(f"{prefix} "):
            return text[len(text) - len(folded) + len(prefix) + 1 :].strip() or text
    return text
