"""Choosing between Latin encodings by the alphabets of the languages that are written in them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from unicodedata import category

from transforms.resources import read_toml

DATA = "extract/data/alphabets.toml"
SYMBOLS = frozenset({"No", "Sk", "So", "Sm", "Sc", "Cc"})


def in_one_alphabet(texts: Mapping[str, str]) -> list[str]:
    """The codecs of `texts`, the likeliest first.

    Args:
        texts: by codec, what the same bytes decode to; the likeliest by other evidence first.

    Where the first is a Latin encoding, the Latin ones compete: the text whose letters beyond ASCII
    all belong to one language's alphabet wins ("niña" against "nińa", no language having both
    í and ń). Where it is another, its order stands.
    """
    latin: list[str] = read_toml(DATA)["codecs"]
    order = list(texts)
    if not order or order[0] not in latin:
        return order
    among = [codec for codec in latin if codec in texts]
    return sorted(among, key=lambda codec: -covered(texts[codec]))


def covered(text: str) -> float:
    """The largest share of the letters beyond ASCII that one language's alphabet has, 0 to 1.

    A symbol right after a letter ("powiedzia³") stands for a letter that no alphabet has.
    """
    letters = [
        char
        for before, char in pairwise(" " + text.lower())
        if char > "\x7f" and (char.isalpha() or (before.isalpha() and category(char) in SYMBOLS))
    ]
    if not letters:
        return 1.0
    alphabets = map(frozenset, read_toml(DATA)["letters"].values())
    return max(sum(char in alphabet for char in letters) for alphabet in alphabets) / len(letters)
