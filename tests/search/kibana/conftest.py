"""The demo's index: the sample articles, and real runs over some of them and some that fail."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

# A database of the tests' own, unless other tests have made one; Prefect reads this when imported.
os.environ.setdefault("PREFECT_HOME", tempfile.mkdtemp(prefix="dateline-prefect-"))

from flows.ingest import run_ingest, source_options
from flows.running.outcomes import Tally
from flows.workers.workplace import workplace
from index_mappings.families import Aliases
from index_mappings.settings import Settings
from tests.seeded_index import load, seed_documents

ARTICLES = Path(__file__).resolve().parents[3] / "seeds/articles"
FEW = [f"{ARTICLES}/a*.html", f"{ARTICLES}/g*.html"]
BAD = {
    "empty.txt": b"",
    "blank.html": b"<html><body> </body></html>",
    "cut.jsonl": b'{"text": "a\n',
}


@dataclass(frozen=True)
class Demo:
    """An index as `make demo` leaves it, with two runs. `tally` is of the second one."""

    client: Elasticsearch
    aliases: Aliases
    articles: int
    tally: Tally


@pytest.fixture(scope="module")
def demo(
    node_url: str, index_prefix: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    bad = tmp_path_factory.mktemp("bad")
    for name, content in BAD.items():
        (bad / name).write_bytes(content)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATELINE_ES_URL", node_url)
        environment.setenv("DATELINE_PREFIX", index_prefix)
        environment.setenv("DATELINE_RUNNER", "threads")
        environment.setenv("DATELINE_WORKERS", "2")
        workplace.cache_clear()
        for _ in range(2):
            report = run_ingest([*FEW, str(bad)], source_options(Settings()))
        workplace.cache_clear()
    with Elasticsearch(node_url) as client:
        aliases = Aliases(index_prefix)
        documents = seed_documents(real=False)
        load(client, aliases, documents)
        client.indices.refresh(index=f"{index_prefix}*")
        yield Demo(client, aliases, len(documents), report.tally)
