"""Places and groups of an article: curated names, acronyms, one form for singular and plural."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from transforms.article import NameKind
from transforms.names.acronyms import DEFINED, INITIALS, is_acronym, spells
from transforms.names.curated import CuratedNames
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


def link_places(
    variants: Iterable[Variant], names: CuratedNames, defined: Mapping[str, str]
) -> Decisions:
    """A decision for each mention of a place; `defined` is as for organisations."""

    def shorter(
        variant: Variant, placed: Mapping[str, tuple[Variant, Referent]]
    ) -> Decision | None:
        if full := placed.get(defined.get(variant.key, "")):
            return Decision(full[1], DEFINED, f"defined in the article as short for {full[0].text}")
        if not is_acronym(variant.text):
            return None
        found = [(v, r) for v, r in placed.values() if spells(variant.text, v.text)]
        referent = only([r for _, r in found])
        return Decision(referent, INITIALS, f"initials of {found[0][0].text}") if referent else None

    return _link(variants, names, NameKind.PLACE, shorter)


def link_groups(variants: Iterable[Variant], names: CuratedNames) -> Decisions:
    """A decision for each mention of a group: "Saxons" and "Saxon" are one."""

    def singular(
        variant: Variant, placed: Mapping[str, tuple[Variant, Referent]]
    ) -> Decision | None:
        other = placed.get(f"{variant.key}s")
        return Decision(other[1], PLURAL, f"singular of {other[0].text}") if other else None

    return _link(variants, names, NameKind.GROUP, singular)


Rule = Callable[[Variant, Mapping[str, tuple[Variant, Referent]]], Decision | None]


def _link(
    variants: Iterable[Variant], names: CuratedNames, kind: NameKind, rule: Rule
) -> Decisions:
    referents = Referents()
    placed: dict[str, tuple[Variant, Referent]] = {}
    for variant in sorted(variants, key=lambda v: (-len(v.key), v.first)):
        known = names.find(variant.text, kind)
        decision = (
            curated_decision(referents, known, variant.text)
            if known
            else rule(variant, placed) or own_decision(referents)
        )
        referent = referents.decide(variant, decision)
        referent.variants.append(variant)
        placed[variant.key] = (variant, referent)
    return referents.decisions
