"""Places and groups of an article: curated names, acronyms, one form for singular and plural."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from transforms.article import NameKind
from transforms.names.acronyms import (
    DEFINED,
    INITIALS,
    acronym_key,
    acronyms_of,
    is_acronym,
)
from transforms.names.curated import CuratedNames
from transforms.names.place_names import place_words, without_prefix
from transforms.names.variants import (
    Decision,
    Decisions,
    Referent,
    Referents,
    Variant,
    curated_decision,
    only,
    own_decision,
)

PLURAL = 0.95
SAME_WORDS = 0.95


class _Placed:
    """The names that are placed already, the longest first."""

    def __init__(self) -> None:
        self.by_key: dict[str, tuple[Variant, Referent]] = {}
        self.by_words: dict[tuple[str, ...], tuple[Variant, Referent]] = {}
        self.by_acronym: dict[str, list[tuple[Variant, Referent]]] = defaultdict(list)

    def add(self, variant: Variant, referent: Referent) -> None:
        self.by_key[variant.key] = (variant, referent)
        self.by_words.setdefault(place_words(variant.text), (variant, referent))
        for acronym in acronyms_of(variant.text):
            self.by_acronym[acronym].append((variant, referent))


Rule = Callable[[Variant, _Placed], Decision | None]


def link_places(
    variants: Iterable[Variant], names: CuratedNames, defined: Mapping[str, str]
) -> Decisions:
    """A decision for each mention of a place; `defined` is as for organisations."""

    def shorter(variant: Variant, placed: _Placed) -> Decision | None:
        if full := placed.by_key.get(defined.get(variant.key, "")):
            return Decision(full[1], DEFINED, f"defined in the article as short for {full[0].text}")
        if same := placed.by_words.get(place_words(variant.text)):
            return Decision(same[1], SAME_WORDS, f"same words as {same[0].text}")
        if not is_acronym(variant.text):
            return None
        found = placed.by_acronym.get(acronym_key(variant.text), [])
        referent = only([r for _, r in found])
        return Decision(referent, INITIALS, f"initials of {found[0][0].text}") if referent else None

    return _link(variants, names, NameKind.PLACE, shorter)


def link_groups(variants: Iterable[Variant], names: CuratedNames) -> Decisions:
    """A decision for each mention of a group: "Saxons" and "Saxon" are one."""

    def singular(variant: Variant, placed: _Placed) -> Decision | None:
        other = placed.by_key.get(f"{variant.key}s")
        return Decision(other[1], PLURAL, f"singular of {other[0].text}") if other else None

    return _link(variants, names, NameKind.GROUP, singular)


def _link(
    variants: Iterable[Variant], names: CuratedNames, kind: NameKind, rule: Rule
) -> Decisions:
    referents = Referents()
    placed = _Placed()
    for variant in sorted(variants, key=lambda v: (-len(v.key), v.first)):
        known = names.find(variant.text, kind)
        if known is None and kind is NameKind.PLACE:
            known = names.find(without_prefix(variant.text), kind)
        decision = (
            curated_decision(referents, known, variant.text)
            if known
            else rule(variant, placed) or own_decision(referents)
        )
        referent = referents.decide(variant, decision)
        referent.variants.append(variant)
        placed.add(variant, referent)
    return referents.decisions
