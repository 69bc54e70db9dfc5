"""Which spans of a text are not body: the stage's work as functions, for a notebook too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from transforms.article import Removal
from transforms.boilerplate.blocks import HINT, add_context
from transforms.boilerplate.cues import Lexicon, Side, lexicon
from transforms.boilerplate.evidence import Evidence, Hit, weigh
from transforms.boilerplate.lines import Line, lines
from transforms.boilerplate.recurring import SourceLines
from transforms.boilerplate.stubs import FEWEST_WORDS, stubs, without

THRESHOLD = 0.5
MOST_WORDS = 0.6


def removals(
    text: str,
    language: str | None = None,
    threshold: float = THRESHOLD,
    most_words: float = MOST_WORDS,
) -> tuple[Removal, ...]:
    """The spans of `text` that are not body, sorted, apart, each within one line.

    Args:
        text: one paragraph a line.
        language: ISO 639-1 code; None where it is not known.
        threshold: the score from which a span goes, 0 to 1; lower removes more.
        most_words: the share of its words that a text may lose; past it, it is kept whole.

    >>> [r.kind.value for r in removals("Prices rose again in May.\\nAdvertisement")]
    ['ui_remnant']
    """
    found = candidates(text, language, threshold)
    return () if share_of_words(text, found) > most_words else found


def keep(
    paragraphs: Sequence[str], language: str | None = None, threshold: float = THRESHOLD
) -> list[bool]:
    """For each paragraph whether any of it stays in the body.

    >>> keep(["Prices rose again in May.", "Share this article"])
    [True, False]
    """
    joined = [" ".join(paragraph.splitlines()) for paragraph in paragraphs]
    whole = {(r.start, r.end) for r in removals("\n".join(joined), language, threshold)}
    kept = []
    at = 0
    for paragraph in joined:
        start = at + len(paragraph) - len(paragraph.lstrip())
        kept.append((start, start + len(paragraph.strip())) not in whole)
        at += len(paragraph) + 1
    return kept


def candidates(
    text: str, language: str | None, threshold: float, recurring: SourceLines | None = None
) -> tuple[Removal, ...]:
    """What `removals` gives for a text that may lose all its words.

    Args:
        recurring: the recurring lines of the text's source, where they are known.
    """
    cues = lexicon(language)
    weighed = [_weighed(text, line, cues) for line in lines(text)]
    evidence = [evidence for evidence, _ in weighed]
    if recurring is not None:
        _add_recurring(evidence, cues, recurring)
    add_context(evidence, cues, threshold)
    return tuple(_decided(weighed, threshold))


def _add_recurring(evidence: Iterable[Evidence], cues: Lexicon, recurring: SourceLines) -> None:
    for each in evidence:
        if (found := recurring.said(each.line)) is not None:
            each.add(Hit(cues.shapes[found.shape], str(found)))


def _weighed(text: str, line: Line, cues: Lexicon) -> tuple[Evidence, list[Removal]]:
    """A line's evidence and its stubs: a paragraph that is body without them is judged so."""
    found = stubs(text, line, cues)
    if found:
        rest = weigh(without(text, line, found), cues)
        if rest.points < HINT and rest.line.words >= FEWEST_WORDS:
            return rest, found
    return weigh(line, cues), []


def share_of_words(text: str, removed: Iterable[Removal]) -> float:
    """The share of the words of `text` that the removals take, 0 to 1."""
    total = len(text.split())
    lost = sum(len(removal.of(text).split()) for removal in removed)
    return lost / total if total else 0.0


def _decided(
    weighed: Iterable[tuple[Evidence, list[Removal]]], threshold: float
) -> Iterator[Removal]:
    for evidence, found in weighed:
        if evidence.hits and evidence.score >= threshold:
            yield _removal(evidence)
        else:
            yield from (stub for stub in found if stub.score >= threshold)


def _removal(evidence: Evidence) -> Removal:
    """The removal of a line: its rule is the hit that counted most for its kind."""
    kind = evidence.kind
    hits = sorted(evidence.hits, key=lambda hit: -hit.cue.points)
    leading = next((h for h in hits if h.kind is kind or kind in h.cue.kinds), hits[0])
    return Removal(
        evidence.line.start,
        evidence.line.end,
        kind=kind,
        rule=leading.cue.rule,
        score=round(evidence.score, 3),
        reason=", ".join(_told(hit) for hit in hits),
    )


def _told(hit: Hit) -> str:
    sign = "-" if hit.cue.side is Side.BODY else "+"
    surface = hit.surface if len(hit.surface) <= 60 else f"{hit.surface[:57]}…"
    return f"{surface!r} {sign}{hit.cue.points:g}"
