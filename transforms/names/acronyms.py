"""Acronyms: defined in the text, or made of the initials of a name in the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from transforms.names.keys import name_key
from transforms.names.organisation_names import is_small_word

# How sure a mention is: the article spells the short form out, or its letters alone tell.
DEFINED = 0.97
INITIALS = 0.9
SHORTEST = 2
LONGEST = 10
_AFTER = 80
_LONGEST_LINK = 30
# World Health Organization (WHO) · (the WHO) · (“WHO”) · (WHO, in French OMS)
_IN_BRACKETS = re.compile(
    r"[’']?s?\s?[(\[](?:the |or |hereafter |known as |also known as )?[“\"'‘]?"
    r"([^\W\d_][\w&.’'-]{0,14}?)[”\"'’]?[)\],;]"
)
# WHO, short for World Health Organization · WHO, or World Health Organization
_SPELT_OUT = re.compile(
    r"(?:,? \(?(?:short for|which stands for|standing for|an acronym for)|, or| \() ?"
    r"(?:the )?[“\"'‘]?"
)


def is_acronym(surface: str) -> bool:
    """Whether a surface looks like one: two to ten letters, most of them capitals, one word."""
    letters = [c for c in surface if c.isalpha()]
    if not SHORTEST <= len(letters) <= LONGEST or " " in surface:
        return False
    return sum(c.isupper() for c in letters) * 2 > len(letters)


def initials(words: Iterable[str], small_words: bool = False) -> str:
    """The first letters of keys, small words left out or, on request, kept.

    >>> initials(["world", "health", "organization"]), initials(["bank", "of", "japan"])
    ('who', 'bj')
    """
    return "".join(word[0] for word in words if small_words or not is_small_word(word))


def spells(acronym: str, name: str) -> bool:
    """Whether the acronym is made of the name's initials, in order, small words or not.

    >>> spells("UNHCR", "United Nations High Commissioner for Refugees")
    True
    """
    return acronym_key(acronym) in acronyms_of(name)


def acronym_key(acronym: str) -> str:
    """The letters of an acronym, as `acronyms_of` gives them."""
    return name_key(acronym).replace(" ", "").replace("&", "")


def acronyms_of(name: str) -> frozenset[str]:
    """The keys of the acronyms that a name's initials make; none for a single word.

    >>> sorted(acronyms_of("Bank of Japan"))
    ['bj', 'boj']
    """
    found = set()
    for spelling in {name, name.replace("-", "")}:
        words = name_key(spelling).replace("&", " ").split()
        if len(words) >= SHORTEST:
            found |= {initials(words), initials(words, small_words=True)}
    return frozenset(found)


def loosely_spells(acronym: str, name: str) -> bool:
    """Whether the acronym's letters stand in the name in order, the first at its beginning."""
    letters = acronym_key(acronym)
    rest = iter(name_key(name).replace(" ", ""))
    return name_key(name)[:1] == letters[:1] and all(letter in rest for letter in letters)


def defined_after(body: str, end: int) -> str | None:
    """The short form in brackets right after a mention: "X (Y)".

    >>> defined_after("the Example Trade Union (ETU) said", 23)
    'ETU'
    """
    found = _IN_BRACKETS.match(body, end, end + _AFTER)
    return found[1] if found and any(c.isupper() for c in found[1]) else None


def spelt_out(
    body: str, acronym_ends: Mapping[int, str], names: Iterable[tuple[int, str]]
) -> Iterator[tuple[str, str]]:
    """Pairs (short form, full name) of "Y, short for X" and "Y (X)".

    Args:
        body: the layer that offsets point into.
        acronym_ends: end of a mention to its surface, for surfaces that look like acronyms.
        names: start and normal form of the longer mentions.
    """
    for start, name in names:
        for end in range(start - 1, max(0, start - _LONGEST_LINK) - 1, -1):
            acronym = acronym_ends.get(end)
            if acronym is None:
                continue
            if _SPELT_OUT.fullmatch(body, end, start) and loosely_spells(acronym, name):
                yield acronym, name
            break
