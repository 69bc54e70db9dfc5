"""Dates that a reader of a web page sees beside its headline: published, or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from transforms.article import PublishedFrom
from transforms.published.candidate import Candidate
from transforms.published.notation import Moment, written_dates
from transforms.resources import read_toml

MARKUP = "published/data/markup.toml"
CUES = "published/data/cues.toml"

# Where a byline stands, in pieces of text before and after the headline.
BEFORE = 8
AFTER = 30
# A longer piece is prose; behind the second of them (the first may be a standfirst) is the body.
PROSE = 240
STANDFIRSTS = 2
# A byline has few words beside its date: author, desk, time of reading.
LONGEST = 160
BARE_WORDS = 9
LINKED_WORDS = 2
LONG_WORD = 8
LABEL = 40
MANY_PIECES = 20_000

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[!?\"“”«»]|[^\W\d_]{3}\.\s+[^\W\d_]{2}")
# "11–12 July" in the scripts that write it with a wave: an event.
_RANGE = re.compile(r"\s?(?:\([^)]{1,5}\))?\s?[~～〜]\s?\d")
_MARKS = " \t\r\n\u00a0:.,|/·•–—-("


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of visible text between two tags, in the page's order."""

    text: str
    headline: bool
    linked: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A date that the page shows. `place` is its piece's number; `kind` is None without label."""

    place: int
    kind: str | None
    moment: Moment
    label: str


def in_heading(tree: HtmlElement, title: str | None, language: str | None) -> Iterator[Candidate]:
    """The nearest date of publication by the headline, and the nearest date of a change."""
    pieces = list(_pieces(tree))
    headline = _headline(pieces, title)
    seen = list(_dates(pieces, language))
    near = [s for s in seen if headline is not None and _beside(pieces, headline, s.place)]
    # Above the headline many a page shows today's date.
    near.sort(key=lambda s: (pieces[s.place].linked, s.place < (headline or 0)))
    told = [s for s in near if s.kind == "published"] or [s for s in near if s.kind is None]
    told = told or _only([s for s in seen if s.kind == "published"])
    if told:
        yield Candidate(PublishedFrom.HEADING, told[0].moment)
    changed = [s for s in near if s.kind == "changed"]
    changed = changed or _only([s for s in seen if s.kind == "changed"])
    if changed:
        yield Candidate(PublishedFrom.UPDATED, changed[0].moment)


def _only(seen: Sequence[Seen]) -> list[Seen]:
    """The first, where all give one day: away from the headline several are of several articles."""
    return list(seen[:1]) if len({each.moment.day for each in seen}) == 1 else []


def _dates(pieces: Sequence[Piece], language: str | None) -> Iterator[Seen]:
    for place, piece in enumerate(pieces):
        if piece.headline or len(piece.text) > LONGEST or not _YEAR.search(piece.text):
            continue
        after = 0
        for written in written_dates(piece.text, language):
            label = piece.text[after : written.start]
            if not after:
                label = f"{_label_before(pieces, place)} {label}"
            after = written.end
            kind = kind_of_label(label)
            if _RANGE.match(piece.text, written.end):
                continue
            if kind or _is_bare(piece):
                yield Seen(place, kind, written.moment, label)


def kind_of_label(label: str) -> str | None:
    """The kind of cue that stands last before a date; None without cue."""
    told = label[-LABEL:].casefold().strip(_MARKS)
    ends = {kind: max((m.end() for m in _cue(kind).finditer(told)), default=0) for kind in KINDS}
    kind = max(KINDS, key=lambda each: ends[each])
    return kind if ends[kind] else None


KINDS = ("changed", "published", "other")


def _label_before(pieces: Sequence[Piece], place: int) -> str:
    """The piece before, where it is a label: short, and with a cue at its end."""
    before = pieces[place - 1] if place else None
    if before is None or before.headline or len(before.text) > LABEL:
        return ""
    told = before.text.casefold().rstrip(_MARKS)
    cued = any(m.end() == len(told) for kind in KINDS for m in _cue(kind).finditer(told))
    return before.text if cued else ""


def _is_bare(piece: Piece) -> bool:
    """Whether a piece is little but a date; a link, nothing but one: that to the article itself."""
    most = LINKED_WORDS if piece.linked else BARE_WORDS
    # Scripts without spaces have words of any length.
    words = sum(1 + len(word) // LONG_WORD for word in _WORD.findall(piece.text))
    return words <= most and not _SENTENCE.search(piece.text)


def _beside(pieces: Sequence[Piece], headline: int, place: int) -> bool:
    if not headline - BEFORE <= place <= headline + AFTER:
        return False
    between = pieces[headline + 1 : place]
    return sum(len(piece.text) > PROSE for piece in between) < STANDFIRSTS


def _headline(pieces: Sequence[Piece], title: str | None) -> int | None:
    """The headline that the title repeats, else the first one."""
    headlines = [number for number, piece in enumerate(pieces) if piece.headline]
    wanted = _letters(title or "")
    repeated = (n for n in headlines if (own := _letters(pieces[n].text)) and _same(own, wanted))
    return next(repeated, headlines[0] if headlines else None)


def _same(own: str, wanted: str) -> bool:
    return len(own) > 8 and (own in wanted or (len(wanted) > 8 and wanted in own))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _pieces(tree: HtmlElement) -> Iterator[Piece]:
    """The visible text, without navigation, footers, lists of other articles and comments."""
    heads = links = 0
    walk = iterwalk(tree, events=("start", "end"))
    count = 0
    for event, element in walk:
        if not isinstance(element.tag, str):
            text = element.tail if event == "end" else None
        elif event == "start":
            aside = _is_aside(element)
            if aside:
                walk.skip_subtree()
            heads += element.tag in ("h1", "h2")
            links += element.tag == "a"
            text = None if aside else element.text
        else:
            heads -= element.tag in ("h1", "h2")
            links -= element.tag == "a"
            text = element.tail
        if text and (told := " ".join(text.split())):
            yield Piece(told, heads > 0, links > 0)
            count += 1
            if count > MANY_PIECES:
                return


def _is_aside(element: HtmlElement) -> bool:
    if element.tag in _skipped()["tags"]:
        return True
    if element.tag in ("html", "body", "main", "article", "form"):
        return False
    names, id = element.get("class"), element.get("id")
    return bool(names or id) and _names_aside(f"{names or ''} {id or ''}")


@lru_cache(4_096)
def _names_aside(names: str) -> bool:
    return not _skipped()["words"].isdisjoint(_NAME.findall(names.casefold()))


_NAME = re.compile(r"[a-z]+")


@cache
def _skipped() -> dict[str, frozenset[str]]:
    return {key: frozenset(value) for key, value in read_toml(MARKUP)["aside"].items()}


@cache
def _cue(kind: str) -> re.Pattern[str]:
    cues = {cue for table in read_toml(CUES)[kind].values() for cue in table}
    longest_first = sorted(cues, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
