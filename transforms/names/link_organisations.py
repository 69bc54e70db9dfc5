"""Organisations of an article: legal forms, acronyms, short forms, bodies of state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from transforms.article import NameKind
from transforms.names.acronyms import DEFINED, INITIALS, is_acronym, spells
from transforms.names.curated import CuratedName, CuratedNames
from transforms.names.organisation_names import (
    body_of_state,
    is_small_word,
    organisation_words,
    without_legal_form,
)
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

SHORT_FORM = 0.85
OTHER_ORDER = 0.9
LEGAL_FORM = 0.97
SHORTEST_SHORT_FORM = 3

Candidates = list[tuple[Referent, str]]


def link_organisations(
    variants: Iterable[Variant], names: CuratedNames, defined: Mapping[str, str]
) -> Decisions:
    """A decision for each mention of an organisation.

    Args:
        variants: the organisations' normal forms.
        names: the curated names.
        defined: what the article itself defines, key of the short form to key of the full one.
    """
    ordered = sorted(variants, key=lambda v: (-len(organisation_words(v.text)), v.first))
    article = _Organisations(names, defined)
    for variant in ordered:
        article.add(variant)
    return article.referents.decisions


class _Organisations:
    def __init__(self, names: CuratedNames, defined: Mapping[str, str]) -> None:
        self._names = names
        self._defined = defined
        self._by_key: dict[str, tuple[Referent, str]] = {}
        self._by_words: dict[tuple[str, ...], tuple[Referent, str]] = {}
        self._bodies: dict[frozenset[str], tuple[Referent, str]] = {}
        self._by_edge: dict[str, list[tuple[tuple[str, ...], Referent, str]]] = defaultdict(list)
        self._by_initial: dict[str, Candidates] = defaultdict(list)
        self.referents = Referents()

    def add(self, variant: Variant) -> None:
        decision = (
            self._by_definition(variant)
            or self._known(variant)
            or self._same_words(variant)
            or self._by_initials(variant)
            or self._short_form(variant)
            or own_decision(self.referents)
        )
        referent = self.referents.decide(variant, decision)
        text = without_legal_form(variant.text)
        if not referent.variants or len(organisation_words(text)) > 1:
            referent.variants.append(Variant(variant.key, text, variant.spans))
        self._index(variant, referent)

    def _index(self, variant: Variant, referent: Referent) -> None:
        words = organisation_words(variant.text)
        here = (referent, variant.text)
        self._by_key.setdefault(variant.key, here)
        self._by_words.setdefault(words, here)
        if body := body_of_state(words):
            self._bodies.setdefault(body, here)
        if len(words) > 1:
            for edge in {words[0], words[-1]}:
                self._by_edge[edge].append((words, referent, variant.text))
            self._by_initial[words[0][0]].append(here)

    def _by_definition(self, variant: Variant) -> Decision | None:
        full = self._by_key.get(self._defined.get(variant.key, ""))
        if full is None:
            return None
        return Decision(full[0], DEFINED, f"defined in the article as short for {full[1]}")

    def _known(self, variant: Variant) -> Decision | None:
        known = known_organisation(variant.text, self._names)
        return curated_decision(self.referents, known, variant.text) if known else None

    def _same_words(self, variant: Variant) -> Decision | None:
        words = organisation_words(variant.text)
        if same := self._by_words.get(words):
            return Decision(same[0], LEGAL_FORM, f"same words as {same[1]}")
        body = body_of_state(words)
        if body and (same := self._bodies.get(body)):
            return Decision(same[0], OTHER_ORDER, f"in another order than {same[1]}")
        return None

    def _by_initials(self, variant: Variant) -> Decision | None:
        if not is_acronym(variant.text):
            return None
        bearers = self._by_initial.get(variant.key[:1], [])
        found = [here for here in bearers[:MOST_BEARERS] if spells(variant.text, here[1])]
        return _unique(found, INITIALS, "initials of")

    def _short_form(self, variant: Variant) -> Decision | None:
        words = organisation_words(variant.text)
        bearers = [*self._by_edge.get(words[0], ()), *self._by_edge.get(words[-1], ())]
        if len(bearers) > MOST_BEARERS:
            return None
        found = [(referent, text) for longer, referent, text in bearers if _shortens(words, longer)]
        return _unique(found, SHORT_FORM, "short form of")


def known_organisation(text: str, names: CuratedNames) -> CuratedName | None:
    """The curated organisation of a normal form, with or without its legal form."""
    found = names.find(text, NameKind.ORGANISATION)
    if found is None and (bare := without_legal_form(text)) != text:
        found = names.find(bare, NameKind.ORGANISATION)
    return found


def _shortens(words: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether words are the last or first ones of a longer name.

    The last ones only where no small word joins them to the rest, the first ones so too or, if
    there are two or more, before "of": "Supreme Court" of Ruritania.
    """
    count = len(words)
    if count >= len(longer) or sum(len(word) for word in words) < SHORTEST_SHORT_FORM:
        return False
    if longer[-count:] == words:
        return not is_small_word(longer[-count - 1])
    if longer[:count] != words:
        return False
    return not is_small_word(longer[count]) or (count > 1 and longer[count] == "of")


def _unique(found: Candidates, score: float, why: str) -> Decision | None:
    referent = only([referent for referent, _ in found])
    return Decision(referent, score, f"{why} {found[0][1]}") if referent else None
