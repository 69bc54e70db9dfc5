"""Which spans of a text are not body: the stage's work as functions, for a notebook too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transforms.article import Removal, RemovalKind
from transforms.boilerplate.blocks import HINT, add_context
from transforms.boilerplate.cues import Lexicon, Side, lexicon
from transforms.boilerplate.datelines import datelines, is_dateline
from transforms.boilerplate.evidence import EVEN, Evidence, Hit, weigh
from transforms.boilerplate.features import FEW, SPEAKS, UNREAD, Features, features
from transforms.boilerplate.fitted import Judgement, judge, probability, told, weights
from transforms.boilerplate.judged import JudgedLine, decided
from transforms.boilerplate.lines import Line, lines
from transforms.boilerplate.own_rules import SILENCE, Said, SourceRules, shown
from transforms.boilerplate.recurring import SourceLines
from transforms.boilerplate.stubs import FEWEST_WORDS, apart, stubs, without

THRESHOLD = 0.5
MOST_WORDS = 0.6

MOST_DOUBT, LEAST_DOUBT, TRUST = 1.7, -0.5, 0.7
"""Log-odds that a line must have beyond even: most without a cue, less by TRUST a point of cues.

Fitted words alone are less sure on outlets not seen than on those that they were fitted on."""

A_WORD, MOST_WORDS_LOST = 0.04, 60
"""Log-odds more for each word of a line without a cue: a paragraph lost costs more than a line.

By cross-validation on articles of outlets that no cue was written from, of what goes .954 is
boilerplate with it, .946 without, and 0.04 % of body's words are lost instead of 0.07 %."""

SPOKEN_FOR = 0.05
"""Score from which a kept line is said to be near a kind."""

MOST_TOLD = 6
"""Features that a reason names."""


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
    text: str,
    language: str | None,
    threshold: float,
    recurring: SourceLines | None = None,
    own: SourceRules | None = None,
) -> tuple[Removal, ...]:
    """What `removals` gives for a text that may lose all its words.

    Args:
        recurring: the recurring lines of the text's source, where they are known.
        own: the user's rules that are in force for it.
    """
    found: list[Removal] = []
    for line in judged(text, language, threshold, recurring, own):
        found += line.removals()
    return tuple(found)


def judged(
    text: str,
    language: str | None,
    threshold: float = THRESHOLD,
    recurring: SourceLines | None = None,
    own: SourceRules | None = None,
) -> list[JudgedLine]:
    """Every line of the text that is not empty, in order, with what speaks for removing it.

    Args:
        recurring: the recurring lines of the text's source, where they are known.
        own: the user's rules that are in force for it.
    """
    cues = lexicon(language)
    weighed = [_weighed(text, line, cues, recurring, own) for line in lines(text)]
    evidence = [each.evidence for each in weighed]
    add_context(evidence, cues, threshold)
    filed = {dateline.start: dateline for dateline in datelines(text, language)}
    extra = MOST_DOUBT if len(weighed) < FEW else 0.0
    return [
        _judged(each, asked, threshold, extra, filed.get(each.evidence.line.start))
        for each, asked in zip(weighed, features(evidence, language), strict=True)
    ]


def weigh_lines(text: str, language: str | None) -> list[Evidence]:
    """The evidence that each line of a text bears in itself, its stubs aside."""
    cues = lexicon(language)
    return [_weighed(text, line, cues, None, None).evidence for line in lines(text)]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A line's evidence, its stubs, and what is known beyond the text.

    `own` is what the user's rules say of it; `hints` are cues of theirs, and that it recurs.
    """

    evidence: Evidence
    stubs: Sequence[Removal]
    own: Said
    hints: Sequence[Hit]


def _weighed(
    text: str, line: Line, cues: Lexicon, recurring: SourceLines | None, own: SourceRules | None
) -> _Weighed:
    """A line with its stubs: a paragraph that is body without them is judged so."""
    said = own.said(text, line) if own is not None else SILENCE
    found = apart([*said.stubs, *stubs(text, line, cues)])
    evidence = weigh(line, cues)
    if found:
        rest = weigh(without(text, line, found), cues)
        if said.stubs or (rest.points < HINT and rest.line.words >= FEWEST_WORDS):
            evidence = rest
        else:
            found = []
    hints = list(said.hints)
    if recurring is not None and (repeated := recurring.said(line)) is not None:
        hints.append(Hit(cues.shapes[repeated.shape], str(repeated)))
    return _Weighed(evidence, found, said, hints)


def share_of_words(text: str, removed: Iterable[Removal]) -> float:
    """The share of the words of `text` that the removals take, 0 to 1; datelines are not lost."""
    total = len(text.split())
    gone = (removal for removal in removed if not is_dateline(removal))
    lost = sum(len(removal.of(text).split()) for removal in gone)
    return lost / total if total else 0.0


def _judged(
    weighed: _Weighed,
    asked: Features,
    threshold: float,
    extra_doubt: float,
    dateline: Removal | None,
) -> JudgedLine:
    """A user's rule decides; else the score does, and the rule is the cue that counted most.

    `extra_doubt` counts for lines without a cue: a text of one or two lines has no context.
    """
    evidence = weighed.evidence
    judgement = judge(asked, weights())
    score = _score(weighed, judgement, extra_doubt)
    kind = _kind(weighed, judgement) if score >= min(threshold, SPOKEN_FOR) else None
    spans = apart([*filter(None, (dateline,)), *weighed.stubs])
    line = JudgedLine(
        evidence.line.start,
        evidence.line.end,
        kind=kind,
        rule=_rule(weighed, kind),
        score=score,
        reason=_reason(weighed, asked, kind) if kind else "",
        removed=kind is not None and score >= threshold,
        stubs=tuple(span for span in spans if span.score >= threshold),
    )
    return decided(line, weighed.own)


def _kind(weighed: _Weighed, judgement: Judgement) -> RemovalKind:
    """What a hint names; else what cues name that would do alone; else what is likeliest."""
    evidence = weighed.evidence
    named = evidence.kind if evidence.by_kind and evidence.points >= EVEN else judgement.kind
    return next((kind for hit in weighed.hints for kind in hit.cue.kinds), named)


def _score(weighed: _Weighed, judgement: Judgement, extra_doubt: float) -> float:
    """What the weights say, less the doubt; hints are points on top of even odds less EVEN."""
    if not weighed.evidence.line.plain:
        return 0.0
    evidence = weighed.evidence
    log_odds = judgement.log_odds - doubt(evidence.points, evidence.line.words)
    if evidence.points < SPEAKS:
        log_odds -= extra_doubt
    if weighed.hints:
        given = (-h.cue.points if h.cue.side is Side.BODY else h.cue.points for h in weighed.hints)
        log_odds = max(log_odds, -EVEN) + sum(given)
    return round(probability(log_odds), 3)


def doubt(points: float, words: int) -> float:
    """The log-odds that a line must have beyond even, given its cues' points and its words."""
    uncued = A_WORD * min(words, MOST_WORDS_LOST) if points < SPEAKS else 0.0
    return max(LEAST_DOUBT, min(MOST_DOUBT, MOST_DOUBT - TRUST * points)) + uncued


def _rule(weighed: _Weighed, kind: RemovalKind | None) -> str | None:
    if kind is None:
        return None
    hits = [*weighed.hints, *weighed.evidence.hits]
    of_kind = (h for h in hits if h in weighed.hints or h.kind is kind or kind in h.cue.kinds)
    leading = max(of_kind, key=lambda hit: hit.cue.points, default=None)
    return leading.cue.rule if leading and leading.cue.points > 0 else f"fitted/{kind}"


def _reason(weighed: _Weighed, asked: Features, kind: RemovalKind) -> str:
    """The features that decided, each with its log-odds; cues are told by what they matched."""
    parts = [f"{shown(hit.surface)} {hit.cue.points:+g}" for hit in weighed.hints]
    for name, log_odds in told(asked, weights(), kind)[:MOST_TOLD]:
        read = name.removeprefix(UNREAD)
        of_kind = read.removeprefix("cues of ")
        of_cue = (hit for hit in weighed.evidence.hits if of_kind in (hit.kind, *hit.cue.kinds))
        surfaces = ", ".join(shown(hit.surface) for hit in of_cue) if of_kind != read else ""
        parts.append(f"{surfaces or read} {log_odds:+.1f}")
    return "; ".join(parts)
