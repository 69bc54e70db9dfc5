""" "Did you mean": the query with the words that stand nowhere put right, if that finds more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from search.query import everything
from search.syntax import parse

if TYPE_CHECKING:
    from search.understanding import Understood

MOST_WRONG = 4
MOST_TRIED = 12


def suggestion(
    client: Elasticsearch, aliases: Aliases, asked: Understood, total: int
) -> str | None:
    """The whole text of a query, corrected; None where no correction finds more than `total`."""
    wrong = [word for word in asked.absent if asked.looked.corrections.get(word)][:MOST_WRONG]
    if not wrong:
        return None
    tried = list(islice(_tries(asked.request.text, wrong, asked.looked.corrections), MOST_TRIED))
    searches: list[dict[str, Any]] = []
    for text in tried:
        query = everything(asked.request, parse(text), asked.naming)
        searches += [{"index": aliases.articles}, {"size": 0, "query": query}]
    answers = client.msearch(searches=searches)["responses"]
    found = [answer["hits"]["total"]["value"] if "hits" in answer else 0 for answer in answers]
    # Of two that find as much the likelier one, which stands first.
    best = max(range(len(tried)), key=lambda at: (min(found[at], 1), -at))
    return tried[best] if found[best] > total else None


def _tries(
    text: str, wrong: Sequence[str], corrections: Mapping[str, Sequence[tuple[str, int]]]
) -> Iterator[str]:
    """The text with each combination of corrections, the likeliest first."""
    options = [[right for right, _ in corrections[word]] for word in wrong]
    ranked = sorted(
        product(*(range(len(each)) for each in options)), key=lambda ranks: (sum(ranks), ranks)
    )
    for ranks in ranked:
        told = text
        for word, each, rank in zip(wrong, options, ranks, strict=True):
            told = _replaced(told, word, each[rank])
        if told != text:
            yield told


def _replaced(text: str, word: str, right: str) -> str:
    whole = rf"(?<!\w){re.escape(word)}(?!\w)"
    return re.sub(whole, lambda _: right, text)
