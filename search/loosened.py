"""What is asked for instead where no article has all words of a query."""

from __future__ import annotations

from dataclasses import replace

from search.parts import All, Most, Query, Word

LOOSENED = "No article fits all of it: here are those with some of the words, the nearest first."


def loosened(query: Query) -> Query | None:
    """The query with its words, of which not all must occur any more; None where it has no two.

    What was asked for in another way still holds: phrases, fields, what must not occur.
    """
    words = tuple(part for part in query.asked.parts if isinstance(part, Word))
    if len(words) < 2:
        return None
    others = tuple(part for part in query.asked.parts if not isinstance(part, Word))
    return replace(query, asked=All((Most(words), *others)), notes=(*query.notes, LOOSENED))
