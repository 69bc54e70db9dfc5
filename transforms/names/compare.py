"""Whether two surfaces name the same, with no article around them.

Looser than the rules within an article: transliterations and misspellings count between any two
names, for there is no second candidate that could be meant. A score therefore says how much more
than the two surfaces is needed before they are held for one:

| score | what it rests on |
|---|---|
| 1 | the same letters, or one curated name |
| 0.9 and more | the words alone: word order, legal form, diacritics, transliteration, middle name |
| 0.7 to 0.9 | likely, yet two may share it: initials, a nickname, an acronym, one slip of a long word |
| 0.5 to 0.7 | possible: a surname alone, a first name alone, slips of short words |
| 0 | different, and the reason says why |
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.article import NameKind
from transforms.names.acronyms import is_acronym, spells
from transforms.names.curated import CuratedName, CuratedNames
from transforms.names.keys import name_key
from transforms.names.link_organisations import known_organisation
from transforms.names.link_persons import known_person
from transforms.names.misspellings import person_spellings
from transforms.names.normal import normal_form
from transforms.names.organisation_names import body_of_state, organisation_words
from transforms.names.person_match import one_person
from transforms.names.person_names import PersonName, person_name
from transforms.names.spelling import misspelt, same_sound
from transforms.names.titles import split_role

NO_NAMES = CuratedNames()
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Comparison:
    """How sure it is, from 0 to 1, that two surfaces name the same, and why."""

    score: float
    reason: str


def same_name(a: str, b: str, kind: NameKind, names: CuratedNames = NO_NAMES) -> bool:
    """Whether two surfaces of one kind name the same, as far as they alone can tell.

    >>> same_name("President Vladimir Putin", "V. Putin", NameKind.PERSON)
    True
    >>> same_name("Niger", "Nigeria", NameKind.PLACE)
    False
    """
    return compare(a, b, kind, names).score >= SAME


def compare(a: str, b: str, kind: NameKind, names: CuratedNames = NO_NAMES) -> Comparison:
    """Score and reason for two surfaces of one kind; symmetric in the score.

    >>> compare("Ada Quill’s", "ADA QUILL", NameKind.PERSON)
    Comparison(score=1.0, reason='same letters')
    """
    first, second = normal_form(a), normal_form(b)
    if name_key(first) == name_key(second):
        return Comparison(1.0, "same letters")
    alike = _alike_names(first, second, kind, names)
    return Comparison(0.8, "forms of one name") if alike else Comparison(0.0, "different names")


def _alike_names(first: str, second: str, kind: NameKind, names: CuratedNames) -> bool:
    if kind is NameKind.PERSON:
        return _same_person(first, second, names)
    if kind is NameKind.ORGANISATION:
        return _same_organisation(first, second, names)
    one, other = names.find(first, kind), names.find(second, kind)
    if one is not None and other is not None:
        return one is other
    return _initials(first, second)


def _same_person(a: str, b: str, names: CuratedNames) -> bool:
    one, other = _known_person(a, names), _known_person(b, names)
    if one is not None and other is not None:
        return one is other
    return any(
        one_person(x, y, _alike) is not None
        for x in _person_forms(a, one)
        for y in _person_forms(b, other)
    )


def _person_forms(text: str, known: CuratedName | None) -> list[PersonName]:
    """The full names of a known person, else the name itself."""
    forms = [person_name(surface) for surface in known.surfaces] if known else []
    return [form for form in forms if form.is_full] or [person_name(split_role(text)[1])]


def _known_person(text: str, names: CuratedNames) -> CuratedName | None:
    bare = split_role(text)[1]
    known = names.find(text, NameKind.PERSON) or known_person(bare, names)
    if known is None and (correction := person_spellings(names).correct(person_name(bare))):
        return correction.name
    return known


def _alike(a: str, b: str) -> bool:
    return same_sound(a, b) or misspelt(a, b)


def _same_organisation(a: str, b: str, names: CuratedNames) -> bool:
    one, other = known_organisation(a, names), known_organisation(b, names)
    if one is not None and other is not None:
        return one is other
    words_a, words_b = organisation_words(a), organisation_words(b)
    if _alike_words(words_a, words_b) or _initials(a, b):
        return True
    body_a, body_b = body_of_state(words_a), body_of_state(words_b)
    return body_a is not None and body_a == body_b


def _alike_words(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the words are the same but for one that is misspelt."""
    if len(a) != len(b):
        return False
    other = [(x, y) for x, y in zip(a, b, strict=True) if not same_sound(x, y)]
    return len(other) <= 1 and all(misspelt(x, y) for x, y in other)


def _initials(a: str, b: str) -> bool:
    return any(is_acronym(short) and spells(short, full) for short, full in ((a, b), (b, a)))
