"""From a stream of documents to batches bounded in number and bytes, each id once a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from flows.running.outcomes import Outcome, Reference, Tally
from flows.running.seen import SeenIds
from flows.sources import Unreadable
from flows.split.slip import Slip
from transforms.article import RawArticle

Document = RawArticle | Unreadable | Slip
T = TypeVar("T")


def batches(
    documents: Iterable[Document], tally: Tally, seen: SeenIds, most: int, most_bytes: int
) -> Iterator[list[Document]]:
    """Batches of at most `most` documents and about `most_bytes` of content, never empty.

    A document whose id was read before in this run is counted in `tally` as a duplicate and goes
    no further: the first one read is the one that is loaded.

    Args:
        seen: what was read; it is added to, the files too (`file_key`).
    """
    first = map(_at_its_moment, _first_ones(documents, tally, seen))
    return bounded(first, size_of, most, most_bytes)


def size_of(document: Document) -> int:
    """Of its content, in bytes."""
    return document.size if isinstance(document, Slip) else len(document.content or b"")


def bounded(
    items: Iterable[T], size: Callable[[T], int], most: int | None, most_bytes: int | None
) -> Iterator[list[T]]:
    """Batches in order, never empty, each full with the item that reaches a bound.

    No item is taken that is not in the batch that comes next: who stops between two batches has
    all that was read in hand. So a batch may hold more than `most_bytes`, by its last item.

    Args:
        size: the bytes of an item.
        most: items; None for any number, as for `most_bytes`.
    """
    batch: list[T] = []
    held = 0
    for item in items:
        batch.append(item)
        held += size(item)
        if len(batch) == most or (most_bytes is not None and held >= most_bytes):
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def file_key(uri: str) -> str:
    """What `seen` holds of a file that an article was read from."""
    return f"file {uri}"


def unreadable_key(id: str) -> str:
    """What `seen` holds of a document that could not be read.

    It must not stand in the way of the article of the same address.
    """
    return f"unreadable {id}"


def _first_ones(documents: Iterable[Document], tally: Tally, seen: SeenIds) -> Iterator[Document]:
    for document in documents:
        if _first_time(document, seen):
            yield document
            continue
        tally.read += 1
        why = "read before in this run"
        tally.count(Outcome.DUPLICATE, Reference(document.id, document.uri, why))


def _first_time(document: Document, seen: SeenIds) -> bool:
    if _is_unreadable(document):
        return seen.first_time(unreadable_key(document.id))
    if not isinstance(document, Unreadable) and document.read_from is not None:
        seen.first_time(file_key(document.read_from))
    return seen.first_time(document.id)


def _is_unreadable(document: Document) -> bool:
    return document.unreadable if isinstance(document, Slip) else isinstance(document, Unreadable)


def _at_its_moment(document: Document) -> Document:
    # Here and not in the worker: of two runs the one that has read later is to win.
    if isinstance(document, Unreadable) or document.retrieved is not None:
        return document
    return replace(document, retrieved=datetime.now(UTC))
