"""The short forms that an article makes of the names that it has told in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from transforms.article import EntityMention, NameKind
from transforms.entities.filters import not_names
from transforms.entities.heads import well_known
from transforms.names.acronyms import defined_after, is_acronym, loosely_spells
from transforms.names.keys import name_key
from transforms.places import place_surfaces
from transforms.resources import read_toml

SHORT_FORMS = "names/data/organisations.toml"

_SHORTEST = 3
_NAMED = frozenset({NameKind.PERSON, NameKind.ORGANISATION, NameKind.PLACE})


def short_forms(text: str, mentions: Sequence[EntityMention]) -> Counter[tuple[str, str]]:
    """(Short form, label) with how often the plain `text` gives reason for it.

    A person's first and last word ("Ana" and "Petrova" of "Ana Petrova"), a company without its
    legal form ("Kellan" of "Kellan Ltd"), and what stands in brackets and spells the name ("KG" of
    "Kellan Group (KG)"). A word that names a place or a people needs the model's own word.
    """
    return Counter(form for mention in mentions for form in _forms(text, mention))


def _forms(text: str, mention: EntityMention) -> Iterator[tuple[str, str]]:
    words = mention.surface.split()
    if mention.kind not in _NAMED or len(words) < 2:
        return
    if mention.kind is NameKind.PERSON:
        yield from ((word, mention.label) for word in _of_person(words))
    if mention.kind is NameKind.ORGANISATION and name_key(words[-1]) in _legal_forms():
        bare = " ".join(words[:-1]).rstrip(",")
        if len(bare) >= _SHORTEST and not _is_known(bare):
            yield bare, mention.label
    acronym = defined_after(text, mention.end)
    if acronym and is_acronym(acronym) and loosely_spells(acronym, mention.surface):
        yield acronym, mention.label


def _of_person(words: Sequence[str]) -> Iterator[str]:
    if not _is_known(words[-1]):
        yield words[-1]
    if len(words[0]) >= _SHORTEST and not _is_known(words[0]):
        yield words[0]


def _is_known(word: str) -> bool:
    """Whether a word stands for something else wherever it stands alone."""
    return word.lower() in not_names() or word in place_surfaces() or word in well_known()


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(read_toml(SHORT_FORMS)["legal_forms"])
