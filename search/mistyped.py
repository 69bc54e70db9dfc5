"""Names that were typed wrongly, found among the names of the index; never in its text."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from elasticsearch import Elasticsearch
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.lookup import Looked
from search.naming import Naming
from transforms.article import NameKind
from transforms.names.curated import CuratedNames
from transforms.names.keys import name_key
from transforms.names.normal import normal_form
from transforms.names.words_alike import words_alike

FIELDS = {
    "persons": NameKind.PERSON,
    "organisations": NameKind.ORGANISATION,
    "places": NameKind.PLACE,
}
# The commonest of each kind: the words of so many take a few megabytes, however large the index.
MOST_NAMES = 5_000
SECONDS_KEPT = 60
SHORTEST, LONGEST = 5, 40
MOST_CANDIDATES = 40
LEAST_ALIKE = 0.6
SURE_ENOUGH = 0.75
COMMON = 0.15
HARDLY = 0.1
MOST_MEANT = 2
# A word that stands in more articles than this is a word, however it looks.
MOST_ARTICLES = 5


@dataclass(frozen=True, slots=True)
class Bearer:
    """A name of the index that has a certain word in it."""

    canonical: str
    words: tuple[str, ...]
    articles: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A name that a run of words, [start, stop), may have meant; better ones are larger."""

    beside: int
    alike: float
    articles: int
    canonical: str
    start: int
    stop: int

    @property
    def rank(self) -> tuple[int, float, str]:
        # Ten times as many articles outweigh a letter that is likelier to be a slip.
        return self.beside, self.weight, self.canonical

    @property
    def weight(self) -> float:
        """How likely it is by its letters and by how common it is."""
        return self.alike + COMMON * math.log10(self.articles)

    def is_hardly_above(self, other: _Found) -> bool:
        """Whether the other one may as well be meant."""
        same = (self.start, self.stop) == (other.start, other.stop)
        return same and self.weight - other.weight <= HARDLY


def mistyped(
    client: Elasticsearch,
    index: str,
    words: Sequence[str],
    naming: Naming,
    looked: Looked,
) -> dict[str, tuple[str, ...]]:
    """Key of a run of these words to the names that it may have meant, the likeliest first.

    Only words of which the index has next to none are looked at, and what is no name yet.
    """
    known = {at for each in naming.meant(words) for at in range(each.start, each.stop)}
    rare = [
        at
        for at, word in enumerate(words)
        if at not in known
        and SHORTEST <= len(name_key(word)) <= LONGEST
        and looked.articles.get(word, MOST_ARTICLES + 1) <= MOST_ARTICLES
    ]
    if not rare:
        return {}
    bearers = _bearers(client, index, naming.curated, int(time.monotonic() // SECONDS_KEPT))
    found: dict[str, tuple[str, ...]] = {}
    for at in rare:
        ranked = sorted(_candidates(words, at, bearers), key=lambda each: each.rank, reverse=True)
        meant = [each for each in ranked if _is_meant(words[at], each, looked)]
        if meant:
            best = meant[0]
            run = name_key(normal_form(" ".join(words[best.start : best.stop])))
            near = [each.canonical for each in meant if best.is_hardly_above(each)]
            found[run] = tuple(dict.fromkeys(near))[:MOST_MEANT]
    return found


def _is_meant(word: str, best: _Found, looked: Looked) -> bool:
    """Whether the name is commoner than the word as it was typed, and than a word near it."""
    ordinary = max((count for _, count in looked.corrections.get(word, ())[:1]), default=0)
    capital = word != word.lower()
    return best.articles > looked.articles.get(word, 0) and (
        capital or best.beside > 0 or best.articles * 4 >= ordinary
    )


def _candidates(
    words: Sequence[str], at: int, bearers: Mapping[str, tuple[Bearer, ...]]
) -> Iterator[_Found]:
    key = name_key(words[at])
    near = process.extract(
        key,
        bearers.keys(),
        scorer=OSA.normalized_similarity,
        score_cutoff=LEAST_ALIKE,
        limit=MOST_CANDIDATES,
    )
    for word, _, _ in near:
        evidence = words_alike(key, word)
        if evidence is None or evidence.score < SURE_ENOUGH or word == key:
            continue
        for bearer in bearers[word]:
            start, stop = _extent(words, at, bearer)
            yield _Found(
                stop - start - 1, evidence.score, bearer.articles, bearer.canonical, start, stop
            )


def _extent(words: Sequence[str], at: int, bearer: Bearer) -> tuple[int, int]:
    """How far to both sides of a word the query's words are of the same name."""
    start, stop = at, at + 1
    while start > 0 and _is_of(words[start - 1], bearer):
        start -= 1
    while stop < len(words) and _is_of(words[stop], bearer):
        stop += 1
    return start, stop


def _is_of(word: str, bearer: Bearer) -> bool:
    key = name_key(word)
    return key in bearer.words or any(
        (evidence := words_alike(key, each)) is not None and evidence.score >= SURE_ENOUGH
        for each in bearer.words
    )


@lru_cache(maxsize=2)
def _bearers(
    client: Elasticsearch,
    index: str,
    curated: CuratedNames,
    moment: int,  # so that new articles count after a while
) -> Mapping[str, tuple[Bearer, ...]]:
    """Words of names to the names, with the aliases of those that are curated."""
    answer = client.search(
        index=index,
        size=0,
        aggs={field: {"terms": {"field": field, "size": MOST_NAMES}} for field in FIELDS},
    )
    found: dict[str, list[Bearer]] = defaultdict(list)
    for field, kind in FIELDS.items():
        for bucket in answer["aggregations"][field]["buckets"]:
            canonical, articles = bucket["key"], bucket["doc_count"]
            name = curated.exact(canonical, kind)
            for surface in name.surfaces if name else (canonical,):
                words = tuple(name_key(surface).split())
                for word in words:
                    if len(word) >= SHORTEST - 1:
                        found[word].append(Bearer(canonical, words, articles))
    return {word: tuple(each) for word, each in found.items()}
