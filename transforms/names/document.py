"""All mentions of one document to their names: what the stage and every measurement call."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transforms.article import EntityMention, NameKind, NameMention
from transforms.names.acronyms import defined_after, is_acronym, spells, spelt_out
from transforms.names.curated import CuratedNames
from transforms.names.keys import name_key
from transforms.names.link_organisations import link_organisations
from transforms.names.link_persons import link_persons
from transforms.names.link_plain import link_groups, link_places
from transforms.names.normal import normal_form
from transforms.names.person_names import in_reading_order, title_cased, without_apposition
from transforms.names.roles import link_roles, roles_alone
from transforms.names.titles import role_before, split_role
from transforms.names.variants import Decision, Decisions, Form, Referent, gather
from transforms.places import locate


@dataclass(frozen=True, slots=True)
class Identity:
    """What a referent is called in the index, and where it is if it is a place."""

    canonical: str
    name_id: str
    point: tuple[float, float] | None


def canonical_names(
    body: str,
    mentions: Iterable[EntityMention],
    names: CuratedNames,
) -> tuple[NameMention, ...]:
    """One name for each mention that has a kind, in order of place in the body.

    A role alone ("the President") is named by its only holder in the article; without one it is
    no name and left out.

    Args:
        body: the layer that the mentions point into.
        mentions: any order; those of one document only, for all rules look at all of them.
        names: the curated names.
    """
    found = [(mention, mention.kind) for mention in mentions]
    known = sorted(
        ((mention, kind) for mention, kind in found if kind is not None),
        key=lambda pair: (pair[0].start, pair[0].end, pair[0].label),
    )
    starts = {mention.end: mention.start for mention, _ in known}
    forms = [_form(mention, kind, body, starts, names) for mention, kind in known]
    decisions = _decide(body, forms, names)
    identities: dict[Referent, Identity] = {}
    named = []
    for (mention, kind), form in zip(known, forms, strict=True):
        decision = decisions[kind].get((form.start, form.end))
        if decision is None:
            continue
        identity = identities.get(decision.referent)
        if identity is None:
            identity = identities[decision.referent] = _identity(decision.referent, kind)
        named.append(_named(mention, form, decision, identity))
    return tuple(named)


def _named(
    mention: EntityMention, form: Form, decision: Decision, identity: Identity
) -> NameMention:
    return NameMention(
        start=mention.start,
        end=mention.end,
        surface=mention.surface,
        kind=form.kind,
        canonical=identity.canonical,
        name_id=identity.name_id,
        score=decision.score,
        reason=decision.reason,
        role=form.role,
        point=identity.point,
    )


def _form(
    mention: EntityMention,
    kind: NameKind,
    body: str,
    starts: dict[int, int],
    names: CuratedNames,
) -> Form:
    text = normal_form(mention.surface)
    if kind is not NameKind.PERSON:
        return Form(mention.start, mention.end, kind, text)
    before = role_before(body, mention.start, starts)
    if names.find(text, kind):
        return Form(mention.start, mention.end, kind, title_cased(text), before)
    role, bare = split_role(text)
    both = " ".join(part for part in (before, role) if part) or None
    name = without_apposition(in_reading_order(bare))
    return Form(mention.start, mention.end, kind, title_cased(name), both)


def _decide(body: str, forms: Sequence[Form], names: CuratedNames) -> dict[NameKind, Decisions]:
    roles = roles_alone(forms)
    named = [form for form in forms if form not in roles]
    by_kind = {kind: gather(form for form in named if form.kind is kind) for kind in NameKind}
    persons = link_persons(by_kind[NameKind.PERSON], names)
    bearers = [form for form in named if form.kind is NameKind.PERSON]
    return {
        NameKind.PERSON: persons | link_roles(roles, bearers, persons),
        NameKind.ORGANISATION: link_organisations(
            by_kind[NameKind.ORGANISATION],
            names,
            _definitions(body, forms, NameKind.ORGANISATION),
        ),
        NameKind.PLACE: link_places(
            by_kind[NameKind.PLACE], names, _definitions(body, forms, NameKind.PLACE)
        ),
        NameKind.GROUP: link_groups(by_kind[NameKind.GROUP], names),
    }


def _definitions(body: str, forms: Iterable[Form], kind: NameKind) -> dict[str, str]:
    """Key of a short form to key of the full one, as the body defines them."""
    defined: dict[str, str] = {}
    ends: dict[int, str] = {}
    names: list[tuple[int, str]] = []
    for form in forms:
        if form.kind is not kind:
            continue
        if is_acronym(form.text):
            ends[form.end] = form.text
            continue
        names.append((form.start, form.text))
        short = defined_after(body, form.end)
        if short and (is_acronym(short) or spells(short, form.text)):
            defined.setdefault(name_key(short), name_key(form.text))
    for short, full in spelt_out(body, ends, names):
        defined.setdefault(name_key(short), name_key(full))
    return defined


def _identity(referent: Referent, kind: NameKind) -> Identity:
    canonical, curated = referent.canonical, referent.curated
    point = curated.point if curated else None
    if point is None and kind is NameKind.PLACE and (place := locate(canonical)):
        point = place.point
    return Identity(canonical, curated.id if curated else made_id(kind, canonical), point)


def made_id(kind: NameKind, canonical: str) -> str:
    """The id of a name that is not known: the kind, and 16 hex digits of kind and form.

    >>> made_id(NameKind.PLACE, "Atlantis")
    'place-74e3d076b13433b8'
    """
    digest = hashlib.sha256(f"{kind}\0{canonical}".encode("utf-8", "surrogatepass"))
    return f"{kind}-{digest.hexdigest()[:16]}"
