"""Titles and roles before a person's name: "Kremlin spokesman Dmitry Peskov".

A role is stripped from the mention, found in the words before it, and kept with the name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from transforms.names.keys import name_key
from transforms.names.person_names import is_generation, is_particle
from transforms.resources import read_toml

LONGEST_PHRASE = 4
MAX_ROLE_WORDS = 10
_LONGEST_WORD = 40
# A word of a role: no comma, bracket or quote in it or after it.
_WORD = re.compile(r"[\w.’'&/-]+")
_SPACES = " \u00a0"
_SENTENCE_END = re.compile(r"[.!?]$")


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of `titles.toml`, as keys; `inner` are those of phrases, one by one."""

    honorifics: frozenset[str]
    heads: frozenset[str]
    modifiers: frozenset[str]
    ambiguous: frozenset[str]
    inner: frozenset[str]


@cache
def titles() -> Titles:
    """The title words, read once."""
    data = read_toml("names/data/titles.toml")
    return Titles(
        honorifics=frozenset(data["honorifics"]),
        heads=frozenset(data["heads"]),
        modifiers=frozenset(data["modifiers"]),
        ambiguous=frozenset(data["ambiguous"]),
        inner=frozenset(
            word
            for phrase in (*data["honorifics"], *data["heads"])
            if " " in phrase
            for word in phrase.split()
        ),
    )


@lru_cache(maxsize=20_000)
def split_role(surface: str) -> tuple[str | None, str]:
    """(Role, name) of a person's surface; the role is None where the surface has none.

    >>> split_role("Kremlin spokesman Dmitry Peskov")
    ('Kremlin spokesman', 'Dmitry Peskov')
    >>> split_role("Martin Luther King Jr.")
    (None, 'Martin Luther King Jr.')
    """
    words = surface.split()
    keys = [name_key(word) for word in words]
    at = _name_start(keys)
    if at == 0 or not _can_be_name(words[at:], keys[at:]):
        return None, surface
    return " ".join(words[:at]), " ".join(words[at:]).lstrip("-–, ")


def _can_be_name(words: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether what a role leaves is a name: not "of State", not "Jr."."""
    if words[0].islower() and "-" not in words[0] and not is_particle(keys[0]):
        return False
    return not all(is_generation(key) or is_particle(key) for key in keys)


def _name_start(keys: Sequence[str]) -> int:
    """The index of the first word after the last title, 0 where there is none."""
    known = titles()
    start = 0
    for end in range(1, len(keys)):
        for length in range(min(LONGEST_PHRASE, end), 0, -1):
            phrase = " ".join(keys[end - length : end])
            if phrase not in known.heads and phrase not in known.honorifics:
                continue
            alone = length == 1 and phrase in known.ambiguous
            if alone and ((end > 1 and start != end - 1) or len(keys) - end < 2):
                continue
            start = end
            break
    return start


def role_before(body: str, start: int, mention_starts: Mapping[int, int]) -> str | None:
    """The role in the words that end where a mention starts.

    Args:
        body: the layer that the mention points into.
        start: where the mention starts.
        mention_starts: end of a mention to its start: other names may be part of a role
            ("Kremlin spokesman"), other words with a capital may not.
    """
    at = _head_start(body, start)
    if at is None:
        return None
    for _ in range(MAX_ROLE_WORDS):
        earlier = _extended(body, at, mention_starts)
        if earlier is None:
            break
        at = earlier
    return " ".join(body[at:start].split())


def _head_start(body: str, start: int) -> int | None:
    """Where the longest title phrase that ends right before `start` begins."""
    known = titles()
    at, phrase, best = start, "", None
    for _ in range(LONGEST_PHRASE):
        word = _word_before(body, at)
        if word is None:
            break
        key = name_key(word)
        phrase = f"{key} {phrase}" if phrase else key
        at -= len(word) + 1
        if phrase in known.heads or phrase in known.honorifics:
            best = at
        elif key not in known.inner:
            break
    return best


def _word_before(body: str, at: int) -> str | None:
    """The word that ends one space before `at`; None where something else stands there."""
    end = at - 1
    if end <= 0 or body[end] not in _SPACES:
        return None
    window = body[max(0, end - _LONGEST_WORD) : end]
    words = window.split()
    if not words or window[-1].isspace() or not _WORD.fullmatch(words[-1]):
        return None
    return words[-1]


def _extended(body: str, at: int, mention_starts: Mapping[int, int]) -> int | None:
    """Where the role begins when the mention or role word before `at` is part of it too."""
    gap = at - 1
    if gap <= 0 or body[gap] not in _SPACES:
        return None
    for end in (gap, gap - 2):
        if end in mention_starts and body[end:gap] in ("", "’s", "'s"):
            return mention_starts[end]
    word = _word_before(body, at)
    if word is None or _SENTENCE_END.search(word):
        return None
    known = titles()
    key = name_key(word)
    return gap - len(word) if key in known.modifiers or key in known.heads else None
