"""Persons of an article: which forms stand for one person, and for whom."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from transforms.article import NameKind
from transforms.names.curated import CuratedName, CuratedNames
from transforms.names.evidence import Evidence
from transforms.names.misspellings import person_spellings
from transforms.names.person_match import END, FIRST_NAME, SURNAME, ends_with, one_person
from transforms.names.person_names import PersonName, person_name, without_middle_initials
from transforms.names.spelling import misspelt
from transforms.names.variants import (
    MOST_BEARERS,
    Decision,
    Decisions,
    Referent,
    Referents,
    Variant,
    curated_decision,
    only,
    own_decision,
)
from transforms.names.words_alike import one_letter, words_alike

# More surnames of one first letter than any article has: then none is looked for by a slip.
MOST_SURNAMES = 200
MISSPELT_SURNAME = 0.8
NEAREST_OF_SEVERAL = 0.6
BEST_KNOWN = 0.7
# Between two full names of one article: the same sound, or a slip in a long word.
SURE_SPELLING = 0.75

Candidate = tuple[Referent, Evidence, str]


def link_persons(variants: Iterable[Variant], names: CuratedNames) -> Decisions:
    """A decision for each mention of a person.

    Full names first, the longest before the shorter: each is a curated person, a form of a
    longer name in the article, or a person of its own. Then single words: the surname or the
    only bearer of the first name in the article, a curated alias, or a name of its own.
    """
    parsed = [(variant, person_name(variant.text)) for variant in variants]
    parsed.sort(key=lambda pair: (-len(pair[1].words), pair[0].first))
    article = _Persons(names)
    for variant, name in parsed:
        if name.is_full:
            article.add_full(variant, name)
        else:
            article.add_word(variant, name)
    return article.referents.decisions


class _Persons:
    def __init__(self, names: CuratedNames) -> None:
        self._names = names
        self._spellings = person_spellings(names)
        self._bearers: dict[str, list[tuple[PersonName, Referent, str]]] = defaultdict(list)
        self._surnames: dict[str, set[str]] = defaultdict(set)
        self.referents = Referents()

    def add_full(self, variant: Variant, name: PersonName) -> None:
        decision = (
            self._known(variant)
            or self._form_of_longer(name, variant.text)
            or self._spelt_near(name)
        )
        if decision is None and (correction := self._spellings.correct(name)):
            referent = self.referents.of(correction.name)
            decision = Decision(referent, correction.score, correction.reason)
        self._place(variant, name, decision or own_decision(self.referents))

    def add_word(self, variant: Variant, name: PersonName) -> None:
        found = self._candidates(name, variant.text)
        known = self._names.find(variant.text, NameKind.PERSON)
        surnames = [candidate for candidate in found if candidate[1] is SURNAME]
        if surnames and not self._means_the_known(variant, known, surnames):
            self._by_surname(variant, surnames, known)
            return
        decision = curated_decision(self.referents, known, variant.text) if known else None
        if decision is None:
            decision = self._by_first_name(found) or self._by_misspelling(name)
        self._place(variant, name, decision or own_decision(self.referents))

    def _place(self, variant: Variant, name: PersonName, decision: Decision) -> None:
        referent = self.referents.decide(variant, decision)
        if name.is_full or not referent.variants:
            referent.variants.append(variant)
        for word in dict.fromkeys((name.words[0], name.surname)):
            self._bearers[word].append((name, referent, variant.text))
        if name.is_full:
            self._surnames[name.surname[0]].add(name.surname)

    def _known(self, variant: Variant) -> Decision | None:
        known = known_person(variant.text, self._names)
        return curated_decision(self.referents, known, variant.text) if known else None

    def _candidates(self, name: PersonName, written: str) -> list[Candidate]:
        found: list[Candidate] = []
        for word in dict.fromkeys((name.words[0], name.surname)):
            bearers = self._bearers.get(word, [])
            if len(bearers) > MOST_BEARERS:
                continue
            for longer, referent, text in bearers:
                evidence = one_person(name, longer) or (END if ends_with(text, written) else None)
                if evidence is not None:
                    found.append((referent, evidence, text))
        return found

    def _form_of_longer(self, name: PersonName, written: str) -> Decision | None:
        return _unique(self._candidates(name, written))

    def _spelt_near(self, name: PersonName) -> Decision | None:
        """The same name but for the spelling of one word: Kristin Quill, Kristen Quill."""
        found = []
        for word in dict.fromkeys((name.words[0], name.surname)):
            bearers = self._bearers.get(word, [])
            for other, referent, text in bearers[:MOST_BEARERS]:
                if len(other.words) == len(name.words):
                    evidence = one_person(name, other, words_alike)
                    if evidence is not None and evidence.alone >= SURE_SPELLING:
                        found.append((referent, evidence, text))
        return _unique(found)

    def _by_surname(
        self, variant: Variant, found: Sequence[Candidate], known: CuratedName | None
    ) -> None:
        decision = _unique(found) or _best_known(found, known)
        if decision:
            self.referents.decide(variant, decision)
            return
        for span in variant.spans:
            referent, _, text = max(found, key=lambda candidate: _nearness(candidate[0], span[0]))
            reason = f"surname of {text}, the nearest of several with it"
            self.referents.decisions[span] = Decision(referent, NEAREST_OF_SEVERAL, reason)

    def _by_first_name(self, found: Sequence[Candidate]) -> Decision | None:
        return _unique([candidate for candidate in found if candidate[1] is FIRST_NAME])

    def _by_misspelling(self, name: PersonName) -> Decision | None:
        word = name.words[0]
        surnames = self._surnames.get(word[0], set())
        near = [
            (bearer, referent, text)
            for known in sorted(surnames if len(surnames) <= MOST_SURNAMES else ())
            if misspelt(word, known) or one_letter(word, known)
            for bearer, referent, text in self._bearers[known]
            if bearer.is_full and bearer.surname == known
        ]
        if referent := only([referent for _, referent, _ in near]):
            reason = f"misspelling of the surname of {near[0][2]}"
            return Decision(referent, MISSPELT_SURNAME, reason)
        if correction := self._spellings.correct(name):
            return Decision(self.referents.of(correction.name), correction.score, correction.reason)
        return None

    def _means_the_known(
        self, variant: Variant, known: CuratedName | None, surnames: Sequence[Candidate]
    ) -> bool:
        """Whether a bare surname stands for the curated person that all readers know by it.

        It does before any other bearer's full name, and wherever the other bearers are curated
        too: those are known, but not by the surname alone.
        """
        if known is None or any(referent.curated is known for referent, _, _ in surnames):
            return False
        return all(
            referent.curated is not None or variant.first < referent.starts[0]
            for referent, _, _ in surnames
        )


def known_person(text: str, names: CuratedNames) -> CuratedName | None:
    """The curated person of a name without title, with or without middle initials."""
    found = names.find(text, NameKind.PERSON)
    if found is None and (plainer := without_middle_initials(text)) != text:
        found = names.find(plainer, NameKind.PERSON)
    return found


def _unique(found: Sequence[Candidate]) -> Decision | None:
    referent = only([candidate[0] for candidate in found])
    if referent is None:
        return None
    _, evidence, text = max(found, key=lambda candidate: candidate[1].score)
    return Decision(referent, evidence.score, f"{evidence.why} {text}")


def _best_known(found: Sequence[Candidate], known: CuratedName | None) -> Decision | None:
    """Of several bearers the one whom all readers know by the surname alone."""
    for referent, _, text in found:
        if known is not None and referent.curated is known:
            return Decision(referent, BEST_KNOWN, f"surname of {text}, the best known of several")
    return None


def _nearness(referent: Referent, start: int) -> tuple[int, int]:
    """Ranks by the last full mention before `start`; without any, by the first one after it."""
    starts = referent.starts
    at = bisect_left(starts, start)
    return (1, starts[at - 1]) if at else (0, -starts[0])
