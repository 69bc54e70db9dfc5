"""A slip: where a document is and what it is called, without what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, islice
from typing import BinaryIO

from flows.sources.bounded import Line
from flows.sources.encoding import LineDecoder, Told
from flows.sources.json_records import read_line
from flows.sources.options import SourceOptions
from flows.sources.outcome import HEAD_BYTES, Outcome, Reason, Unreadable, printable
from flows.sources.progress import Progress
from flows.sources.read import read_found
from flows.sources.records import Container
from flows.split.piece import Place
from transforms.article import RawArticle

CHANGED = "changed while it was read, or a worker can't read it: ingest it again"


@dataclass(frozen=True, slots=True)
class AtLine:
    """A line: where it begins in its file and how long it is, in bytes; its number there.

    `encoding` is the one that its file is in, where it is not UTF-8.
    """

    start: int
    length: int
    number: int
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Nth:
    """The document of this number, from 0, of a file that is read as a whole."""

    number: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A document that is still where it was found.

    Args:
        id, uri, source, read_from: its own, as of the document.
        size: of its content, in bytes.
        unreadable: whether it could not be read.
        seal: what it is known again by.
        place, at, options: where it is, and how it is read.
        retrieved: as of an article.
    """

    id: str
    uri: str | None
    source: str | None
    read_from: str | None
    size: int
    unreadable: bool
    seal: str
    place: Place
    at: AtLine | Nth
    options: SourceOptions
    retrieved: datetime | None = None

    @classmethod
    def of(
        cls, outcome: Outcome, seal: str, place: Place, at: AtLine | Nth, options: SourceOptions
    ) -> Slip:
        """The slip of a document that was read there."""
        article = outcome if isinstance(outcome, RawArticle) else None
        return cls(
            outcome.id,
            outcome.uri,
            article.source if article else None,
            article.read_from if article else None,
            len(outcome.content or b""),
            article is None,
            seal,
            place,
            at,
            options,
        )

    def after(self, lines: int) -> Slip:
        """The same, where so many lines come before those that its number was counted from."""
        if not lines or not isinstance(self.at, AtLine):
            return self
        at = replace(self.at, number=self.at.number + lines)
        by_line = f"{self.place.uri}#line={self.at.number}"
        if not self.unreadable or self.uri != by_line:
            return replace(self, at=at)
        uri = f"{self.place.uri}#line={at.number}"
        return replace(self, at=at, uri=uri, id=Unreadable(uri, Reason.CHANGED, "").id)


def seal_of_line(line: Line) -> str:
    """What a line is known again by."""
    return hashlib.blake2b(line.data + str(line.length).encode(), digest_size=12).hexdigest()


def seal_of(outcome: Outcome) -> str:
    """What a document of a file that is read as a whole is known again by."""
    return (
        outcome.content_hash
        if isinstance(outcome, RawArticle)
        else f"{outcome.reason} {outcome.id}"
    )


def fetched(documents: Iterable[Slip | Outcome]) -> Iterator[Outcome]:
    """The documents in order, what slips tell of read where it is; others as they are.

    One that is not there any more as it was surveyed becomes Unreadable: `changed`.
    """
    for place, group in groupby(
        documents, lambda each: each.place if isinstance(each, Slip) else None
    ):
        if place is None:
            yield from (each for each in group if not isinstance(each, Slip))
            continue
        yield from _fetched([each for each in group if isinstance(each, Slip)])


def _fetched(slips: Sequence[Slip]) -> Iterator[Outcome]:
    try:
        found = _of_lines(slips) if isinstance(slips[0].at, AtLine) else _of_whole(slips)
    except Exception:  # noqa: BLE001 - drivers of remote stores raise their own
        found = [None] * len(slips)
    for slip, outcome in zip(slips, found, strict=True):
        if outcome is None:
            yield Unreadable(slip.uri, Reason.CHANGED, f"{_shown(slip)}: {CHANGED}")
        elif isinstance(outcome, RawArticle):
            yield replace(outcome, read_from=slip.read_from, retrieved=slip.retrieved)
        else:
            yield outcome


def _of_lines(slips: Sequence[Slip]) -> list[Outcome | None]:
    found = slips[0].place.found()
    with closing(found.store.open(found.entry.path)) as stream:
        return [_at_line(stream, slip, found.entry.name) for slip in slips]


def _at_line(stream: BinaryIO, slip: Slip, name: str) -> Outcome | None:
    at = slip.at
    assert isinstance(at, AtLine)  # noqa: S101 - for the type checker
    most, options = slip.options.max_bytes, slip.options
    stream.seek(at.start)
    wanted = at.length if at.length <= most else min(HEAD_BYTES, most)
    line = Line(at.number, _exactly(stream, wanted), at.length)
    if seal_of_line(line) != slip.seal:
        return None
    decoder = LineDecoder(told=Told(utf8=True, other=at.encoding))
    return read_line(line, Container(slip.place.uri, printable(name), options), decoder)


def _exactly(stream: BinaryIO, wanted: int) -> bytes:
    held = bytearray()
    while len(held) < wanted and (part := stream.read(wanted - len(held))):
        held += part
    return bytes(held)


def _of_whole(slips: Sequence[Slip]) -> list[Outcome | None]:
    numbers = [slip.at.number for slip in slips]
    every = read_found(slips[0].place.found(), slips[0].options, Progress())
    kept = {n: each for n, each in enumerate(islice(every, max(numbers) + 1)) if n in set(numbers)}
    found = [kept.get(number) for number in numbers]
    return [
        each if each is not None and seal_of(each) == slip.seal else None
        for slip, each in zip(slips, found, strict=True)
    ]


def _shown(slip: Slip) -> str:
    name = printable(slip.place.uri.rpartition("/")[2])
    what = "line" if isinstance(slip.at, AtLine) else "document"
    return f"{name}, {what} {slip.at.number:,}"
