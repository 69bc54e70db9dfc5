"""From a stream of documents to batches bounded in number and bytes, each id once a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.outcomes import Outcome, Reference, Tally
from flows.seen import SeenIds
from flows.sources import Unreadable
from transforms.article import RawArticle

Document = RawArticle | Unreadable


def batches(
    documents: Iterable[Document], tally: Tally, most: int, most_bytes: int
) -> Iterator[list[Document]]:
    """Batches of at most `most` documents and about `most_bytes` of content, never empty.

    A document whose id was read before in this run is counted in `tally` as a duplicate and goes
    no further: the first one read is the one that is loaded.
    """
    batch: list[Document] = []
    held = 0
    with SeenIds() as seen:
        for document in documents:
            if not seen.first_time(_key(document)):
                tally.read += 1
                why = "read before in this run"
                tally.count(Outcome.DUPLICATE, Reference(document.id, document.uri, why))
                continue
            size = len(document.content or b"")
            if batch and held + size > most_bytes:
                yield batch
                batch, held = [], 0
            batch.append(document)
            held += size
            if len(batch) >= most:
                yield batch
                batch, held = [], 0
    if batch:
        yield batch


def _key(document: Document) -> str:
    # A record that can't be read must not stand in the way of the article of the same address.
    return f"unreadable {document.id}" if isinstance(document, Unreadable) else document.id
