"""The same words in the capitals of headlines and datelines, which articles hold few of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from spacy.tokens import Doc
from spacy.training import Example

SHARE = 0.15
"""Of the pieces that a pass shows in another style than their own."""

SHORT = 3
"""Letters of words that a headline leaves as they are."""

Style = Callable[[str, str], str]


def all_capitals(word: str, label: str) -> str:
    """As in a headline of some agencies."""
    return word.upper()


def names_in_capitals(word: str, label: str) -> str:
    """As in a dateline, or a list of persons."""
    return word.upper() if label.endswith(("-GPE", "-PERSON", "-ORG")) else word


def headline(word: str, label: str) -> str:
    """As in a headline of most American papers."""
    return word.capitalize() if word.islower() and len(word) > SHORT else word


STYLES: Sequence[Style] = (all_capitals, names_in_capitals, headline)


def varied(example: Example, random: Random) -> Example:
    """`example`, once in a while in another style."""
    if random.random() >= SHARE:
        return example
    style = random.choice(STYLES)
    tags = [tag or "-" for tag in example.get_aligned_ner()]
    words = [style(token.text, tag) for token, tag in zip(example.reference, tags, strict=True)]
    spaces = [bool(token.whitespace_) for token in example.reference]
    doc = Doc(example.reference.vocab, words=words, spaces=spaces)
    return Example.from_dict(doc, {"entities": tags})
