"""Loading prepared documents, against a bare `helpers.parallel_bulk` of the same bytes.

    python -m benchmarks.loading PREFIX [--documents 2000] [--rounds 5] [--keep]

PREFIX is that of indices that hold articles already (`dateline-`): their documents are loaded
anew, by both ways in turn, into indices with the same mapping, named `bench-…` and deleted
afterwards. Two threads each, the chunks of the settings. Medians of the rounds.
"""

import os
import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice

from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk, scan

from benchmarks.end_to_end import index
from benchmarks.results import arguments, keep
from index_mappings.cluster import open_cluster
from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.load import put
from index_mappings.settings import Settings

Documents = Mapping[str, Document]
THREADS = 2


def ours(client: Elasticsearch, alias: str, documents: Documents, settings: Settings) -> None:
    """As a run does: a batch a call, two at a time."""
    ids = list(documents)
    size = settings.batch_size
    batches = [ids[at : at + size] for at in range(0, len(ids), size)]

    def load(batch: list[str]) -> None:
        refused = put(client, alias, {id: documents[id] for id in batch}, settings)
        assert not refused, refused[0]

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(load, batches))


def bare(client: Elasticsearch, alias: str, documents: Documents, settings: Settings) -> None:
    """The library's own way."""
    actions = ({"_index": alias, "_id": id, "_source": told} for id, told in documents.items())
    results = parallel_bulk(
        client,
        actions,
        thread_count=THREADS,
        chunk_size=settings.chunk_documents,
        max_chunk_bytes=settings.chunk_bytes,
    )
    assert all(written for written, _ in results)


def seconds(load: Callable[..., None], settings: Settings, documents: Documents) -> float:
    """Seconds of a load into an empty index, until it can be searched."""
    with index(f"bench-{os.getpid()}-") as prefix, open_cluster(settings) as client:
        alias = Aliases(prefix).articles
        ensure(client, Aliases(prefix))
        started = time.perf_counter()
        load(client, alias, documents, settings)
        client.indices.refresh(index=alias)
        taken = time.perf_counter() - started
        count = client.count(index=alias)["count"]
        assert count == len(documents), f"{count} of {len(documents)}"
        return taken


def main() -> None:
    parser = arguments("loading")
    parser.add_argument("prefix")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    settings = Settings()
    with (
        open_cluster(settings) as client,
        closing(scan(client, index=Aliases(asked.prefix).articles)) as hits,
    ):
        documents = {hit["_id"]: hit["_source"] for hit in islice(hits, asked.documents)}
    seconds(bare, settings, documents)  # the server's first load is slower than any later one
    rounds = [
        (seconds(ours, settings, documents), seconds(bare, settings, documents))
        for _ in range(asked.rounds)
    ]
    mine, library = (statistics.median(column) for column in zip(*rounds, strict=True))
    told = f"{len(documents):,} documents: {mine:.1f} s, parallel_bulk {library:.1f} s"
    of_bulk = statistics.median(b / a for a, b in rounds)
    print(f"{told}; of parallel_bulk's rate {of_bulk:.3f}")
    if asked.keep:
        keep("loading", of_bulk, f"{told}, medians of {asked.rounds} rounds")


if __name__ == "__main__":
    main()
