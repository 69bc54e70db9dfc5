"""Whether two surfaces name one person."""

from __future__ import annotations

from transforms.article import NameKind
from transforms.names.comparison import Comparison
from transforms.names.curated import CuratedName, CuratedNames
from transforms.names.evidence import Evidence
from transforms.names.link_persons import known_person
from transforms.names.misspellings import person_spellings
from transforms.names.person_match import END, ends_with, one_person
from transforms.names.person_names import PersonName, person_name
from transforms.names.spelling import folded
from transforms.names.titles import split_role
from transforms.names.words_alike import NEAR_SOUND, alike_across_scripts, near_sound, words_alike

SHORTEST_ALONE = 7
SHORTEST_JOINED = 6
JOINED = 0.92
JOINED_NEAR = 0.7
JOINED_DISTANCE_PER_LETTER = 0.1
_LAST_LATIN_LETTER = "\u024f"


def compare_persons(a: str, b: str, names: CuratedNames) -> Comparison:
    """Score and reason for two normal forms of persons' names.

    >>> compare_persons("Yevgeny Kolvin", "Evgeniy V. Kolvin", CuratedNames()).score
    0.93
    """
    one, other = _known(a, names), _known(b, names)
    if one is not None and other is not None:
        if one is other:
            return Comparison(1.0, f"both are {one.canonical}")
        return Comparison(0.0, f"{one.canonical} is not {other.canonical}")
    found = [
        comparison
        for x in _forms(a, one)
        for y in _forms(b, other)
        if (comparison := _compared(x, y)) is not None
    ]
    return max(found, key=lambda each: each.score, default=Comparison(0.0, "different words"))


def _known(text: str, names: CuratedNames) -> CuratedName | None:
    bare = split_role(text)[1]
    known = names.find(text, NameKind.PERSON) or known_person(bare, names)
    if known is None and (correction := person_spellings(names).correct(person_name(bare))):
        return correction.name
    return known


def _forms(text: str, known: CuratedName | None) -> list[str]:
    """The full names of a known person, else the name without its title."""
    surfaces = known.surfaces if known else ()
    full = [name for name in surfaces if person_name(name).is_full]
    own = [name for name in full if not any(ends_with(other, name) for other in full)]
    return own or [split_role(text)[1]]


def _compared(a: str, b: str) -> Comparison | None:
    one, other = person_name(a), person_name(b)
    like = words_alike if _one_script(a, b) else alike_across_scripts
    evidence = one_person(one, other, like)
    if evidence and not _too_short_for_doubt(one, other, evidence):
        fuller = b if len(one.words) <= len(other.words) else a
        return Comparison(evidence.alone, f"{evidence.why} {fuller}")
    if ends_with(a, b) or ends_with(b, a):
        return Comparison(END.alone, f"{END.why} {max(a, b, key=len)}")
    return _in_other_spacing(one, other, b)


def _too_short_for_doubt(a: PersonName, b: PersonName, evidence: Evidence) -> bool:
    """Whether single words are too short to be one by a slip: Bush and Busch."""
    if a.is_full or b.is_full or evidence.alone > NEAR_SOUND.alone:
        return False
    return min(len(a.words[0]), len(b.words[0])) < SHORTEST_ALONE


def _in_other_spacing(a: PersonName, b: PersonName, text: str) -> Comparison | None:
    joined, other = ("".join(map(folded, name.words)) for name in (a, b))
    if len(a.words) == len(b.words) or a.generation != b.generation:
        return None
    if min(len(joined), len(other)) < SHORTEST_JOINED:
        return None
    if joined == other:
        return Comparison(JOINED, f"in other spacing than {text}")
    if any(len(word) == 1 for word in a.words + b.words):
        return None
    if near_sound(joined, other, JOINED_DISTANCE_PER_LETTER):
        return Comparison(JOINED_NEAR, f"in other spacing, sounds like {text}")
    return None


def _one_script(a: str, b: str) -> bool:
    return (max(a, default="") <= _LAST_LATIN_LETTER) == (max(b, default="") <= _LAST_LATIN_LETTER)
