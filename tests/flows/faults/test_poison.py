"""Documents that kill their worker or never end: each alone in quarantine, all others loaded.

The model is a package of the test's own, as a user's may be: its `ner` does what native code at
fault does.
"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.flows.conftest import Index

MODEL = """
    import os, signal, time
    import spacy
    from spacy.language import Language

    __version__ = "1.0"

    @Language.component("faulty")
    def faulty(doc):
        if "KILLS" in doc.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "CRASHES" in doc.text:
            os.kill(os.getpid(), signal.SIGSEGV)
        while "HANGS" in doc.text:
            time.sleep(1)
        return doc

    def load(**told):
        nlp = spacy.blank("en")
        nlp.add_pipe("faulty", name="ner")
        return nlp
"""
POISON = {
    7: ("KILLS", "killed_worker"),
    13: ("CRASHES", "killed_worker"),
    20: ("HANGS", "too_slow"),
}
KILLERS = {number: told for number, told in POISON.items() if told[0] != "HANGS"}
COUNT = 24


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "packages" / "faulty_model"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(textwrap.dedent(MODEL))
    installed = package.parent / "faulty_model-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty_model\nVersion: 1.0\n")
    meta = {"lang": "en", "name": "faulty_model", "version": "1.0", "pipeline": ["ner"]}
    (package / "meta.json").write_text(json.dumps(meta))
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    monkeypatch.setenv("DATELINE_MODEL", "faulty_model")


@pytest.mark.parametrize(
    ("runner", "poison", "seconds_to_start"),
    [
        pytest.param("processes", POISON, 10.0, id="processes"),
        # Without one that hangs: Dask's workers take so long to start that it would be long.
        pytest.param("dask", KILLERS, 60.0, id="dask, where workers read"),
    ],
)
@pytest.mark.usefixtures("model")
def test_poison_is_found_and_the_rest_is_loaded(
    index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    runner: str,
    poison: dict[int, tuple[str, str]],
    seconds_to_start: float,
) -> None:
    monkeypatch.setenv("DATELINE_RUNNER", runner)
    monkeypatch.setenv("DATELINE_WORKERS_READ_FROM", "1" if runner == "dask" else "64")
    monkeypatch.setenv("DATELINE_BATCH_SIZE", "12")
    monkeypatch.setenv("DATELINE_ARTICLE_SECONDS", "1")
    monkeypatch.setattr("flows.workers.runners.SECONDS_TO_START", seconds_to_start)
    lines = []
    for number in range(COUNT):
        word, _ = poison.get(number, ("waits", ""))
        text = f"Ada Roe {word} in the harbour, and the clerk has said so in note {number}.\n" * 3
        lines.append(json.dumps({"url": f"https://port.example/{number}", "text": text}))
    path = tmp_path / "port.jsonl"
    path.write_text("\n".join(lines))
    report = index.ingest(path)
    assert report.tally.closes
    reasons = {f"https://port.example/{n}": reason for n, (_, reason) in poison.items()}
    assert index.quarantined() == reasons
    assert len(index.articles()) == COUNT - len(poison)
