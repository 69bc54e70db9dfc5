"""The key that two spellings of one name share: case, diacritics, dots and dashes do not count."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

_NOT_IN_KEYS = str.maketrans("", "", ".'\"`’‘“”")
_BETWEEN_WORDS = re.compile(r"[^\w&+]+")


@lru_cache(maxsize=100_000)
def name_key(surface: str) -> str:
    """What is left of a surface when only its letters, digits, `&` and `+` count.

    >>> name_key("São  Tomé"), name_key("U.S."), name_key("Al-Jazeera")
    ('sao tome', 'us', 'al jazeera')
    """
    bare = surface.translate(_NOT_IN_KEYS)
    plain = bare if bare.isascii() else anyascii(bare).translate(_NOT_IN_KEYS)
    return _BETWEEN_WORDS.sub(" ", plain.casefold()).strip()
