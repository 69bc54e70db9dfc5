"""Rows and surroundings from the names of articles, as an index would count them; and back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from transforms.article import NameMention
from transforms.names.across.consolidate import Consolidated, candidates, consolidate
from transforms.names.across.model import Judgement, NameRow, State, Surroundings
from transforms.names.curated import CuratedNames
from transforms.names.document import made_id


def rows_of(articles: Iterable[Iterable[NameMention]]) -> list[NameRow]:
    """The rows that the mentions of articles make, in order of their ids."""
    seen: dict[str, NameMention] = {}
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    counts: Counter[str] = Counter()
    for mentions in articles:
        here = set()
        for mention in mentions:
            seen.setdefault(mention.name_id, mention)
            surfaces[mention.name_id][mention.surface] += 1
            here.add(mention.name_id)
        counts.update(here)
    return [
        NameRow(
            id=id,
            kind=seen[id].kind,
            canonical=seen[id].canonical,
            curated=id != made_id(seen[id].kind, seen[id].canonical),
            surfaces=dict(surfaces[id]),
            articles=counts[id],
        )
        for id in sorted(seen)
    ]


def consolidated(
    articles: Mapping[str, Iterable[NameMention]],
    names: CuratedNames,
    given: Sequence[Judgement] = (),
) -> Consolidated:
    """Consolidate a corpus of which nothing is known but the names in its articles, by id."""
    mentions = {id: tuple(found) for id, found in articles.items()}
    around = {
        id: Surroundings(id, frozenset(mention.name_id for mention in found))
        for id, found in mentions.items()
    }
    found = candidates(rows_of(mentions.values()), names)
    return consolidate(found, around, len(around), names, given)


def called_now(article: str, mention: NameMention, state: State) -> NameMention:
    """A mention as it is called after consolidating, with score and reason of the merge."""
    merge = state.of(article, mention.name_id)
    if merge is None:
        return mention
    return replace(
        mention,
        canonical=merge.canonical,
        name_id=merge.into,
        kind=merge.kind,
        score=min(mention.score, merge.score),
        reason=f"{mention.reason}; {merge.reason}",
    )
