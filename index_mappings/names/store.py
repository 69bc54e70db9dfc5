"""Judgements about names, and what they are called since, as documents of `dateline-names`.

A judgement is never deleted: it is marked with the moment at which it was taken back. Those of
rules are what the rules hold of the corpus as it is: what they hold no more is taken back by the
next run. Merges of a name in one article are kept as such alone, with their reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.load import Refused, put, remove
from index_mappings.mentions import dense
from index_mappings.moment import PointInTime, point_in_time
from index_mappings.settings import Settings
from transforms.article import NameKind
from transforms.names.across.model import RULE, Judgement, Merge, State, Verdict

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

JUDGEMENT, MERGE = "judgement", "merge"
PAGE = 5_000


class NotKeptError(Exception):
    """The index did not take a judgement or a merge."""


@dataclass(frozen=True)
class Store:
    """What is kept of names, by document id; judgements that were taken back are left out."""

    judgements: Mapping[str, Judgement]
    merges: Mapping[str, Document]

    @property
    def of_persons(self) -> list[Judgement]:
        """What persons have judged."""
        return [each for each in self.judgements.values() if each.is_of_a_person]


def read_store(client: Elasticsearch, aliases: Aliases, patience: float) -> Store:
    """All that holds now. Raises as `client.patiently`."""
    judgements: dict[str, Judgement] = {}
    merges: dict[str, Document] = {}
    with point_in_time(client, aliases.names, patience) as now:
        for id, source in _documents(now):
            if source["doc"] == MERGE:
                merges[id] = source
            else:
                judgements[id] = decode_judgement(source)
    return Store(judgements, merges)


def _documents(now: PointInTime) -> Iterable[tuple[str, Document]]:
    holding = {"bool": {"must_not": {"exists": {"field": "deleted_at"}}}}
    for page in now.pages(holding, PAGE):
        yield from ((hit["_id"], hit["_source"]) for hit in page)


@dataclass(frozen=True)
class Writing:
    """Where and when judgements and merges are written."""

    client: Elasticsearch
    aliases: Aliases
    settings: Settings
    at: datetime

    def keep_rules(self, held: Iterable[Judgement], known: Store) -> int:
        """Write what the rules hold now, take back what they hold no more; how many changed."""
        now = {judgement_id(each): each for each in held if _is_kept(each)}
        before = {id: each for id, each in known.judgements.items() if not each.is_of_a_person}
        changed = {
            id: replace(each, at=self.at)
            for id, each in now.items()
            if id not in before or replace(before[id], at=None) != each
        }
        gone = {id: replace(each, deleted=self.at) for id, each in before.items() if id not in now}
        self.judge({**changed, **gone})
        return len(changed) + len(gone)

    def keep_merges(self, state: State, names: Mapping[str, str], known: Store) -> int:
        """Write what names are called now, for articles that are loaded later; how many changed.

        Args:
            names: canonical form by the id of each name that was found.
        """
        now = dict(_merge_documents(state, names))
        changed = {id: doc for id, doc in now.items() if known.merges.get(id) != doc}
        gone = sorted(set(known.merges) - set(now))
        self._put(changed)
        _raise_refused(remove(self.client, self.aliases.names, gone, self.settings))
        return len(changed) + len(gone)

    def judge(self, judgements: Mapping[str, Judgement]) -> None:
        """Write judgements by document id; visible at once."""
        self._put({id: encode_judgement(each) for id, each in judgements.items()})
        if judgements:
            self.client.indices.refresh(index=self.aliases.names)

    def _put(self, documents: Mapping[str, Document]) -> None:
        _raise_refused(put(self.client, self.aliases.names, documents, self.settings))


def _raise_refused(refused: list[Refused]) -> None:
    if refused:
        raise NotKeptError(f"{len(refused)} were refused, the first one: {refused[0].error}")


def _is_kept(judgement: Judgement) -> bool:
    return judgement.article is None


def judgement_id(judgement: Judgement) -> str:
    """Of a rule's: the pair, so that the next run finds it. Of a person's: the moment too."""
    parts = [JUDGEMENT, judgement.by, *map(str, judgement.pair)]
    if judgement.is_of_a_person:
        parts.append(str(judgement.at))
    return _digest(parts)


def merge_id(name_id: str, article: str | None) -> str:
    """The id of what a name is called, everywhere or in an article."""
    return _digest([MERGE, name_id, str(article)])


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def encode_judgement(judgement: Judgement) -> Document:
    """A judgement as a document."""
    left_name, right_name = judgement.names or (None, None)
    return dense(
        {
            "doc": JUDGEMENT,
            "left": judgement.left,
            "right": judgement.right,
            "left_name": left_name,
            "right_name": right_name,
            "article": judgement.article,
            "judgement": str(judgement.verdict),
            "judged_by": judgement.by,
            "judged_at": judgement.at.isoformat() if judgement.at else None,
            "deleted_at": judgement.deleted.isoformat() if judgement.deleted else None,
            "score": judgement.score,
            "reason": judgement.why,
        }
    )


def decode_judgement(document: Mapping[str, Any]) -> Judgement:
    """The judgement that `encode_judgement` was given."""
    names = (document.get("left_name"), document.get("right_name"))
    return Judgement(
        left=document["left"],
        right=document["right"],
        verdict=Verdict(document["judgement"]),
        by=document.get("judged_by", RULE),
        why=document["reason"],
        score=document["score"],
        article=document.get("article"),
        at=_moment(document.get("judged_at")),
        deleted=_moment(document.get("deleted_at")),
        names=names if names[0] and names[1] else None,  # type: ignore[arg-type]
    )


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _merge_documents(state: State, names: Mapping[str, str]) -> Iterable[tuple[str, Document]]:
    for name_id, merge in state.merged.items():
        yield merge_id(name_id, None), _encode_merge(name_id, None, merge, names)
    for (article, name_id), merge in state.placed.items():
        yield merge_id(name_id, article), _encode_merge(name_id, article, merge, names)


def _encode_merge(
    name_id: str, article: str | None, merge: Merge, names: Mapping[str, str]
) -> Document:
    return dense(
        {
            "doc": MERGE,
            "name_id": name_id,
            "article": article,
            "into": merge.into,
            "canonical": merge.canonical,
            "kind": str(merge.kind),
            "aliases": [names[name_id]] if name_id in names else [],
            "score": merge.score,
            "reason": merge.reason,
        }
    )


def decode_merge(document: Mapping[str, Any]) -> Merge:
    """What a name is called now."""
    return Merge(
        document["into"],
        document["canonical"],
        NameKind(document["kind"]),
        document["score"],
        document["reason"],
    )
