"""What the index knows of a query's words, in one request: names they stand for, and how common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from transforms.names.keys import name_key

# Elasticsearch allows 1,024 clauses; nobody names so many in a query.
MOST_NAMES = 200
MOST_WORDS = 40
MOST_MERGES = 200
SHORTEST_COUNTED, LONGEST_COUNTED = 3, 60
LONGEST_NAME = 120
SUGGESTED = 5
EXACT = ["title.exact", "body.exact", "names.exact"]
ANY_FORM = ["title", "body", "names", *EXACT]


@dataclass(frozen=True)
class Looked:
    """What was found.

    Args:
        learned: key of what a name was called to what it is called now.
        articles: in how many articles each word stands as it was typed.
        absent: words that stand in no article, in none of their forms.
        corrections: words that stand in no article to words that do and look like them, each with
            its number of articles, the likeliest first.
    """

    learned: Mapping[str, str] = field(default_factory=dict)
    articles: Mapping[str, int] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    corrections: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)


def look_up(
    client: Elasticsearch, aliases: Aliases, names: Iterable[str], words: Iterable[str]
) -> Looked:
    """What is known of these names and words.

    Args:
        names: as they were typed, or their keys; case does not count.
        words: words of which it is asked how common they are.
    """
    told = [name for name in dict.fromkeys(names) if len(name) <= LONGEST_NAME][:MOST_NAMES]
    counted = [each for each in dict.fromkeys(words) if _is_counted(each)][:MOST_WORDS]
    asked = ([({"index": aliases.names}, _merges(told))] if told else []) + (
        [({"index": aliases.articles}, _commonness(counted))] if counted else []
    )
    if not asked:
        return Looked()
    searches = [
        part for header, body in asked for part in ({**header, "ignore_unavailable": True}, body)
    ]
    answers = client.msearch(searches=searches)["responses"]
    learned = _learned(answers[0], told) if told else {}
    return _counted(learned, answers[-1], counted) if counted else Looked(learned)


def _is_counted(word: str) -> bool:
    return SHORTEST_COUNTED <= len(word) <= LONGEST_COUNTED


def _merges(names: Collection[str]) -> dict[str, Any]:
    either = [{"term": {"aliases": {"value": name, "case_insensitive": True}}} for name in names]
    everywhere = {"bool": {"must_not": {"exists": {"field": "article"}}}}
    return {
        "query": {
            "bool": {
                "filter": [{"term": {"doc": "merge"}}, everywhere],
                "must": {"bool": {"should": either}},
            }
        },
        "size": MOST_MERGES,
        "_source": ["aliases", "canonical"],
        "sort": ["name_id"],
        "track_total_hits": False,
    }


def _learned(answer: Mapping[str, Any], names: Collection[str]) -> dict[str, str]:
    keys = set(map(name_key, names))
    found: dict[str, str] = {}
    for hit in answer.get("hits", {}).get("hits", ()):
        for alias in hit["_source"].get("aliases", ()):
            if (key := name_key(alias)) in keys:
                found.setdefault(key, hit["_source"]["canonical"])
    return found


def _commonness(words: Sequence[str]) -> dict[str, Any]:
    counted = {
        name: {
            "filters": {"filters": {str(at): _has(word, fields) for at, word in enumerate(words)}}
        }
        for name, fields in (("exact", EXACT), ("any_form", ANY_FORM))
    }
    suggested = {
        str(at): {
            "text": word,
            "term": {
                "field": "body.exact",
                "suggest_mode": "missing",
                "size": SUGGESTED,
                "prefix_length": 1,
                "max_edits": 2,
                "min_word_length": 4,
                "sort": "score",
            },
        }
        for at, word in enumerate(words)
    }
    return {"size": 0, "aggs": counted, "suggest": suggested}


def _has(word: str, fields: list[str]) -> dict[str, Any]:
    return {"multi_match": {"query": word, "fields": fields, "operator": "and"}}


def _counted(learned: Mapping[str, str], answer: Mapping[str, Any], words: Sequence[str]) -> Looked:
    if "aggregations" not in answer:  # no index yet
        return Looked(learned)
    exact, any_form = (
        [answer["aggregations"][name]["buckets"][str(at)]["doc_count"] for at in range(len(words))]
        for name in ("exact", "any_form")
    )
    corrections: dict[str, Sequence[tuple[str, int]]] = {
        word: [(option["text"], option["freq"]) for option in token["options"]]
        for at, word in enumerate(words)
        for token in answer.get("suggest", {}).get(str(at), ())
        if token["options"]
    }
    absent = tuple(word for word, count in zip(words, any_form, strict=True) if not count)
    return Looked(learned, dict(zip(words, exact, strict=True)), absent, corrections)
