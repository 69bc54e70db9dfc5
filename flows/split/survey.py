"""Surveying a piece: what it holds, by name. It is done by a worker, and safe to repeat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace

from flows.sources.bounded import Line, split_lines
from flows.sources.encoding import NOTHING_TOLD, LineDecoder, Told, marked_encoding
from flows.sources.json_records import read_line
from flows.sources.outcome import Outcome, printable
from flows.sources.progress import Progress
from flows.sources.read import read_found
from flows.sources.records import Container
from flows.sources.stores import pieces
from flows.split.piece import Page, Piece, Range, head_of
from flows.split.slip import AtLine, Nth, Slip, seal_of, seal_of_line
from transforms.article import RawArticle


@dataclass(slots=True)
class Survey:
    """What a piece holds.

    Args:
        slips: its documents in order; lines are counted from the piece's own first one, 1.
        lines: how many lines it has, blank ones too.
        told: what all lines up to its end tell of the encoding.
        began_with: what was told before the piece, as it was known then.
        was_asked: whether what came before the piece has mattered.
        stamp: of its file, when it had been read.
        faults: files of which something could not be read.
    """

    slips: list[Slip] = field(default_factory=list)
    lines: int = 0
    told: Told = NOTHING_TOLD
    began_with: Told = NOTHING_TOLD
    was_asked: bool = False
    stamp: str = ""
    faults: frozenset[str] = frozenset()


def survey(piece: Piece, told: Told = NOTHING_TOLD) -> Survey:
    """Read a piece, and keep no more than slips.

    Args:
        told: what the lines before the piece tell of the file's encoding.

    Raises OSError, or an error of a driver's own, where it can't be read here.
    """
    return _of_page(piece) if isinstance(piece, Page) else _of_range(piece, told)


def _of_page(page: Page) -> Survey:
    done, progress = Survey(), Progress()
    for place in page.places:
        for number, outcome in enumerate(read_found(place.found(), page.options, progress)):
            slip = Slip.of(outcome, seal_of(outcome), place, Nth(number), page.options)
            done.slips.append(slip)
    done.faults = frozenset(progress.faults)
    return done


def _of_range(piece: Range, told: Told) -> Survey:
    done = Survey(began_with=told)
    found = piece.place.found()
    store, path = found.store, found.entry.path
    container = Container(piece.place.uri, printable(found.entry.name), piece.options)
    head = head_of(store, path)
    mark = marked_encoding(head)
    decoder = LineDecoder(head[mark[1] :] if mark else head, told)
    for offset, line in lines_of(piece, mark[1] if mark else 0):
        done.lines = line.number
        outcome = read_line(line, container, decoder)
        if outcome is not None:
            done.slips.append(_slip(outcome, offset, line, piece, decoder))
    done.told, done.was_asked = decoder.told, decoder.was_asked
    done.stamp = store.stamp(path)
    unread = {piece.place.uri} if any(slip.unreadable for slip in done.slips) else ()
    done.faults = frozenset(unread)
    return done


def _slip(outcome: Outcome, offset: int, line: Line, piece: Range, decoder: LineDecoder) -> Slip:
    if isinstance(outcome, RawArticle):
        outcome = replace(outcome, read_from=piece.place.uri)
    at = AtLine(offset, line.length, line.number, decoder.told.other)
    return Slip.of(outcome, seal_of_line(line), piece.place, at, piece.options)


def lines_of(piece: Range, mark: int = 0) -> Iterator[tuple[int, Line]]:
    """The lines that begin in the piece, each with its offset; numbers are counted from 1.

    A line belongs to the piece that its first byte is in, however far it reaches: so each line of
    a file belongs to exactly one, wherever the file is cut.

    Args:
        mark: the length of the file's byte order mark, which is no part of its first line.
    """
    found = piece.place.found()
    with closing(found.store.open(found.entry.path)) as stream:
        # From the byte before: a newline there says that a line begins with the piece.
        offset = max(mark, piece.start - 1)
        stream.seek(offset)
        lines = split_lines(pieces(stream), piece.options.max_bytes)
        if piece.start:
            torn = next(lines, None)
            offset += torn.length + 1 if torn else piece.size + 1
        for number, line in enumerate(lines, start=1):
            if offset >= piece.end and offset > mark:
                return
            yield offset, Line(number, line.data, line.length)
            offset += line.length + 1
