"""What was decided of an article, line by line, and why: for a reader, a notebook, a program.

article = Article(raw, text="…", language=Language("en", 1.0))
explanation = explain(article, RemoveBoilerplate())
for line in explanation.lines:
    print(line.verdict, line.judged.score, line.text)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from transforms.article import Article, Removal
from transforms.boilerplate.evidence import METADATA
from transforms.boilerplate.judged import JudgedLine
from transforms.boilerplate.lines import Line, lines
from transforms.boilerplate.removals import share_of_words
from transforms.boilerplate.stage import RemoveBoilerplate

NEAR = 0.2
"""The score from which a line that is kept is a near miss, worth a look."""


class Verdict(StrEnum):
    """What became of a line. MOVED leaves the body for a field: captions, bylines, notes."""

    KEPT = "kept"
    NEAR = "near"
    CUT = "cut"
    MOVED = "moved"
    REMOVED = "removed"


LOSES = frozenset({Verdict.CUT, Verdict.MOVED, Verdict.REMOVED})
"""The verdicts by which the body loses words."""


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line of the article: its number, from 1, its text, and what was found."""

    number: int
    text: str
    judged: JudgedLine

    @property
    def verdict(self) -> Verdict:
        """What becomes of the line."""
        if self.judged.removed:
            return Verdict.MOVED if self.judged.kind in METADATA else Verdict.REMOVED
        if self.judged.stubs:
            return Verdict.CUT
        return Verdict.NEAR if self.judged.score >= NEAR else Verdict.KEPT

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The line's text in pieces, in order, each with whether it goes."""
        found: list[tuple[str, bool]] = []
        at = 0
        for removal in self.judged.removals():
            start, end = (edge - self.judged.start for edge in (removal.start, removal.end))
            found += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        found.append((self.text[at:], False))
        return tuple((piece, goes) for piece, goes in found if piece)


@dataclass(frozen=True)
class Explanation:
    """An article and what was decided of its lines.

    Args:
        article: with its text.
        lines: those that are not empty.
        threshold: the score from which a span goes; None where the index told what went.
        kept_whole: why nothing goes although lines should; None where they go.
    """

    article: Article
    lines: tuple[ExplainedLine, ...]
    threshold: float | None
    kept_whole: str | None = None

    @cached_property
    def words(self) -> int:
        """Words of the text."""
        return len(self.article.text.split())

    @cached_property
    def words_lost(self) -> Mapping[str, int]:
        """Words that go, by kind, the most first; those that would, where it is kept whole."""
        counts: Counter[str] = Counter()
        for removal in self._removals():
            counts[str(removal.kind)] += len(removal.of(self.article.text).split())
        return dict(counts.most_common())

    @cached_property
    def fields(self) -> Mapping[str, tuple[str, ...]]:
        """What was moved out of the text, or told beside it, by field; only what there is."""
        furniture = self.article.furniture
        found = {
            "authors": tuple(f"{name.value} ({name.found_in})" for name in furniture.authors),
            "bylines": furniture.bylines,
            "datelines": tuple(each.of(self.article.text) for each in furniture.datelines),
            "captions": furniture.captions,
            "editors_notes": furniture.editors_notes,
        }
        return {name: values for name, values in found.items() if values}

    def with_verdict(self, verdicts: Iterable[Verdict]) -> tuple[ExplainedLine, ...]:
        """The lines with one of these verdicts."""
        wanted = frozenset(verdicts)
        return tuple(line for line in self.lines if line.verdict in wanted)

    def document(self, verdicts: Iterable[Verdict] = tuple(Verdict)) -> dict[str, Any]:
        """The explanation as JSON values; every key is always there.

        Args:
            verdicts: of the lines to give.
        """
        article = self.article
        language, published = article.language, article.published
        return {
            "id": article.id,
            "uri": article.raw.uri,
            "title": article.title,
            "source": article.raw.source,
            "language": language.code if language else None,
            "language_confidence": language.confidence if language else None,
            "published": published.date.isoformat() if published else None,
            "published_found_in": str(published.found_in) if published else None,
            "published_confidence": published.confidence if published else None,
            "threshold": self.threshold,
            "kept_whole": self.kept_whole,
            "problems": [{"stage": p.stage, "error": p.error} for p in article.problems],
            "words": self.words,
            "words_lost": dict(self.words_lost),
            "fields": {name: list(values) for name, values in self.fields.items()},
            "lines": [_line_document(line) for line in self.with_verdict(verdicts)],
        }

    def _removals(self) -> Iterator[Removal]:
        for line in self.lines:
            yield from line.judged.removals()


def explain(article: Article, stage: RemoveBoilerplate) -> Explanation:
    """What the stage decides of the article's text, near misses with it."""
    judged = stage.judged(article)
    found = [removal for line in judged for removal in line.removals()]
    share = share_of_words(article.text, found)
    whole = f"would lose {share:.0%} of its words" if share > stage.most_words else None
    return Explanation(article, _explained(article.text, judged), stage.threshold, whole)


def as_stored(article: Article) -> Explanation:
    """What was decided when the article was stored: of kept lines no score is known any more."""
    told = next((p.error for p in article.problems if p.stage == RemoveBoilerplate.name), None)
    judged = [_stored(line, article.removed) for line in lines(article.text)]
    return Explanation(article, _explained(article.text, judged), None, told)


def _stored(line: Line, removed: Sequence[Removal]) -> JudgedLine:
    within = tuple(r for r in removed if line.start <= r.start and r.end <= line.end)
    if len(within) == 1 and (within[0].start, within[0].end) == (line.start, line.end):
        (whole,) = within
        return JudgedLine(
            line.start, line.end, whole.kind, whole.rule, whole.score, whole.reason, removed=True
        )
    return JudgedLine(line.start, line.end, None, None, 0.0, "", removed=False, stubs=within)


def _explained(text: str, judged: Iterable[JudgedLine]) -> tuple[ExplainedLine, ...]:
    return tuple(
        ExplainedLine(number, line.of(text), line) for number, line in enumerate(judged, start=1)
    )


def _line_document(line: ExplainedLine) -> dict[str, Any]:
    judged = line.judged
    return {
        "number": line.number,
        "start": judged.start,
        "end": judged.end,
        "text": line.text,
        "verdict": str(line.verdict),
        "kind": str(judged.kind) if judged.kind else None,
        "score": judged.score,
        "rule": judged.rule,
        "reason": judged.reason,
        "cuts": [
            {
                "start": cut.start,
                "end": cut.end,
                "kind": str(cut.kind),
                "score": cut.score,
                "rule": cut.rule,
                "reason": cut.reason,
            }
            for cut in judged.stubs
        ],
    }
