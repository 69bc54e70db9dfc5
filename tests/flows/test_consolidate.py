"""Consolidating over the real index: found, written where it matters, taken back, done again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

import flows.consolidate as consolidating
from flows.consolidate import Consolidating, NamesReport, run_consolidate
from index_mappings.documents import Document, encode
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.load import put
from index_mappings.moment import point_in_time
from index_mappings.names.corpus import name_rows, surroundings
from index_mappings.names.known import as_called_now
from index_mappings.names.store import Writing, judgement_id, read_store
from index_mappings.settings import Settings
from tests.flows.conftest import Index
from transforms.article import Article, NameKind, NameMention, RawArticle
from transforms.names.across.gather import rows_of
from transforms.names.across.model import Judgement, Verdict
from transforms.names.curated import CuratedNames
from transforms.names.document import made_id

FERRY = ("o:Amber Ferries", "l:Oxney Harbour", "Tomas Wrenfield")
LEVY = ("o:Cedar Library Board", "l:Cedar Valley", "Odile Marsh")
KINDS = {"o": NameKind.ORGANISATION, "l": NameKind.PLACE}
OTHERS = {f"other-{n}": (f"Una Other{'abcdefghijklmnop'[n]}",) for n in range(16)}
CORPUS: Mapping[str, Sequence[str]] = {
    **OTHERS,
    "f1": ("Ilse Wren", *FERRY),
    "f2": ("Wren", *FERRY),
    "f3": ("Ilse M. Wren", *FERRY),
    "f4": ("Ilse Wren", *FERRY),
    "l1": ("Oskar Wren", *LEVY),
    "l2": ("Wren", *LEVY),
    "j1": ("José Marín",),
    "j2": ("Jose Marin",),
    "j3": ("José Marín",),
}
EXPECTED = {"f2": "Ilse Wren", "f3": "Ilse Wren", "l2": "Oskar Wren", "j2": "José Marín"}


@pytest.fixture(scope="module")
def indices(node_url: str, index_prefix: str) -> Iterator[Aliases]:
    aliases = Aliases(index_prefix)
    with Elasticsearch(node_url) as client:
        ensure(client, aliases)
        yield aliases


@pytest.fixture
def index(node_url: str, indices: Aliases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """One index for all tests of the module, emptied before each: making one takes seconds."""
    monkeypatch.setenv("DATELINE_ES_URL", node_url)
    monkeypatch.setenv("DATELINE_PREFIX", indices.prefix)
    monkeypatch.setenv("DATELINE_RUNNER", "threads")
    monkeypatch.setenv("DATELINE_WORKERS", "1")
    with Elasticsearch(node_url) as client:
        for alias in (indices.articles, indices.names, indices.runs, indices.raw):
            everything: dict[str, Any] = {"match_all": {}}
            client.indices.refresh(index=alias)
            client.delete_by_query(index=alias, query=everything, refresh=True)
        yield Index(client, indices)


def mention(told: str) -> NameMention:
    letter, colon, name = told.rpartition(":")
    kind = KINDS[letter] if colon else NameKind.PERSON
    return NameMention(0, len(name), name, kind, name, made_id(kind, name), 1.0, "as written")


def document(uri: str, names: Sequence[str]) -> Document:
    raw = RawArticle(uri, b"")
    article = Article(raw, text="Text.", names=tuple(map(mention, names)))
    return encode(article, {}, "a-run", datetime(2024, 8, 18, tzinfo=UTC))


def load(index: Index, corpus: Mapping[str, Sequence[str]]) -> None:
    documents = {RawArticle(uri, b"").id: document(uri, told) for uri, told in corpus.items()}
    documents = as_called_now(index.client, index.aliases, documents)
    assert put(index.client, index.aliases.articles, documents, Settings()) == []


def consolidate(index: Index, dry: bool = False) -> NamesReport:
    report = Consolidating(index.client, Settings(), "a-names-run", dry).carry_out()
    for alias in (index.aliases.articles, index.aliases.names):
        index.client.indices.refresh(index=alias)
    return report


def persons(index: Index) -> dict[str, str]:
    """The persons of each article whose first name is one, by URI."""
    return {
        doc["uri"]: next(name for name in doc["persons"] if name not in FERRY + LEVY)
        for doc in index.articles().values()
        if not doc["uri"].startswith("other")
    }


def merged(index: Index) -> dict[str, str]:
    return {uri: name for uri, name in persons(index).items() if name != CORPUS[uri][0]}


def judge(index: Index, left: str, right: str, verdict: Verdict, **more: Any) -> None:  # noqa: ANN401
    ids = (made_id(NameKind.PERSON, left), made_id(NameKind.PERSON, right))
    at = datetime.now(UTC)
    judgement = replace(Judgement(*ids, verdict, "kim", "I know them", 1.0, at=at), **more)
    writing = Writing(index.client, index.aliases, Settings(), at)
    writing.judge({judgement_id(judgement): judgement})


def facets(index: Index) -> dict[str, dict[str, Any]]:
    """All that consolidating may change."""
    fields = ("persons", "organisations", "places", "names", "merged", "merges")
    return {
        id: {field: doc[field] for field in fields if doc.get(field)}
        for id, doc in index.articles().items()
    }


def test_names_are_merged_where_they_stand_and_nowhere_else(index: Index) -> None:
    load(index, CORPUS)
    before = index.articles()
    dry = consolidate(index, dry=True)
    assert index.articles() == before
    assert index.all(index.aliases.names) == {}
    report = consolidate(index)
    assert merged(index) == EXPECTED
    assert (report.changed, dry.changed) == (4, 4)
    assert (report.merged, report.placed) == (2, 2)
    assert report.articles == len(CORPUS)
    for id, doc in index.articles().items():
        assert doc["name_mentions"] == before[id]["name_mentions"]
        if doc["uri"] not in EXPECTED:
            assert doc == before[id]
    told = index.all(index.aliases.runs)["a-names-run"]
    assert told["flow"] == "consolidate"
    assert told["state"] == "completed"
    assert told["names"]["changed"] == 4


def test_a_search_finds_a_merged_name_as_written_and_as_it_is_called(index: Index) -> None:
    load(index, CORPUS)
    consolidate(index)
    (doc,) = (doc for doc in index.articles().values() if doc["uri"] == "f2")
    assert {"Wren", "Ilse Wren"} <= set(doc["names"])
    (merge,) = doc["merges"]
    assert "surname of Ilse Wren" in merge["reason"]
    assert 0.8 <= merge["score"] < 1


def test_a_second_run_writes_nothing(index: Index) -> None:
    load(index, CORPUS)
    consolidate(index)
    names, articles = index.all(index.aliases.names), facets(index)
    report = consolidate(index)
    assert (report.changed, report.judgements) == (0, 0)
    assert index.all(index.aliases.names) == names
    assert facets(index) == articles


def test_the_order_of_arrival_does_not_count(index: Index) -> None:
    parts = list(CORPUS.items())[::-1]
    for at in range(0, len(parts), 5):
        load(index, dict(parts[at : at + 5]))
        consolidate(index)
    by_parts = facets(index)
    assert merged(index) == EXPECTED
    index.client.delete_by_query(
        index=f"{index.aliases.articles},{index.aliases.names}",
        query={"match_all": {}},
        refresh=True,
    )
    load(index, CORPUS)
    consolidate(index)
    assert facets(index) == by_parts


def test_a_wrong_merge_is_taken_back_and_stays_so(index: Index) -> None:
    load(index, CORPUS)
    untouched = facets(index)
    consolidate(index)
    judge(index, "José Marín", "Jose Marin", Verdict.DIFFERENT)
    judge(index, "Wren", "Ilse Wren", Verdict.DIFFERENT)
    judge(index, "Wren", "Ilse M. Wren", Verdict.DIFFERENT)
    judge(index, "Ilse M. Wren", "Ilse Wren", Verdict.DIFFERENT)
    left = {"l2": "Oskar Wren"}
    for _ in range(2):
        consolidate(index)
        assert merged(index) == left
    placed = RawArticle("l2", b"").id
    now = facets(index)
    assert {id for id in now if now[id] != untouched[id]} == {placed}
    load(index, {uri: CORPUS[uri] for uri in ("j1", "j2", "f2")})
    load(index, {"j4": ("Jose Marin",), "j5": ("José Marín",)})
    consolidate(index)
    assert {uri: name for uri, name in persons(index).items() if uri in {"j2", "j4", "f2"}} == {
        "j2": "Jose Marin",
        "j4": "Jose Marin",
        "f2": "Wren",
    }


def test_a_judgement_may_hold_in_one_article_alone(index: Index) -> None:
    load(index, CORPUS)
    here = RawArticle("f2", b"").id
    judge(index, "Wren", "Ilse Wren", Verdict.DIFFERENT, article=here)
    consolidate(index)
    assert merged(index) == {uri: name for uri, name in EXPECTED.items() if uri != "f2"}


def test_a_judgement_that_was_taken_back_holds_no_more(index: Index) -> None:
    load(index, CORPUS)
    judge(index, "José Marín", "Jose Marin", Verdict.DIFFERENT)
    consolidate(index)
    assert "j2" not in merged(index)
    store = read_store(index.client, index.aliases, 10)
    (id,) = (id for id, each in store.judgements.items() if each.is_of_a_person)
    gone = replace(store.judgements[id], deleted=datetime.now(UTC))
    Writing(index.client, index.aliases, Settings(), datetime.now(UTC)).judge({id: gone})
    consolidate(index)
    assert merged(index) == EXPECTED


def test_an_article_that_is_loaded_again_is_called_by_its_merged_names_at_once(
    index: Index,
) -> None:
    load(index, CORPUS)
    consolidate(index)
    before = facets(index)
    load(index, CORPUS)
    assert facets(index) == before
    load(index, {"j9": ("Jose Marin",)})
    assert persons(index)["j9"] == "José Marín"
    assert consolidate(index).changed == 0


class KilledError(BaseException):
    """What a kill looks like from within."""


@pytest.mark.parametrize("at", ["keep_merges", "write_merges"])
def test_a_run_that_is_cut_short_is_finished_by_the_next(
    index: Index, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    load(index, CORPUS)

    def killed(*_: object, **__: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        where = Writing if at == "keep_merges" else consolidating
        patched.setattr(where, at, killed)
        with pytest.raises(KilledError):
            consolidate(index)
    assert index.all(index.aliases.runs)["a-names-run"]["state"] == "failed"
    assert merged(index) == {}
    consolidate(index)
    assert merged(index) == EXPECTED


def test_an_article_that_is_half_written_is_found(index: Index) -> None:
    load(index, CORPUS)
    consolidate(index)
    whole = facets(index)
    for uri in ("f2", "j2"):
        id = RawArticle(uri, b"").id
        index.client.index(index=index.aliases.articles, id=id, document=document(uri, CORPUS[uri]))
    assert consolidate(index).changed == 2
    assert facets(index) == whole


def test_the_index_counts_names_as_the_articles_have_them(index: Index) -> None:
    load(index, CORPUS)
    with point_in_time(index.client, index.aliases.articles, 10) as now:
        rows = name_rows(now, CuratedNames())
        around = surroundings(now, [rows[0].id])
    assert rows == rows_of([list(map(mention, told)) for told in CORPUS.values()])
    expected = {
        RawArticle(uri, b"").id
        for uri, told in CORPUS.items()
        if rows[0].id in {mention(each).name_id for each in told}
    }
    assert set(around.around) == expected


def test_the_flow_consolidates_what_an_ingest_has_loaded(index: Index, tmp_path: Path) -> None:
    for at, name in enumerate(("José Marín", "Jose Marin", "José Marín")):
        told = {"source": "courier", "published": "2024-08-10", "title": "Strike"}
        text = f"The minister, {name}, spoke in Brackwater on day {at} of the strike.\n" * 2
        (tmp_path / f"{at}.txt").write_text(text, "utf-8")
        (tmp_path / f"{at}.json").write_text(json.dumps(told))
    index.ingest(tmp_path)
    report = run_consolidate()
    assert report.articles == 3
    assert report.counts["names"] == report.names > 0
    assert run_consolidate().changed == 0
