"""How well searches rank, and what is called related: on the project's own articles and a corpus.

nDCG@10 over judged queries; and of the articles that are about one query, how many of the others
each of them has among its first five kin (copies of it aside, which are never kin).

`judged/seeds.jsonl` and `judged/corpus.jsonl` hold a query a line, with the grades of
articles: 2 is about it, 1 touches it, 0 (or no grade) neither. They were given by reading pools of
what several rankings found, not of today's alone. A third of the queries is marked `unread`: no
ranking was tuned on them, and their figure stands beside the other.

Of the corpus there are ids and grades here, none of its text. Its articles are indexed without the
entity model: with curated names that stand in them to the letter, which takes seconds.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.curated_file import curated_names
from index_mappings.documents import FACET_OF_KIND, Document, encode
from index_mappings.families import Aliases
from index_mappings.indices import drop
from index_mappings.settings import Settings
from search.find import find
from search.related import related
from search.request import SearchRequest
from tests.gates.data import PROJECT, Figures
from tests.running_node import running_node
from tests.seeded_index import RUN, load, seed_documents
from transforms.article import KIND_OF_LABEL, Article, Language, Metadata, RawArticle
from transforms.entities.gazetteer import Gazetteer, curated
from transforms.names.curated import CuratedNames

JUDGED = Path(__file__).parent / "judged"
SEED_QUERIES, CORPUS_QUERIES = JUDGED / "seeds.jsonl", JUDGED / "corpus.jsonl"
CORPUS = PROJECT.parent / "shared" / "corpus" / "news-6k.jsonl.gz"
SHOWN, KIN, ABOUT = 10, 5, 2
# Of the corpus every fourth article is there besides those that were judged.
OF_ALL = 4


def ndcg(grades: Mapping[str, int], ranked: Sequence[str]) -> float:
    """Normalized discounted cumulative gain of the first ten; the gain of a grade is 2^grade - 1.

    >>> ndcg({"a": 2, "b": 1}, ["a", "b"]), ndcg({"a": 2}, ["x", "y"])
    (1.0, 0.0)
    """

    def gain(given: Sequence[int]) -> float:
        return sum(
            (2.0**each - 1) / math.log2(place + 2) for place, each in enumerate(given[:SHOWN])
        )

    best = sorted(grades.values(), reverse=True)
    return gain([grades.get(id, 0) for id in ranked]) / gain(best)


@cache
def _names() -> CuratedNames:
    return curated_names(Settings().names_file)


def judged(path: Path) -> list[dict[str, Any]]:
    """The queries of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def relevance_seeds() -> Figures:
    """Searches over the sample articles, as the whole pipeline indexes them."""
    return _figures(seed_documents(real=False), SEED_QUERIES)


def relevance_corpus() -> Figures:
    """Searches over news of several years and outlets."""
    return _figures(_corpus_documents(), CORPUS_QUERIES)


def _figures(documents: dict[str, Document], queries: Path) -> Figures:
    with _index(documents) as search:
        scores = {
            unread: [
                ndcg(row["grades"], search(row["query"]))
                for row in judged(queries)
                if row["unread"] is unread
            ]
            for unread in (False, True)
        }
        kin = [share for row in judged(queries) for share in search.kin_found(row["grades"])]
    return {
        "ndcg_read": _mean(scores[False]),
        "ndcg_unread": _mean(scores[True]),
        "kin_at_5": _mean(kin),
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


class Search:
    """Searches an index; articles are called as the judged queries call them."""

    def __init__(self, client: Elasticsearch, aliases: Aliases, names: Mapping[str, str]) -> None:
        self.client, self.aliases, self.names = client, aliases, names

    def __call__(self, query: str) -> list[str]:
        request = SearchRequest(query, size=SHOWN)
        result = find(self.client, self.aliases, request, _names())
        return [self.names[hit.id] for hit in result.hits]

    def kin_found(self, grades: Mapping[str, int]) -> Iterator[float]:
        """For each article that is about a query, the share of the others among its kin."""
        about = {id for id, name in self.names.items() if grades.get(name) == ABOUT}
        for id in sorted(about):
            others = {each for each in about if self._story(each) != self._story(id)}
            if others:
                near = {hit.id for hit in related(self.client, self.aliases, id, KIN)}
                yield len(near & others) / min(KIN, len(others))

    @cache  # noqa: B019 - as long as a measure takes
    def _story(self, id: str) -> str:
        told = self.client.get_source(index=self.aliases.articles, id=id, source_includes="story")
        return str(told["story"])


@contextmanager
def _index(documents: dict[str, Document]) -> Iterator[Search]:
    names = {id: str(document["uri"]).rsplit("/", 1)[-1] for id, document in documents.items()}
    aliases = Aliases(f"dlt-{secrets.token_hex(4)}-")
    with running_node() as url, Elasticsearch(url, request_timeout=120) as client:
        try:
            load(client, aliases, documents)
            yield Search(client, aliases, names)
        finally:
            drop(client, aliases)


@cache
def _corpus_documents() -> dict[str, Document]:
    wanted = {id for row in judged(CORPUS_QUERIES) for id in row["grades"]}
    gazetteer = curated(_names())
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    documents = (
        _document(row, gazetteer) for row in rows if row["id"] in wanted or _is_drawn(row["id"])
    )
    return {document["id"]: document for document in documents}


def _is_drawn(id: str) -> bool:
    return hashlib.sha256(id.encode()).digest()[0] % OF_ALL == 0


def _document(row: Mapping[str, Any], gazetteer: Gazetteer) -> Document:
    told = Metadata(published=row["published"] or None, source=row["outlet"], title=row["title"])
    raw = RawArticle(f"corpus:///{row['id']}", row["text"].encode(), metadata=told)
    article = Article(raw, title=row["title"], text=row["text"], language=Language("en", 1.0))
    names: dict[str, set[str]] = {}
    for match in gazetteer.find(row["text"]):
        kind = KIND_OF_LABEL[match.label]
        name = _names().exact(row["text"][match.start : match.end], kind)
        if name:
            names.setdefault(FACET_OF_KIND[kind], set()).add(name.canonical)
    facets = {facet: sorted(found) for facet, found in names.items()}
    every = sorted({name for found in names.values() for name in found})
    return {**encode(article, {}, RUN, datetime.now(UTC)), **facets, "names": every}
