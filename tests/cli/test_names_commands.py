"""`dateline names`: looked up, judged, exported, imported, taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from typer.testing import CliRunner, Result

from cli.main import app
from flows.consolidate import Consolidating
from index_mappings.documents import encode
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.load import put
from index_mappings.names.file import JudgementsFileError, as_lines, from_lines
from index_mappings.settings import Settings
from transforms.article import Article, Metadata, NameKind, NameMention, RawArticle
from transforms.names.across.model import Judgement, Verdict
from transforms.names.document import made_id

FERRY = ("Tomas Wrenfield", "Lucan Amber", "Nora Harbourne")
OTHERS = (
    "Piet Olsen", "Rosa Lindqvist", "Hugo Bexley", "Dara Quint", "Vera Kolb", "Sami Toure",
    "Lena Fusco", "Omar Hale", "Yuki Brandt", "Iris Vance", "Karl Novotny", "Greta Shaw",
)  # fmt: skip
CORPUS: Mapping[str, Sequence[str]] = {
    **{f"other-{name}": (name,) for name in OTHERS},
    "f1": ("Ilse Wren", *FERRY),
    "f2": ("Wren", *FERRY),
    "j1": ("José Marín",),
    "j2": ("Jose Marin",),
    "j3": ("José Marín",),
    "u1": ("William Marsh",),
    "u2": ("Bill Marsh",),
}
Commands = Callable[..., Result]


def person(name: str) -> str:
    return made_id(NameKind.PERSON, name)


def mention(name: str) -> NameMention:
    return NameMention(0, len(name), name, NameKind.PERSON, name, person(name), 1.0, "as written")


@pytest.fixture(scope="module")
def loaded(node_url: str, index_prefix: str) -> Iterator[Elasticsearch]:
    aliases = Aliases(index_prefix)
    documents = {}
    for uri, names in CORPUS.items():
        raw = RawArticle(uri, b"", metadata=Metadata(source="The Courier"))
        article = Article(raw, title=f"On {uri}", names=tuple(map(mention, names)))
        documents[raw.id] = encode(article, {}, "a-run", datetime(2024, 8, 18, tzinfo=UTC))
    with Elasticsearch(node_url) as client:
        ensure(client, aliases)
        assert put(client, aliases.articles, documents, Settings()) == []
        yield client


@pytest.fixture
def run(
    loaded: Elasticsearch, node_url: str, index_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> Commands:
    """Runs a command over the index, without any judgement, just consolidated."""
    monkeypatch.setenv("DATELINE_ES_URL", node_url)
    monkeypatch.setenv("DATELINE_PREFIX", index_prefix)
    alias = Aliases(index_prefix).names
    loaded.indices.refresh(index=alias)
    loaded.delete_by_query(index=alias, query={"match_all": {}}, refresh=True)
    consolidate(loaded)

    def command(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=typed, env={"COLUMNS": "200"})

    return command


def consolidate(client: Elasticsearch) -> None:
    Consolidating(client, Settings(), "a-names-run", dry=False).carry_out()
    client.indices.refresh(index=Aliases(Settings().prefix).names)


def test_show_tells_what_a_name_is_called_and_why(run: Commands) -> None:
    variant = run("names", "show", "Jose Marin").stdout
    assert "goes by José Marín (1.00): same letters" in variant
    head = run("names", "show", "José Marín").stdout
    assert "José Marín  person, 2 articles" in head
    assert "← Jose Marin (1.00)" in head
    assert "← Wren in " in run("names", "show", "Ilse Wren").stdout
    assert "goes by Ilse Wren in 1 articles: surname of" in run("names", "show", "Wren").stdout
    unsure = run("names", "show", "William Marsh").stdout
    assert re.search("(William|Bill) Marsh [?] (William|Bill) Marsh  [(]rule", unsure)


def test_a_split_is_kept_shown_and_taken_back(run: Commands, loaded: Elasticsearch) -> None:
    told = run("names", "split", "Jose Marin", "--why", "a cousin", "--by", "kim")
    assert "Jose Marin ≠ José Marín" in told.stdout
    assert "(kim" in told.stdout
    consolidate(loaded)
    assert "goes by" not in run("names", "show", "Jose Marin").stdout
    assert "a cousin" in run("names", "show", "Jose Marin").stdout
    assert "Jose Marin ≠ José Marín" in run("names", "undo").stdout
    consolidate(loaded)
    assert "goes by José Marín" in run("names", "show", "Jose Marin").stdout


def test_a_merge_is_kept(run: Commands, loaded: Elasticsearch) -> None:
    assert (
        "William Marsh = Bill Marsh" in run("names", "merge", "William Marsh", "Bill Marsh").stdout
    )
    consolidate(loaded)
    both = (run("names", "show", name).stdout for name in ("William Marsh", "Bill Marsh"))
    assert sum("goes by" in told for told in both) == 1


@pytest.mark.parametrize(
    ("answers", "judged"), [("d\n", 1), ("s\n", 1), ("\n", 0), ("q\n", 0), ("what?\nd\n", 1)]
)
def test_review_asks_about_what_is_unsure(run: Commands, answers: str, judged: int) -> None:
    told = run("names", "review", "--by", "kim", typed=answers)
    assert told.exit_code == 0
    assert "William Marsh" in told.stdout
    assert "The Courier, On u" in told.stdout
    assert f"{judged} judged" in told.stdout
    assert ("Nothing is unsure" in run("names", "review").stdout) == bool(judged)


def test_what_is_unsure_goes_through_a_file(
    run: Commands, loaded: Elasticsearch, tmp_path: Path
) -> None:
    path = tmp_path / "pairs.jsonl"
    assert "1 pairs" in run("names", "review", "--export", str(path)).stdout
    pair = json.loads(path.read_text("utf-8"))
    assert set(pair["names"]) == {"William Marsh", "Bill Marsh"}
    path.write_text(json.dumps(pair | {"verdict": "same"}), "utf-8")
    assert "1 judged" in run("names", "review", "--import", str(path), "--by", "kim").stdout
    consolidate(loaded)
    assert "(kim" in run("names", "show", "William Marsh").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "Nobody Atall"), "No article names 'Nobody Atall'"),
        (("split", "Ilse Wren"), "goes by its own name everywhere"),
        (("undo",), "None was given"),
        (("undo", "no-such-id"), "No judgement 'no-such-id'"),
        (("show", "Ilse Wren", "--kind", "ship"), "There is no kind 'ship'"),
        (("review", "--import", "no/such/file"), "No such file"),
    ],
)
def test_a_mistake_is_one_message(run: Commands, arguments: Sequence[str], message: str) -> None:
    told = run("names", *arguments)
    assert told.exit_code == 1
    assert message in told.stderr
    assert "Traceback" not in told.stderr


UNSURE = Judgement("a", "b", Verdict.UNSURE, "rule", "alike", 0.8, names=("A Quill", "B Quill"))


def test_a_file_of_pairs_comes_back_as_it_was_filled_in() -> None:
    (line,) = as_lines([UNSURE])
    assert from_lines([line, "", "\n"], "kim") == []
    (same,) = from_lines([line.replace('"verdict": ""', '"verdict": "same"')], "kim")
    assert (same.left, same.right, same.verdict, same.by) == ("a", "b", Verdict.SAME, "kim")
    assert same.names == ("A Quill", "B Quill")


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"left": "a"}',
        '{"left": "a", "right": "a", "verdict": "same"}',
        '{"left": "a", "right": 7, "verdict": "same"}',
        '{"left": "a", "right": "b", "verdict": "perhaps"}',
        '{"left": "a", "right": "b", "names": 5, "verdict": "same"}',
        "[" * 100_000,
    ],
)
def test_a_line_that_is_not_as_it_must_be_is_named(line: str) -> None:
    with pytest.raises(JudgementsFileError, match="line 2: "):
        from_lines(["", line], "kim")
