"""How large the index is against the raw text, and what each field costs.

    python -m benchmarks.index_size [SIXTEENTHS]

Copies that share of the articles and raw articles behind the aliases (all sixteen by default; ids
are hashes, so a share is drawn by chance) into indices of its own, merges each into one segment, so
that nothing deleted counts, and asks Elasticsearch to analyze them (`_disk_usage`, an expensive
task). The copies are deleted in the end; nothing else is written.

`_source` is one compressed field. It is told by the fields that it consists of, in proportion to
their JSON.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from index_mappings.cluster import cluster_of_today
from index_mappings.families import Aliases
from index_mappings.indices import put_templates
from index_mappings.layout import replicas_of

SIXTEENTHS = 16
PATIENCE = 600
PARTS = {
    "inverted_index": "terms",
    "doc_values": "doc values",
    "points": "points",
    "norms": "norms",
    "term_vectors": "vectors",
}
LEAST = 0.002
"""Of the whole: smaller fields are told together."""


@contextmanager
def copy_of(client: Elasticsearch, alias: str, share: dict[str, Any]) -> Iterator[str]:
    """A share of what stands behind an alias, in one index of one segment."""
    index = f"{alias}-measured"
    client.options(ignore_status=404).indices.delete(index=index)
    client.indices.create(index=index, settings={**replicas_of(client), "refresh_interval": "-1"})
    try:
        client.reindex(source={"index": alias, "query": share, "size": 200}, dest={"index": index})
        client.indices.flush(index=index)
        client.indices.forcemerge(index=index, max_num_segments=1)
        client.indices.refresh(index=index)
        yield index
    finally:
        client.indices.delete(index=index)


def fields_of(client: Elasticsearch, index: str) -> dict[str, Counter[str]]:
    """Bytes on disk by field and kind; those of `_source` by the fields in it, as "source"."""
    told = client.indices.disk_usage(index=index, run_expensive_tasks=True)[index]["fields"]
    found: dict[str, Counter[str]] = {}
    for name, sizes in told.items():
        if name == "_source":
            continue
        found[name] = Counter({label: _bytes(sizes, part) for part, label in PARTS.items()})
        found[name]["source"] += _bytes(sizes, "stored_fields")
    written = json_of(client, index)
    stored = _bytes(told["_source"], "stored_fields")
    for name, size in written.items():
        found.setdefault(name, Counter())["source"] += round(stored * size / written.total())
    return found


def _bytes(sizes: dict[str, Any], part: str) -> int:
    whole = sizes[part] if isinstance(sizes.get(part), dict) else sizes
    name = "total_in_bytes" if whole is not sizes else f"{part}_in_bytes"
    return int(whole[name])


def json_of(client: Elasticsearch, index: str) -> Counter[str]:
    """Bytes of JSON by outermost field, over all documents."""
    found: Counter[str] = Counter()
    for hit in scan(client, index=index, size=200):
        for name, value in hit["_source"].items():
            found[name] += len(json.dumps({name: value}, ensure_ascii=False).encode()) - 2
    return found


def told_by(found: dict[str, Counter[str]], raw_text: int) -> Iterator[str]:
    """A table, the dearest field first, fields of an object together with it."""
    whole = sum(sizes.total() for sizes in found.values())
    grouped: dict[str, Counter[str]] = {}
    for name, sizes in found.items():
        outermost = name if name.startswith("_") else name.partition(".")[0]
        grouped.setdefault(outermost, Counter()).update(sizes)
    small = [name for name, sizes in grouped.items() if sizes.total() < LEAST * whole]
    rest: Counter[str] = Counter()
    for name in small:
        rest.update(grouped.pop(name))
    grouped[f"{len(small)} others"] = rest
    labels = ["source", *PARTS.values()]
    yield f"| field | kB | of raw text | {' | '.join(labels)} |"
    yield f"|{'---|' * (len(labels) + 3)}"
    for name, sizes in sorted(grouped.items(), key=lambda each: -each[1].total()):
        parts = " | ".join(f"{sizes[label] / 1000:,.0f}" for label in labels)
        share = sizes.total() / raw_text
        yield f"| {name} | {sizes.total() / 1000:,.0f} | {share:.1%} | {parts} |"
    yield f"| all | {whole / 1000:,.0f} | {whole / raw_text:.1%} |{' |' * len(labels)}"


def main(sixteenths: int) -> None:
    share: dict[str, Any] = {"match_all": {}}
    if sixteenths < SIXTEENTHS:
        share = {"range": {"id": {"lt": f"{sixteenths:x}"}}}
    with cluster_of_today() as (own, aliases):
        client = own.options(request_timeout=PATIENCE)
        put_templates(client, Aliases(aliases.prefix))
        with copy_of(client, aliases.articles, share) as index:
            sums = {"text": {"sum": {"field": "words"}}}
            answer = client.search(index=index, size=0, track_total_hits=True, aggs=sums)
            articles = answer["hits"]["total"]["value"]
            words = answer["aggregations"]["text"]["value"]
            found = fields_of(client, index)
        with copy_of(client, aliases.raw, share) as index:
            read = client.search(index=index, size=0, aggs={"bytes": {"sum": {"field": "bytes"}}})
            raw_text = int(read["aggregations"]["bytes"]["value"])
            raw = sum(sizes.total() for sizes in fields_of(client, index).values())
    print(f"{articles:,} articles, {words / articles:,.0f} words each after cleaning")
    print(f"raw text {raw_text / 1000:,.0f} kB, {raw_text / articles:,.0f} bytes an article")
    whole = sum(sizes.total() for sizes in found.values())
    print(f"index of articles {whole / 1000:,.0f} kB, {whole / raw_text:.2f} of the raw text")
    print(f"index of raw articles {raw / 1000:,.0f} kB, {raw / raw_text:.2f} of the raw text")
    print()
    print("\n".join(told_by(found, raw_text)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else SIXTEENTHS)
