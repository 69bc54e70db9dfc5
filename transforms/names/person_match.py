"""Whether one person's name can be a form of another: the rules, each with score and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from transforms.names.evidence import SAME, Evidence, weakest
from transforms.names.keys import name_key
from transforms.names.nicknames import is_given_name, nicknames, spellings_of_one
from transforms.names.person_names import PersonName

_DOUBTFUL = 0.8


SURNAME = Evidence(0.95, 0.6, "surname of")
FIRST_NAME = Evidence(0.85, 0.5, "only bearer of the first name")
END = Evidence(0.95, 0.8, "last words of")
BEGINNING = Evidence(0.85, 0.75, "first words of")
MIDDLE_LEFT_OUT = Evidence(0.95, 0.92, "without a middle name of")
INITIALS = Evidence(0.9, 0.7, "with initials of")
SPELLING = Evidence(0.93, 0.93, "with a first name spelt otherwise than that of")
NICKNAME = Evidence(0.85, 0.8, "with a short first name of")
CUT_SHORT = Evidence(0.8, 0.7, "with the beginning of the first name of")
NAME_ORDER = Evidence(0.9, 0.85, "in another order than")
STRETCHED = Evidence(0.85, 0.45, "much shorter than")
LATER_GIVEN = Evidence(0.75, 0.65, "with a later first name of")

Likeness = Callable[[str, str], Evidence | None]
SHORTEST_CUT = 3
_OF_THE_OTHER_SEX = ("a", "e", "ia", "ina", "ine", "ette", "o")


def ends_with(long: str, short: str) -> bool:
    """Whether a name is the end of another letter by letter: particles that stand first count.

    >>> ends_with("Sem van der Hoek", "Van der Hoek"), ends_with("Sem Hoek", "Hoek")
    (True, False)
    """
    key = name_key(short)
    return " " in key and name_key(long).endswith(f" {key}")


def equal(a: str, b: str) -> Evidence | None:
    """The strictest notion of two words being alike."""
    return SAME if a == b else None


def one_person(a: PersonName, b: PersonName, like: Likeness = equal) -> Evidence | None:
    """The evidence that two names are forms of one, whichever is longer; None without any.

    >>> one_person(PersonName(("v", "putin")), PersonName(("vladimir", "putin"))).why
    'with initials of'
    >>> one_person(PersonName(("igor", "putin")), PersonName(("vladimir", "putin"))) is None
    True
    """
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    if not _generations_agree(short, long):
        return None
    if same := _each(short.words, long.words, like):
        return same
    if not short.is_full:
        return _one_word(short, long, like)
    found = _in_order(short.words, long.words, like) or _reordered(short, long, like)
    if found and len(long.words) > 2 * len(short.words):
        return weakest((found, STRETCHED))
    return found


def _generations_agree(short: PersonName, long: PersonName) -> bool:
    if short.generation == long.generation:
        return True
    return not short.is_full and None in (short.generation, long.generation)


def _one_word(short: PersonName, long: PersonName, like: Likeness) -> Evidence | None:
    """A surname or a first name; what follows "bin" alone is the father's name, not a surname."""
    (word,) = short.words
    if found := like(word, long.surname):
        fathers = long.surname in long.fathers and not short.fathers
        return None if fathers else weakest((SURNAME, found))
    found = like(word, long.words[0])
    return weakest((FIRST_NAME, found)) if found else None


def _in_order(short: Sequence[str], long: Sequence[str], like: Likeness) -> Evidence | None:
    count = len(short)
    if len(short[-1]) == 1 or len(long[-1]) == 1:
        return None
    if count < len(long):
        if found := _each(short, long[-count:], like):
            return weakest((END, found))
        if found := _each(short, long[:count], like):
            return weakest((BEGINNING, found))
    surname = like(short[-1], long[-1])
    given = _given_names(short[:-1], long[:-1], like) if surname else None
    return weakest((surname, given)) if surname and given else None


def _reordered(short: PersonName, long: PersonName, like: Likeness) -> Evidence | None:
    """Surname first, or four words and more in any order; sons of each other keep theirs."""
    if (short.fathers and long.fathers) or all(map(is_given_name, short.words)):
        return None
    turned = (short.words[1:] + short.words[:1], short.words[-1:] + short.words[:-1])
    for words in turned:
        if found := _in_order(words, long.words, like) or _each(words, long.words, like):
            return weakest((NAME_ORDER, found))
    if len(short.words) != len(long.words):
        return None
    rest = tuple((Counter(short.words) - Counter(long.words)).elements())
    other = tuple((Counter(long.words) - Counter(short.words)).elements())
    if not rest:
        return NAME_ORDER
    found = like(rest[0], other[0]) if len(rest) == 1 and len(short.words) > 3 else None
    return weakest((NAME_ORDER, found)) if found else None


def _given_names(short: Sequence[str], long: Sequence[str], like: Likeness) -> Evidence | None:
    first = _given_alike(short[0], long[0], like)
    if first is None:
        later = len(short) == 1 and len(short[0]) > 1 and _any_like(short[0], long[1:], like)
        return LATER_GIVEN if later else None
    if _middles_differ(short, long):
        return None
    found = list(_subsequence(short[1:], long[1:], like))
    return weakest((first, *found)) if len(found) == len(short) - 1 else None


def _middles_differ(short: Sequence[str], long: Sequence[str]) -> bool:
    """George W. is not George H. W.: with initials the first ones must agree."""
    if len(short) == 1 or len(long) == 1:
        return False
    a, b = short[1], long[1]
    return (len(a) == 1 or len(b) == 1) and a[0] != b[0]


def _subsequence(short: Sequence[str], long: Sequence[str], like: Likeness) -> Iterator[Evidence]:
    """The evidence for each word of `short` in turn, as far as they stand in `long` in order."""
    rest = iter(long)
    for word in short:
        found = next((e for other in rest if (e := _given_alike(word, other, like))), None)
        if found is None:
            return
        yield found


def _any_like(word: str, others: Sequence[str], like: Likeness) -> bool:
    return any(like(word, other) for other in others)


def _given_alike(a: str, b: str, like: Likeness) -> Evidence | None:
    if a == b:
        return MIDDLE_LEFT_OUT
    if len(a) == 1 or len(b) == 1:
        return INITIALS if a[0] == b[0] else None
    if spellings_of_one(a, b):
        return SPELLING
    if nicknames(a, b):
        return NICKNAME
    return like(a, b) or (CUT_SHORT if _cut_short(a, b) else None)


def _cut_short(a: str, b: str) -> bool:
    """Whether one is the beginning of the other, as Vlad is of Vladimir; not Paul of Paula."""
    short, long = sorted((a, b), key=len)
    ending = long[len(short) :]
    return len(short) >= SHORTEST_CUT and long.startswith(short) and ending not in _OF_THE_OTHER_SEX


def _each(a: Sequence[str], b: Sequence[str], like: Likeness) -> Evidence | None:
    """All words alike, one by one, and at most one of them doubtfully."""
    if len(a) != len(b):
        return None
    found = []
    for x, y in zip(a, b, strict=True):
        evidence = like(x, y)
        if evidence is None:
            return None
        found.append(evidence)
    if sum(evidence.alone < _DOUBTFUL for evidence in found) > 1:
        return None
    return weakest(found)
