"""The pages over an index of the sample articles, one hostile article, and unsure names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch

from index_mappings.documents import Document, encode, encode_raw
from index_mappings.families import Aliases
from index_mappings.load import put
from index_mappings.names.desk import Desk
from index_mappings.names.store import Writing, judgement_id
from index_mappings.settings import Settings
from search.web.app import Web
from tests.search.page.made import hostile
from tests.seeded_index import RUN, load, seed_documents
from transforms.names.across.model import RULE, Judgement, Verdict

UNSURE = [
    ("Dmitry Peskov", "Meron Tadesse", 0.8),
    ("Fiona Strand", "Gareth Pryce", 0.7),
    ("Hamish Rae", "August Lindgren", 0.6),
]


@dataclass(frozen=True)
class Site:
    """The pages, and what is in their index."""

    web: Web
    documents: dict[str, Document]
    hostile: str

    def desk(self) -> Desk:
        return Desk(self.web.client, self.web.aliases, self.web.settings)

    def by_title(self, title: str) -> str:
        """The id of the one article whose title begins so."""
        (found,) = [
            id for id, each in self.documents.items() if each.get("title", "").startswith(title)
        ]
        return found


@pytest.fixture(scope="module")
def site(node_url: str, index_prefix: str) -> Iterator[Site]:
    settings = Settings(prefix=f"{index_prefix}web-")
    aliases = Aliases(settings.prefix)
    now = datetime.now(UTC)
    attack = hostile()
    documents = {
        **seed_documents(real=False),
        attack.id: encode(attack, {"dates": "0" * 16}, RUN, now),
    }
    with Elasticsearch(node_url) as client:
        load(client, aliases, documents)
        put(client, aliases.raw, {attack.id: encode_raw(attack.raw, RUN, now)}, settings)
        web = Web(client, settings, reviewer="ada", stale=lambda _: frozenset({"dates"}))
        made = Site(web, documents, attack.id)
        make_unsure(made)
        yield made


def make_unsure(site: Site) -> None:
    """The pairs wait, whatever was judged before."""
    web, now, desk = site.web, datetime.now(UTC), site.desk()
    for id, each in desk.store.judgements.items():
        if each.is_of_a_person:
            site.desk().undo(id)
    found = []
    for one, other, score in UNSURE:
        left, right = sorted((desk.one(one), desk.one(other)), key=lambda named: named.id)
        names = (left.canonical, right.canonical)
        why = "they look alike"
        found.append(Judgement(left.id, right.id, Verdict.UNSURE, RULE, why, score, names=names))
    kept = {judgement_id(each): each for each in found}
    Writing(web.client, web.aliases, web.settings, now).judge(kept)
    web.client.indices.refresh(index=web.aliases.names)
