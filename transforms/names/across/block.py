"""Which names are worth comparing: those that share a key. Never every name with every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations

from rapidfuzz.distance import OSA

from transforms.article import NameKind
from transforms.names.acronyms import acronym_key, acronyms_of, is_acronym
from transforms.names.across.model import NameRow
from transforms.names.keys import name_key
from transforms.names.nicknames import nicknames, spellings_of_one
from transforms.names.organisation_names import body_of_state, is_small_word, organisation_words
from transforms.names.person_names import PersonName, person_name
from transforms.names.spelling import folded

Key = tuple[str, ...]
# A key that more names share says too little: a common surname alone.
MOST_IN_A_BLOCK = 60
MOST_WORDS = 8
MOST_SLIPS = 3
SHORTEST_REST = 4


def pairs(rows: Iterable[NameRow]) -> list[tuple[NameRow, NameRow]]:
    """Pairs of full names of one kind that share a key, the smaller id first, in order.

    Two curated names are two: they are no pair.
    """
    blocks: dict[Key, list[NameRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.id):
        for key in set(full_name_keys(row)):
            blocks[row.kind, *key].append(row)
    found = {
        (one.id, other.id): (one, other)
        for block in blocks.values()
        if len(block) <= MOST_IN_A_BLOCK
        for one, other in combinations(block, 2)
        if not (one.curated and other.curated) and may_be_one(one, other)
    }
    return [found[ids] for ids in sorted(found)]


def may_be_one(one: NameRow, other: NameRow) -> bool:
    """Whether two names of a block are worth comparing: what differs in them begins alike.

    That is far cheaper than comparing them, and holds for nine pairs of ten.
    """
    if one.kind is NameKind.PERSON:
        longer, shorter = sorted((name_key(one.canonical), name_key(other.canonical)), key=len)[
            ::-1
        ]
        return longer.endswith(f" {shorter}") or _may_be_one_person(
            person_name(one.canonical), person_name(other.canonical)
        )
    first, second = (set(organisation_words(row.canonical)) for row in (one, other))
    mine, others = first - second, second - first
    if not mine or not others:
        return True
    return not _begin_alike(mine).isdisjoint(_begin_alike(others)) or _together(mine, others)


def _together(mine: Iterable[str], others: Iterable[str]) -> bool:
    """Whether the words are the same but for where they are parted."""
    return folded("".join(sorted(mine))) == folded("".join(sorted(others)))


def _may_be_one_person(one: PersonName, other: PersonName) -> bool:
    first, second = one.words, other.words
    if len(set(map(folded, first)) & set(map(folded, second))) > 1:
        return True
    if _begin_alike(first[:1]) == _begin_alike(second[-1:]):  # in another order
        return True
    if OSA.distance(folded(one.surname), folded(other.surname)) > MOST_SLIPS:
        return False
    if not _begin_alike(first[:-1]).isdisjoint(_begin_alike(second[:-1])):
        return True
    return nicknames(first[0], second[0]) or spellings_of_one(first[0], second[0])


def _begin_alike(words: Iterable[str]) -> set[str]:
    return {folded(word)[:1] for word in words}


def full_name_keys(row: NameRow) -> Iterator[Key]:
    """The keys of a name that can be compared as a whole; none of one that says too little."""
    if row.kind is NameKind.PERSON:
        name = person_name(row.canonical)
        if is_full(name):
            yield from _person_keys(name)
    else:
        yield "key", name_key(row.canonical)
        if not is_acronym(row.canonical):
            yield from _word_keys(organisation_words(row.canonical))


def is_full(name: PersonName) -> bool:
    """Whether a person is called by two words that are spelt out."""
    return sum(len(word) > 1 for word in name.words) > 1


def _person_keys(name: PersonName) -> Iterator[Key]:
    first, last = name.words[0], name.surname
    yield "surname", folded(last)
    yield "surname", folded(last), first[0]
    yield "given", folded(first), last[0]
    yield "words", *sorted(folded(word) for word in name.words if len(word) > 1)


def _word_keys(words: tuple[str, ...]) -> Iterator[Key]:
    sounds = [folded(word) for word in words]
    yield "words", *sorted(sounds)
    yield "letters", "".join(sounds)
    if body := body_of_state(words):
        yield "body", *sorted(body)
    if 1 < len(sounds) <= MOST_WORDS:
        # All but one: a slip, a small word more or less, a word left out.
        for at in range(len(sounds)):
            rest = sounds[:at] + sounds[at + 1 :]
            if sum(map(len, rest)) >= SHORTEST_REST:
                yield "rest", *rest
        yield "rest", *sounds
    elif len(sounds) == 1:
        yield "rest", sounds[0][:1], "".join(sorted(sounds[0][1:]))


class Fuller:
    """The names that a short one may stand for."""

    def __init__(self, rows: Iterable[NameRow]) -> None:
        self._by_key: dict[Key, list[tuple[NameRow, str]]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.id):
            # In order, for the first reason that is found is the one that counts.
            for key, why in dict.fromkeys(_short_keys(row)):
                self._by_key[row.kind, *key].append((row, why))

    def of(self, row: NameRow) -> Mapping[str, str]:
        """Ids of the fuller names of which this may be short, each with the reason."""
        if row.curated:
            return {}
        found: dict[str, str] = {}
        for key in _as_short(row):
            for longer, why in self._by_key.get((row.kind, *key), ()):
                if longer.id != row.id:
                    found.setdefault(longer.id, f"{why} {longer.canonical}")
        return found


def _as_short(row: NameRow) -> Iterator[Key]:
    """The keys under which a fuller name is looked for."""
    return _SHORT[row.kind](row.canonical) if row.kind in _SHORT else iter(())


def _short_person(text: str) -> Iterator[Key]:
    name = person_name(text)
    if not name.is_full:
        yield "word", name.words[0]
    elif not is_full(name) and len(name.surname) > 1:
        yield "initial", name.words[0][0], name.surname


def _short_organisation(text: str) -> Iterator[Key]:
    if is_acronym(text):
        yield "acronym", acronym_key(text)
    yield "part", *organisation_words(text)


_SHORT: Mapping[NameKind, Callable[[str], Iterator[Key]]] = {
    NameKind.PERSON: _short_person,
    NameKind.ORGANISATION: _short_organisation,
    NameKind.PLACE: _short_organisation,
}


def _short_keys(row: NameRow) -> Iterator[tuple[Key, str]]:
    """The keys of what a full name may be shortened to, each with the reason."""
    if row.kind is NameKind.PERSON:
        yield from _shortened_person(person_name(row.canonical))
    elif row.kind in _SHORT:
        yield from _shortened_words(organisation_words(row.canonical))
        yield from ((("acronym", key), "initials of") for key in acronyms_of(row.canonical))
        yield from (
            (("acronym", acronym_key(surface)), "elsewhere short for")
            for surface in row.surfaces
            if is_acronym(surface)
        )


def _shortened_person(name: PersonName) -> Iterator[tuple[Key, str]]:
    if is_full(name):
        yield ("word", name.surname), "surname of"
        yield ("word", name.words[0]), "first name of"
        yield ("initial", name.words[0][0], name.surname), "with initials of"


def _shortened_words(words: tuple[str, ...]) -> Iterator[tuple[Key, str]]:
    for count in range(1, len(words)):
        if not is_small_word(words[-count - 1]) and not is_small_word(words[-count]):
            yield ("part", *words[-count:]), "last words of"
        if count > 1 and words[count] == "of":
            yield ("part", *words[:count]), "first words of"
