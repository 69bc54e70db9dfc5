"""What a query's text asks for: words, phrases, and what must not occur.

A typo is never an error: a quote that is not closed ends with the text, a lone minus or asterisk
is passed over. There are no operators but quotes and the leading minus, so nothing needs escaping.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search.errors import SearchError, shown

# Elasticsearch refuses a query of some thousands of clauses; people stay far below these.
MOST_CHARACTERS = 2_000
MOST_PARTS = 200

PART = re.compile(r'(?P<minus>-*)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))


@dataclass(frozen=True, slots=True)
class Words:
    """A parsed query. Words and phrases must all occur; what is in `without` must not."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()
    without_phrases: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Words:
        """From what was typed; without any text, nothing is asked for.

        Raises SearchError where the text is too long, or has signs and not one word.

        >>> Words.parse('strikes -"power station').without_phrases
        ('power station',)
        """
        if len(text) > MOST_CHARACTERS:
            raise SearchError(
                f"The query has {len(text):,} characters; at most {MOST_CHARACTERS:,} are allowed."
            )
        parts = list(_parts(text.translate(QUOTES)))
        if len(parts) > MOST_PARTS:
            raise SearchError(
                f"The query has {len(parts):,} words and phrases; at most {MOST_PARTS} are allowed."
            )
        if text.strip() and not parts:
            raise SearchError(
                f"{shown(text)} has no word to search for: give words, "
                'a "quoted phrase", or -words that must not occur.'
            )

        def said(is_phrase: bool, without: bool) -> tuple[str, ...]:
            return tuple(told for *kind, told in parts if kind == [is_phrase, without])

        return cls(said(False, False), said(True, False), said(False, True), said(True, True))


def _parts(text: str) -> Iterator[tuple[bool, bool, str]]:
    """(is a phrase, must not occur, what it says) of each part that says something."""
    for part in PART.finditer(text):
        phrase, word = part["phrase"], part["word"]
        told = word if phrase is None else " ".join(phrase.split())
        if any(map(_is_searched, told)):
            yield phrase is not None, bool(part["minus"]), told


def _is_searched(character: str) -> bool:
    # The index's tokenizer keeps letters, digits and pictographs.
    return character.isalnum() or unicodedata.category(character) == "So"
