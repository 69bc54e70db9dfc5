"""One document out of a source: a file, a record of a file, standard input."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from flows.sources import Outcome, SourceOptions, Unreadable, read_sources
from flows.sources.redact import shown_location
from transforms.article import RawArticle


class NotOneDocumentError(ValueError):
    """A location that is not one document, or one that can't be read. Says what to do."""


def read_one(location: str, options: SourceOptions, stdin: BinaryIO | None = None) -> RawArticle:
    """The one document that a location names, read as a run reads it.

    Args:
        location: a file, URI or `-`; `#3` behind it is its third record, `#name` the one of that
            id or with that in its URI's fragment.
        options: how to read.

    Raises:
        NotOneDocumentError: it holds none, several, no such record, or one that can't be read.
        SourceError: it is not there.
    """
    place, which = _split(location)
    outcomes = read_sources([place], options, stdin)
    found = _named(outcomes, which) if which else _only(outcomes, place)
    if found is None:
        told = f"no record {which!r}" if which else "no document"
        raise NotOneDocumentError(f"{shown_location(place)} holds {told}.")
    if isinstance(found, Unreadable):
        raise NotOneDocumentError(f"{found.error} ({found.reason}).")
    return found


def _split(location: str) -> tuple[str, str]:
    if Path(location).exists():
        return location, ""
    place, mark, which = location.rpartition("#")
    return (place, which) if mark and place else (location, "")


def _only(outcomes: Iterator[Outcome], place: str) -> Outcome | None:
    first = list(islice(outcomes, 2))
    if len(first) > 1:
        shown = shown_location(place)
        raise NotOneDocumentError(f"{shown} holds several documents: name one, as {shown}#1.")
    return first[0] if first else None


def _named(outcomes: Iterator[Outcome], which: str) -> Outcome | None:
    if re.fullmatch(r"[1-9][0-9]{0,11}", which):
        return next(islice(outcomes, int(which) - 1, None), None)
    return next((each for each in outcomes if _is_called(each, which)), None)


def _is_called(outcome: Outcome, which: str) -> bool:
    return which == outcome.id or (outcome.uri or "").rpartition("#")[2] == which
