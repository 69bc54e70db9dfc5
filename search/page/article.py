"""An article as a page: what the template says, and the page as one file."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markupsafe import Markup, escape

from index_mappings.one_article import StoredArticle
from pages.render import page, styles
from search.page.flat import Piece, flat_lines
from search.page.marks import (
    Mark,
    date_marks,
    date_told,
    days_told,
    name_marks,
    removal_marks,
    words,
)
from search.page.names import NameNote, name_notes
from search.page.provenance import Fact, facts, web_address
from search.page.timeline import Timeline, timeline
from transforms.article import Article, DateMention

TEMPLATES = Path(__file__).parent / "templates"
STYLE = TEMPLATES / "article.css"
MOST_CHARACTERS = 500_000
"""Of a text, on a page: more makes a browser stand still."""
MOST_LINES = 20_000
MOST_NOTES = 3_000
"""Of dates, and of names."""
LEAD = 70
"""Characters of a body that stand for a title."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a line that are marked in the same way.

    `begins` are the notes of which this is the first place, `ends` the removals that end here.
    """

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]

    @property
    def cut(self) -> Mark | None:
        """The removal that it is part of."""
        return next((mark for mark in self.marks if mark.layer in ("removed", "moved")), None)

    @property
    def found(self) -> tuple[Mark, ...]:
        """The names and dates that it is part of, a name first."""
        found = [mark for mark in self.marks if mark.layer in ("name", "date")]
        return tuple(sorted(found, key=lambda mark: mark.layer != "name"))


@dataclass(frozen=True)
class ArticleView:
    """What a page says of an article.

    Args:
        stored: the article, and what its record in the index says.
        stale: the stages that would do otherwise today; None where nobody asked.
    """

    stored: StoredArticle
    stale: frozenset[str] | None = None

    @property
    def article(self) -> Article:
        """The article."""
        return self.stored.article

    @property
    def title(self) -> str:
        """What the article is called, or how it begins."""
        return self.article.title or lead(self.article.body) or "An article without words"

    @cached_property
    def names(self) -> list[NameNote]:
        """A note for each name; of very many the first ones."""
        return self._all_names[:MOST_NOTES]

    @property
    def names_left_out(self) -> int:
        """How many names have no note."""
        return len(self._all_names) - len(self.names)

    @cached_property
    def _all_names(self) -> list[NameNote]:
        return name_notes(self.article)

    @property
    def dates(self) -> tuple[DateMention, ...]:
        """The date mentions; of very many the first ones."""
        return self.article.dates[:MOST_NOTES]

    @cached_property
    def facts(self) -> list[Fact]:
        """What is known beside the text."""
        return facts(self.article)

    @cached_property
    def timeline(self) -> Timeline | None:
        """The days that it speaks of."""
        day = self.article.published
        return timeline(self.dates, day.date if day else None)

    @cached_property
    def shown(self) -> str:
        """The text, or as much of it as a browser can bear."""
        text = self.article.text[:MOST_CHARACTERS]
        lines = text.split("\n", MOST_LINES)
        return text if len(lines) <= MOST_LINES else "\n".join(lines[:MOST_LINES])

    @cached_property
    def lines(self) -> list[list[Run]]:
        """What is shown, line by line."""
        marks = [
            *removal_marks(self.article.removed),
            *date_marks(self.article, self.dates),
            *name_marks(self.article, self.names),
        ]
        pieces = list(flat_lines(self.shown, marks))
        return _runs(pieces, marks)

    @cached_property
    def words_removed(self) -> list[tuple[str, str, int, int]]:
        """Layer, kind, removals and words of each kind of removal, most words first."""
        removals, lost = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for mark in removal_marks(self.article.removed):
            removals[mark.layer, mark.kind] += 1
            lost[mark.layer, mark.kind] += len(mark.of(self.article.text).split())
        return [(*key, removals[key], count) for key, count in lost.most_common()]

    @property
    def address(self) -> str | None:
        """Where the article is on the web."""
        raw = self.article.raw
        return web_address(raw.metadata.url) or web_address(raw.uri)

    def values(self) -> dict[str, object]:
        """What the templates name."""
        return {
            "view": self,
            "article": self.article,
            "words": words,
            "days_told": days_told,
            "date_told": date_told,
            "exactly": _exactly,
        }


def lead(body: str) -> str:
    """How a body begins, for an article that has no title.

    >>> lead("The ferry sailed at nine.\\nIt was late.")
    '“The ferry sailed at nine.”'
    """
    first = body.lstrip()[: 10 * LEAD].split("\n", 1)[0].strip()
    if len(first) > LEAD:
        first = f"{first[:LEAD].rsplit(' ', 1)[0]}…"
    return f"“{first}”" if first else ""


def article_page(view: ArticleView) -> str:
    """The page as one file. It asks nothing of any server, and no script in it would run."""
    sheets = styles(STYLE)
    digest = base64.b64encode(hashlib.sha256(sheets.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return page(TEMPLATES, "article.html", style=sheets, policy=policy, **view.values())


def _exactly(text: str) -> Markup:
    """Escaped, and so that a browser reads the same characters: it takes a bare CR for a LF."""
    return escape(text).replace("\r", Markup("&#13;"))


def _runs(lines: Sequence[Sequence[Piece]], marks: Sequence[Mark]) -> list[list[Run]]:
    first: dict[str, Piece] = {}
    last: dict[int, Piece] = {}
    for line in lines:
        for piece in line:
            for number in piece.covered_by:
                first.setdefault(marks[number].note, piece)
                last[number] = piece
    return [[_run(piece, marks, first, last) for piece in line] for line in lines]


def _run(
    piece: Piece, marks: Sequence[Mark], first: Mapping[str, Piece], last: Mapping[int, Piece]
) -> Run:
    covering = [(number, marks[number]) for number in piece.covered_by]
    return Run(
        piece.text,
        tuple(mark for _, mark in covering),
        tuple(dict.fromkeys(mark.note for _, mark in covering if first[mark.note] is piece)),
        tuple(
            mark.note
            for number, mark in covering
            if mark.layer in ("removed", "moved") and last[number] is piece
        ),
    )
