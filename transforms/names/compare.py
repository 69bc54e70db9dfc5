"""Whether two surfaces name the same, with no article around them.

Looser than the rules within an article: transliterations and misspellings count between any two
names, for there is no second candidate that could be meant. A score therefore says how much more
than the two surfaces is needed before they are held for one:

| score | what it rests on |
|---|---|
| 1 | the same letters, or one curated name |
| 0.9 and more | the words alone: legal form, diacritics, transliteration, middle name |
| 0.7 to 0.9 | likely, yet two may share it: initials, nickname, acronym, order, a slip |
| 0.5 to 0.7 | possible: a surname alone, a first name alone, slips of short words |
| 0 | different, and the reason says why |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from transforms.article import NameKind
from transforms.names.compare_organisations import compare_organisations
from transforms.names.compare_persons import compare_persons
from transforms.names.compare_places import compare_places
from transforms.names.comparison import Comparison
from transforms.names.curated import CuratedNames
from transforms.names.keys import name_key
from transforms.names.normal import normal_form

NO_NAMES = CuratedNames()
SAME = 0.5
PLURAL = 0.95
# Characters. No name is longer; what is, is compared as a whole alone.
LONGEST = 200

COMPARE: Mapping[NameKind, Callable[[str, str, CuratedNames], Comparison]] = {
    NameKind.PERSON: compare_persons,
    NameKind.ORGANISATION: compare_organisations,
    NameKind.PLACE: compare_places,
}


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
    if max(len(first), len(second)) > LONGEST:
        return Comparison(0.0, "too long for a name")
    if kind in COMPARE:
        return COMPARE[kind](first, second, names)
    return _compare_groups(first, second, names)


def _compare_groups(a: str, b: str, names: CuratedNames) -> Comparison:
    one, other = names.find(a, NameKind.GROUP), names.find(b, NameKind.GROUP)
    if one is not None and one is other:
        return Comparison(1.0, f"both are {one.canonical}")
    if name_key(a).removesuffix("s") == name_key(b).removesuffix("s"):
        return Comparison(PLURAL, f"singular or plural of {b}")
    return Comparison(0.0, "different words")
