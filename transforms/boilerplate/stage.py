"""The stage that writes `article.removed`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from transforms.article import Article, Problem
from transforms.boilerplate.cues import FILES
from transforms.boilerplate.dateline_parts import DATA as DATELINES
from transforms.boilerplate.fitted import WEIGHTS
from transforms.boilerplate.judged import JudgedLine
from transforms.boilerplate.own_rules import NO_RULES, OwnRules
from transforms.boilerplate.recurring import Recurring
from transforms.boilerplate.removals import MOST_WORDS, THRESHOLD, judged, share_of_words
from transforms.places import places_version
from transforms.resources import data_hash
from transforms.sources import NO_SOURCES, Sources
from transforms.stage import Stage


@dataclass(frozen=True)
class RemoveBoilerplate(Stage):
    """Finds the spans of the text that are not body.

    An article that would lose more than `most_words` of its words (a share, 0 to 1) is kept whole
    and says so as a problem: a page that is mostly boilerplate is rarer than a wrong rule.

    Args:
        threshold: the score from which a span is removed, 0 to 1; lower removes more.
        most_words: the share of its words that an article may lose.
        recurring: the lines that each source is known to repeat, of a promoted snapshot.
        own: a user's own rules, which have the last word.
        sources: the thresholds of single outlets.
    """

    threshold: float = THRESHOLD
    most_words: float = MOST_WORDS
    recurring: Recurring | None = None
    own: OwnRules = NO_RULES
    sources: Sources = NO_SOURCES

    name: ClassVar[str] = "boilerplate"
    version: ClassVar[int] = 4
    layers: ClassVar[tuple[str, ...]] = ("removed",)
    needs: ClassVar[tuple[str, ...]] = ("extract", "language")

    def process(self, article: Article) -> Article:
        """The article with its removals."""
        found = tuple(removal for line in self.judged(article) for removal in line.removals())
        share = share_of_words(article.text, found)
        if share > self.most_words:
            problem = Problem(self.name, f"would lose {share:.0%} of its words: kept whole")
            return replace(article, removed=(), problems=(*article.problems, problem))
        return replace(article, removed=found)

    def judged(self, article: Article) -> list[JudgedLine]:
        """Every line of the article's text that is not empty, with what speaks for removing it."""
        language = article.language.code if article.language else None
        source = article.raw.source
        repeated = self.recurring.of(source) if self.recurring else None
        threshold, own = self._threshold(source), self.own.of(source)
        return judged(article.text, language, threshold, repeated, own)

    def _threshold(self, source: str | None) -> float:
        own = self.sources.threshold(source)
        return self.threshold if own is None else own

    def depends_on(self) -> Mapping[str, str]:
        """Settings, data files, known places, the snapshot of recurring lines, general rules."""
        return {
            "threshold": repr(self.threshold),
            "most_words": repr(self.most_words),
            "cues": data_hash(*FILES, DATELINES),
            "weights": data_hash(WEIGHTS),
            "places": places_version(),
            **({"recurring": self.recurring.fingerprint} if self.recurring else {}),
            **({"own": self.own.general_hash} if self.own.general_hash else {}),
        }

    def depends_on_for(self, source: str | None) -> Mapping[str, str]:
        """The outlet's own threshold, and the rules that name it."""
        threshold, rules = self.sources.threshold(source), self.own.hash_for(source)
        return ({} if threshold is None else {"threshold": repr(threshold)}) | (
            {"own": rules} if rules else {}
        )

    @property
    def apart(self) -> frozenset[str]:
        """The outlets that have a threshold or a rule of their own."""
        return self.sources.keys | self.own.keys
