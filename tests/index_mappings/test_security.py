"""A server with security on: TLS, credentials, what each role may do, and secrets kept."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from elasticsearch import AuthorizationException, Elasticsearch
from pydantic import ValidationError
from typer.testing import CliRunner

from cli.main import app
from index_mappings.client import ClusterError, check, connect
from index_mappings.cluster import RequestError, in_plain_words, open_cluster
from index_mappings.documents import encode, encode_raw
from index_mappings.families import FAMILIES, Aliases
from index_mappings.homes import settle_homes
from index_mappings.indices import ensure
from index_mappings.layout import make_partition, read_layout
from index_mappings.load import put, remove
from index_mappings.lookup import look_up
from index_mappings.migration.migrate import migrate, plans, prune, spares
from index_mappings.migration.rollback import roll_back
from index_mappings.quarantine import Failed, quarantine, release
from index_mappings.roles import put_roles
from index_mappings.roles import roles as roles_of
from index_mappings.runs import runs_with_open_stories, write_run
from index_mappings.settings import Settings
from index_mappings.split import Partition, Split
from index_mappings.stale import Makings
from index_mappings.status import status
from index_mappings.stories import settle
from search.find import find
from search.request import SearchRequest
from tests.index_mappings.secured_node import Secured, certify, secured_node
from transforms.article import Article, RawArticle

AT = datetime(2024, 10, 30, tzinfo=UTC)
RAW = RawArticle("https://wire.example/harbour", b"The harbour reopened.")
WRONG = "wr0ng-and-secret"
STRANGE = "somebody-elses"
Call = Callable[[Elasticsearch, Aliases], Any]


@pytest.fixture(scope="module")
def secured() -> Iterator[Secured]:
    if "DATELINE_TEST_ES_URL" in os.environ:
        pytest.skip("a node of the tests' own is needed, and a cluster is named instead")
    with secured_node() as secured:
        yield secured


@pytest.fixture(scope="module")
def as_role(secured: Secured) -> Iterator[Callable[[str], Elasticsearch]]:
    """A client by an API key of a role."""
    opened: dict[str, Elasticsearch] = {}

    def client(role: str) -> Elasticsearch:
        if role not in opened:
            opened[role] = open_cluster(secured.settings(es_api_key=secured.keys[role]))
        return opened[role]

    yield client
    for each in opened.values():
        each.close()


@pytest.fixture(scope="module")
def loaded(secured: Secured, as_role: Callable[[str], Elasticsearch]) -> Secured:
    """One article and its raw, loaded by a loader; an index of somebody else's beside."""
    secured.admin.index(index=STRANGE, document={"a": 1}, id="1", refresh=True)
    loader = as_role("loader")
    settings = secured.settings(es_api_key=secured.keys["loader"])
    ensure(loader, secured.aliases)
    article = encode(Article(RAW, text="The harbour reopened."), {"extract": "1"}, "run-1", AT)
    assert put(loader, secured.aliases.articles, {RAW.id: article}, settings) == []
    raw = encode_raw(RAW, "run-1", AT)
    assert put(loader, secured.aliases.raw, {RAW.id: raw}, settings) == []
    loader.indices.refresh(index=secured.aliases.articles)
    return secured


def refusal(settings: Settings) -> str:
    """What is said of a cluster that cannot be opened, with the whole trace."""
    with pytest.raises(ClusterError) as raised:
        open_cluster(settings)
    return "".join(traceback.format_exception(raised.value))


def test_the_ca_file_makes_the_cluster_trusted(secured: Secured, tmp_path: Path) -> None:
    key = secured.keys["searcher"]
    told = open_cluster(secured.settings(es_api_key=key))
    assert check(told).startswith("8.")
    told.close()
    other = certify(tmp_path / "other")
    for ca_file in (None, other):
        said = refusal(secured.settings(es_ca_file=ca_file, es_api_key=key))
        assert "name the CA that signed it with DATELINE_ES_CA_FILE" in said
        assert key not in said


def test_what_is_no_ca_file_is_named(secured: Secured, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").touch()
    for path in (tmp_path / "not-there.pem", tmp_path / "empty.pem", tmp_path):
        settings = secured.settings(es_ca_file=path)
        with pytest.raises(ClusterError, match=f"DATELINE_ES_CA_FILE, {path}, is no file"):
            connect(settings, secured.url)


def test_without_tls_nothing_answers(secured: Secured) -> None:
    plain = secured.url.replace("https", "http")
    assert "does not answer" in refusal(secured.settings(es_url=plain, es_ca_file=None))
    with pytest.raises(ValidationError, match="begins with https://") as raised:
        secured.settings(es_url=plain, es_api_key=WRONG)
    assert WRONG not in str(raised.value)


def test_a_password_works_in_the_settings_and_in_the_address(secured: Secured) -> None:
    password = secured.passwords["searcher"]
    address = secured.url.replace("//", f"//searcher:{password}@")
    for told in ({"es_user": "searcher", "es_password": password}, {"es_url": address}):
        settings = secured.settings(**told)
        assert password not in repr(settings) + settings.model_dump_json()
        with open_cluster(settings) as client:
            assert client.security.authenticate()["username"] == "searcher"


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"es_user": "searcher", "es_password": WRONG},
        {"es_user": "nobody-known", "es_password": WRONG},
        {"es_url": f"//searcher:{WRONG}@"},
        {"es_api_key": WRONG},
        {"es_api_key": "bm9ib2R5OndyMG5nLWFuZC1zZWNyZXQ="},
    ],
)
def test_wrong_credentials_are_told_and_never_shown(
    secured: Secured, told: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    if "es_url" in told:
        told = {"es_url": secured.url.replace("//", told["es_url"])}
    said = refusal(secured.settings(**told)) + caplog.text
    assert "refuses these credentials" in said
    for secret in (WRONG, "bm9ib2R5", "c2VhcmNoZXI6"):
        assert secret not in said


def test_a_loader_loads_looks_up_settles_and_keeps_what_failed(
    loaded: Secured, as_role: Callable[[str], Elasticsearch]
) -> None:
    loader, aliases = as_role("loader"), loaded.aliases
    settings = loaded.settings(es_api_key=loaded.keys["loader"])
    ensure(loader, aliases)
    assert RAW.id in look_up(loader, aliases, [RAW.id])
    settle(loader, aliases, ["run-1"])
    failed = Failed("id-1", "file:///x.txt", "extract", "empty_text", "no text", content=b"\0")
    assert quarantine(loader, aliases, [failed], settings, "run-1", AT) == []
    assert release(loader, aliases, ["id-1"], settings) == []
    write_run(loader, aliases, "run-1", {"state": "completed", "started_at": AT.isoformat()})
    assert runs_with_open_stories(loader, aliases, AT) == []
    assert [plan.family for plan in plans(loader, aliases)] == list(FAMILIES)
    assert remove(loader, aliases.articles, ["not-there"], settings) == []
    makings = Makings({"extract": "1"}, {"the courier": {"extract": "2"}})
    assert status(loader, aliases, makings, {"extract": ["extract"]}).articles >= 1


def test_a_loader_makes_the_index_of_a_year_and_writes_there(
    loaded: Secured, as_role: Callable[[str], Elasticsearch]
) -> None:
    loader, aliases = as_role("loader"), loaded.aliases
    settings = loaded.settings(es_api_key=loaded.keys["loader"])
    year = Partition(Split.YEAR, "2024")
    stem = year.stem(aliases.articles)
    make_partition(loader, aliases.articles, year, 1)
    try:
        assert read_layout(loader, aliases.articles).holds(year)
        other = RawArticle("https://wire.example/quay", b"The quay reopened.")
        article = encode(Article(other, text="The quay reopened."), {"extract": "1"}, "run-2", AT)
        assert put(loader, {other.id: stem}, {other.id: article}, settings) == []
        assert look_up(loader, aliases, [RAW.id, other.id]).keys() == {RAW.id, other.id}
        loader.indices.refresh(index=stem)
        assert find(as_role("searcher"), aliases, SearchRequest("quay")).total == 1
        assert settle_homes(loader, aliases, ["run-2"], settings) == 1
        assert look_up(loader, aliases, [other.id])[other.id].copies == ()
    finally:
        loaded.admin.indices.delete(index=f"{stem}-000001")


BEYOND_A_LOADER: dict[str, Call] = {
    "read another index": lambda es, _: es.search(index=STRANGE),
    "write to another index": lambda es, _: es.index(index=STRANGE, document={}),
    "make another index": lambda es, _: es.indices.create(index="new-one"),
    "point an alias at another index": lambda es, aliases: es.indices.put_alias(
        index=STRANGE, name=aliases.names
    ),
    "copy from another index": lambda es, aliases: es.reindex(
        source={"index": STRANGE}, dest={"index": aliases.names}
    ),
    "delete an index of its own": lambda es, aliases: es.indices.delete(
        index=f"{aliases.raw}-000001"
    ),
    "block an index of its own": lambda es, aliases: es.indices.add_block(
        index=f"{aliases.raw}-000001", block="write"
    ),
    "see the nodes": lambda es, _: es.nodes.info(),
    "see settings of the cluster": lambda es, _: es.cluster.get_settings(),
    "see users": lambda es, _: es.security.get_user(),
    "make an API key": lambda es, _: es.security.create_api_key(name="more"),
}
OF_AN_OPERATOR = {
    "delete an index of its own",
    "block an index of its own",
    "see the nodes",
    "see settings of the cluster",
}
BEYOND_AN_OPERATOR = {
    what: call for what, call in BEYOND_A_LOADER.items() if what not in OF_AN_OPERATOR
}


def reads(family: str) -> Call:
    return lambda es, aliases: es.search(index=f"{aliases.prefix}{family}")


def writes(family: str) -> Call:
    return lambda es, aliases: es.index(index=f"{aliases.prefix}{family}", document={})


BEYOND_A_SEARCHER: dict[str, Call] = {
    **BEYOND_A_LOADER,
    **{f"read {family}": reads(family) for family in ("raw", "quarantine", "runs")},
    **{f"write to {family}": writes(family) for family in FAMILIES},
    "delete an article": lambda es, aliases: es.delete(index=aliases.articles, id=RAW.id),
    "make what is missing": ensure,
    "see the health": lambda es, _: es.cluster.health(),
}
BEYOND = {
    "loader": BEYOND_A_LOADER,
    "operator": BEYOND_AN_OPERATOR,
    "searcher": BEYOND_A_SEARCHER,
}


@pytest.mark.parametrize(
    ("role", "call"),
    [
        pytest.param(role, call, id=f"{role}: {what}")
        for role, calls in BEYOND.items()
        for what, call in calls.items()
    ],
)
def test_no_role_goes_beyond_its_own(
    loaded: Secured, as_role: Callable[[str], Elasticsearch], role: str, call: Call
) -> None:
    with pytest.raises(AuthorizationException, match="security_exception"):
        call(as_role(role), loaded.aliases)


def test_a_refusal_says_which_command_tells_more(
    loaded: Secured, as_role: Callable[[str], Elasticsearch]
) -> None:
    with pytest.raises(RequestError, match="dateline index roles"), in_plain_words():
        as_role("searcher").search(index=loaded.aliases.raw)


def test_a_searcher_searches_articles_and_reads_names(
    loaded: Secured, as_role: Callable[[str], Elasticsearch]
) -> None:
    searcher = as_role("searcher")
    assert find(searcher, loaded.aliases, SearchRequest("harbour")).total >= 1
    assert find(searcher, loaded.aliases, SearchRequest("unheard of")).total == 0
    assert searcher.count(index=loaded.aliases.names)["count"] >= 0


def test_an_operator_migrates_rolls_back_and_prunes(
    loaded: Secured, as_role: Callable[[str], Elasticsearch]
) -> None:
    operator, aliases = as_role("operator"), loaded.aliases
    (plan,) = plans(operator, aliases, ["raw"])
    moved = migrate(operator, aliases, plan, lambda *_: None, rebuild=True)
    assert moved is not None
    assert moved.documents >= 1
    assert roll_back(operator, aliases, "raw", lambda *_: None) == [f"{aliases.raw}-000001"]
    migrate(operator, aliases, plan, lambda *_: None, rebuild=True)
    prune(operator, spares(operator, aliases, ["raw"]))
    assert list(operator.indices.get_alias(name=aliases.raw)) == [f"{aliases.raw}-000002"]


def test_a_run_of_a_loader_leaves_no_secret_behind(loaded: Secured, tmp_path: Path) -> None:
    secret = loaded.keys["loader"]
    story = {"url": "https://wire.example/ferry", "text": "The ferry to Lima sailed on Monday."}
    (tmp_path / "wire.jsonl").write_text(json.dumps(story))
    home = tmp_path / "prefect"
    # A server of its own: another test's would keep what this one looks for.
    without_server = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
    ran = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", "ingest", "wire.jsonl"],
        cwd=tmp_path,
        env={
            **without_server,
            **loaded.environment("loader"),
            "PREFECT_HOME": str(home),
            "PREFECT_LOGGING_LEVEL": "DEBUG",
            "DATELINE_RUNNER": "threads",
            "DATELINE_WORKERS": "1",
        },
        capture_output=True,
        timeout=300,
        check=False,
    )
    said = (ran.stdout + ran.stderr).decode()
    assert ran.returncode == 0, said
    loaded.admin.indices.refresh(index=f"{loaded.aliases.prefix}*")
    runs = loaded.admin.search(index=loaded.aliases.runs, size=100)
    kept = json.dumps(runs.body)
    assert "ingest" in kept
    assert secret not in said + kept
    stored = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert any(b"ingest" in content for content in stored)
    assert not any(secret.encode() in content for content in stored)


def test_the_command_makes_the_roles_and_tells_who_may_not(
    loaded: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in loaded.environment("operator").items():
        monkeypatch.setenv(name, value)
    shown = CliRunner().invoke(app, ["index", "roles", "searcher"])
    assert list(json.loads(shown.stdout)) == [f"{loaded.aliases.prefix}searcher"]
    refused = CliRunner().invoke(app, ["index", "roles", "--put"])
    assert refused.exit_code == 1
    assert "may not do this" in refused.stderr


def test_the_accounts_of_compose_can_log_in_and_no_more_than_they_need(secured: Secured) -> None:
    """The script of compose.yaml itself, with the address of this node in the place of its own."""
    passwords = {
        "ELASTIC_PASSWORD": 'adm"in\\$1-of-the-node',
        "KIBANA_PASSWORD": "k'ibana of the node",
        "LOADER_PASSWORD": '"loader" of the node',
        "READER_PASSWORD": "reader\\of\\the\\node",
    }
    secured.admin.security.change_password(
        username="elastic", password=passwords["ELASTIC_PASSWORD"]
    )
    put_roles(secured.admin, Aliases("dateline-"))
    told = yaml.safe_load((Path(__file__).parents[2] / "compose.yaml").read_text("utf-8"))
    script = told["services"]["accounts"]["command"][-1].replace("$$", "$")
    script = script.replace("https://elasticsearch:9200", secured.url)
    script = script.replace("/certs/ca.crt", str(secured.ca_file))
    try:
        made = subprocess.run(
            ["bash", "-euc", script],
            env={**os.environ, **passwords},
            capture_output=True,
            text=True,
        )
        assert (made.returncode, made.stderr) == (0, "")
        for user, secret, roles in (
            ("kibana_system", "KIBANA_PASSWORD", ["kibana_system"]),
            ("dateline-loader", "LOADER_PASSWORD", ["dateline-loader"]),
            ("dateline-reader", "READER_PASSWORD", ["dateline-kibana", "dateline-searcher"]),
        ):
            known = secured.admin.options(basic_auth=(user, passwords[secret]))
            assert sorted(known.security.authenticate()["roles"]) == roles
        reader = secured.admin.options(basic_auth=("dateline-reader", passwords["READER_PASSWORD"]))
        asked = [{"names": ["dateline-articles"], "privileges": ["read", "write"]},
                 {"names": ["dateline-raw"], "privileges": ["read"]}]  # fmt: skip
        may = reader.security.has_privileges(index=asked)["index"]
        assert may["dateline-articles"] == {"read": True, "write": False}
        assert may["dateline-raw"] == {"read": False}
    finally:
        for name in roles_of(Aliases("dateline-")):
            secured.admin.security.delete_role(name=name)
