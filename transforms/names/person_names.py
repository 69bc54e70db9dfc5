"""A person's name taken apart: the words that count, in order, and the generation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from transforms.names.keys import name_key
from transforms.resources import read_toml

# A single shorter word in capitals is rather an acronym than a surname in a headline.
SHORTEST_WORD = 4
# JC Juncker: capitals without a vowel before a name in mixed case.
_INITIALS_WITHOUT_DOTS = re.compile(r"(?<![\w.-])([B-DF-HJ-NP-TV-Z])([A-Z])(?= [A-Z][a-z])")
_RUN_OF_INITIALS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_])")
# "Russia's Ada Quill": two words with capitals follow.
_OWNER = re.compile(r"[^’']{1,60}[’']s (?=[A-ZÀ-Þ][\w.-]+ [\w.-]*[A-ZÀ-Þ])")
_DISPLAY_INITIAL = re.compile(r"(?:[^\W\d_]\.?-?){1,3}")


_THE_FIRST = "I"


@dataclass(frozen=True, slots=True)
class PersonName:
    """`words` are keys, given names first, without particles; `generation` is "jr", "iii", …

    `fathers` are the words after "bin" or "ibn": names of the father, no surnames.
    """

    words: tuple[str, ...]
    generation: str | None = None
    fathers: frozenset[str] = frozenset()

    @property
    def surname(self) -> str:
        """The last word."""
        return self.words[-1]

    @property
    def given(self) -> tuple[str, ...]:
        """All but the last word."""
        return self.words[:-1]

    @property
    def is_full(self) -> bool:
        """Whether there is more than one word."""
        return len(self.words) > 1


@cache
def _words(list_name: str) -> frozenset[str]:
    return frozenset(read_toml("names/data/persons.toml")[list_name])


def is_generation(key: str) -> bool:
    """Whether a word tells the generation (Jr, III).

    >>> is_generation("jr"), is_generation("king")
    (True, False)
    """
    return key in _words("generations")


def is_particle(key: str) -> bool:
    """Whether a word may stand between given name and surname without being either.

    >>> is_particle("von"), is_particle("of")
    (True, False)
    """
    return key in _words("particles")


@lru_cache(maxsize=50_000)
def person_name(text: str) -> PersonName:
    """Take a person's name apart. `text` is a normal form without title.

    >>> person_name("Putin, Vladimir V.").words
    ('vladimir', 'v', 'putin')
    >>> person_name("Bashar al-Assad").words, person_name("Al Gore").words
    (('bashar', 'assad'), ('al', 'gore'))
    >>> person_name("JC Juncker").words, person_name("Mohammed bin Salman").fathers
    (('j', 'c', 'juncker'), frozenset({'salman'}))
    """
    spaced = _RUN_OF_INITIALS.sub(r"\1. ", text)
    spaced = _INITIALS_WITHOUT_DOTS.sub(r"\1. \2.", spaced)
    words, generation = _without_generation(_words_of(in_reading_order(spaced)))
    kept = [word for at, word in enumerate(words) if not _is_particle(word, at, words)]
    keys = tuple(key for word in kept or words for key in _keys(word))
    return PersonName(keys or (name_key(text) or text,), generation, _fathers(words))


def _fathers(words: list[str]) -> frozenset[str]:
    keys = [name_key(word) for word in words]
    particles = _words("patronymic_particles")
    return frozenset(word for at, word in enumerate(keys) if at and keys[at - 1] in particles)


def without_middle_initials(text: str) -> str:
    """The name without the initials between its first and its last word.

    >>> without_middle_initials("Vladimir V. Putin"), without_middle_initials("V. Putin")
    ('Vladimir Putin', 'V. Putin')
    """
    words = text.split()
    middle = [word for word in words[1:-1] if len(name_key(word)) > 1]
    return " ".join([*words[:1], *middle, *words[1:][-1:]])


def _keys(word: str) -> list[str]:
    return [key for key in name_key(word).split() if key]


def in_reading_order(text: str) -> str:
    """The name with "Surname, Given" turned round and what a person holds cut off.

    >>> in_reading_order("Quill, Ada"), in_reading_order("Tom Wren, Jr."), in_reading_order("A, MP")
    ('Ada Quill', 'Tom Wren, Jr.', 'A')
    """
    head, comma, tail = (part.strip() for part in text.partition(","))
    if not comma or "," in tail or not tail or not head:
        return text
    first = name_key(tail.split()[0])
    if first in _words("after_names"):
        return head
    return text if is_generation(first) else f"{tail} {head}"


@lru_cache(maxsize=20_000)
def without_apposition(text: str) -> str:
    """A full name without whose it is before it and where it is from after it.

    >>> without_apposition("Harbour Party's Ada Quill"), without_apposition("Ada Quill of Oxney")
    ('Ada Quill', 'Ada Quill')
    >>> without_apposition("Joan of Arc"), without_apposition("Ada Quill's")
    ('Joan of Arc', "Ada Quill's")
    """
    owner = _OWNER.match(text)
    bare = text[owner.end() :] if owner else text
    name, of, origin = bare.partition(" of ")
    return name if of and origin[:1].isupper() and " " in name else bare


def _words_of(text: str) -> list[str]:
    """The words, with the hyphens of particles opened."""
    words = []
    for word in text.replace(",", " ").split():
        particle, hyphen, rest = word.partition("-")
        if hyphen and rest and is_particle(name_key(particle)):
            words += [particle.lower(), rest]
        else:
            words.append(word)
    return words


def _without_generation(words: list[str]) -> tuple[list[str], str | None]:
    last = name_key(words[-1]) if words else ""
    if len(words) > 1 and (is_generation(last) or words[-1] == _THE_FIRST):
        return words[:-1], {"junior": "jr", "jnr": "jr", "senior": "sr", "snr": "sr"}.get(
            last, last
        )
    return words, None


def _is_particle(word: str, at: int, words: list[str]) -> bool:
    key = name_key(word)
    if not is_particle(key) or at == len(words) - 1 or word.endswith("."):
        return False
    stands_first = at == 0 and word[:1].isupper() and not is_particle(name_key(words[1]))
    return not (stands_first and key in _words("particles_also_names"))


def title_cased(text: str) -> str:
    """A name in headline capitals as it is written in running text.

    >>> title_cased("URSULA VON DER LEYEN"), title_cased("Xi Jinping"), title_cased("J.D. VANCE")
    ('Ursula von der Leyen', 'Xi Jinping', 'J.D. Vance')
    """
    words = text.split()
    if not text.isupper() or (len(words) == 1 and len(text) < SHORTEST_WORD):
        return text
    return " ".join(_title_cased_word(word, at, len(words)) for at, word in enumerate(words))


def _title_cased_word(word: str, at: int, count: int) -> str:
    key = name_key(word)
    if 0 < at < count - 1 and key in _words("particles"):
        return word.lower()
    if (is_generation(key) and key.startswith("i")) or ("." in word and _initials(word)):
        return word
    return "-".join(part.capitalize() for part in word.split("-"))


def _initials(word: str) -> bool:
    return _DISPLAY_INITIAL.fullmatch(word) is not None
