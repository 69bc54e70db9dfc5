"""The normal form of a surface: without what wraps a name and is not part of it."""

from __future__ import annotations

from functools import cache, lru_cache

from transforms.resources import read_toml

_WRAPPERS = " \t\n\r\"“”„«»‘’'`´()[]{}<>,;:*_|–—-"
_TRAILING_AFTER_S = ("’", "'", "`", "´")


@cache
def _possessives() -> tuple[str, ...]:
    found = read_toml("names/data/normal.toml")["possessives"]
    return tuple(ending for endings in found.values() for ending in endings)


@cache
def _articles() -> frozenset[str]:
    found = read_toml("names/data/normal.toml")["articles"]
    return frozenset(word for words in found.values() for word in words)


def without_possessive(surface: str) -> str:
    """The surface without an ending of possession.

    >>> without_possessive("Qatar’s"), without_possessive("Starmers'"), without_possessive("Qatar")
    ('Qatar', 'Starmers', 'Qatar')
    """
    for ending in _possessives():
        if surface.endswith((ending, ending.upper())) and len(surface) > len(ending):
            return surface[: -len(ending)]
    if surface.endswith(_TRAILING_AFTER_S) and surface[:-1].endswith(("s", "S", "x", "z")):
        return surface[:-1]
    return surface


def without_article(surface: str) -> str:
    """The surface without a leading article; an article alone stays.

    >>> without_article("the Kremlin"), without_article("The"), without_article("Theresa May")
    ('Kremlin', 'The', 'Theresa May')
    """
    first, _, rest = surface.partition(" ")
    return rest.lstrip() if rest.strip() and first.casefold() in _articles() else surface


@lru_cache(maxsize=50_000)
def normal_form(surface: str) -> str:
    """White space joined, quotes and brackets around it gone, no possessive, no article.

    A surface that is nothing but wrapping stays.

    >>> normal_form("the  “Financial Times”’s")
    'Financial Times'
    """
    joined = " ".join(surface.split())
    bare = joined.strip(_WRAPPERS)
    while bare != (less := without_possessive(bare).strip(_WRAPPERS)) and less:
        bare = less
    return without_article(bare).strip(_WRAPPERS) or joined or surface


def is_name(surface: str) -> bool:
    """Whether a surface can be a name: "the newspaper" has no capital and no digit, so it is none.

    Scripts without case pass: a word of theirs has nothing to tell it by.
    """
    if surface.lower() != surface:
        return True
    if surface.upper() != surface:
        return any(character.isdigit() for character in surface)
    return any(character.isalnum() for character in surface)
