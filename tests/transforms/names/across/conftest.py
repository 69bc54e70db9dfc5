from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from transforms.article import NameKind, NameMention
from transforms.names.across.gather import consolidated
from transforms.names.across.model import Judgement, State
from transforms.names.curated import CuratedNames
from transforms.names.document import made_id

KINDS = {"p": NameKind.PERSON, "o": NameKind.ORGANISATION, "l": NameKind.PLACE}
Corpus = Mapping[str, Sequence[str]]
Consolidate = Callable[..., State]


def kind_and_name(told: str) -> tuple[NameKind, str]:
    """Of "p:Ada Quill"; a person where nothing is told."""
    letter, colon, name = told.partition(":")
    return (KINDS[letter], name) if colon else (NameKind.PERSON, told)


def id_of(told: str, names: CuratedNames | None = None) -> str:
    kind, name = kind_and_name(told)
    known = names.find(name, kind) if names else None
    return known.id if known else made_id(kind, name)


def mention(told: str, names: CuratedNames) -> NameMention:
    kind, name = kind_and_name(told)
    known = names.find(name, kind)
    canonical = known.canonical if known else name
    return NameMention(0, len(name), name, kind, canonical, id_of(told, names), 1.0, "as written")


@pytest.fixture
def consolidate(curated: CuratedNames) -> Consolidate:
    """Consolidates a corpus told as article id to names, with judgements of persons."""

    def state_of(corpus: Corpus, *given: Judgement) -> State:
        found = {id: [mention(told, curated) for told in names] for id, names in corpus.items()}
        return consolidated(found, curated, given).state

    return state_of


@pytest.fixture
def called(consolidate: Consolidate, curated: CuratedNames) -> Callable[..., str]:
    """What a name is called in an article of a corpus, after consolidating it."""

    def name_now(corpus: Corpus, article: str, told: str, *given: Judgement) -> str:
        merge = consolidate(corpus, *given).of(article, id_of(told, curated))
        return merge.canonical if merge else mention(told, curated).canonical

    return name_now
