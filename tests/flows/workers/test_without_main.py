"""A script that calls a run without asking whether it is the main one: it runs once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from tests.flows.conftest import Index

PROJECT = Path(__file__).parents[3]
SCRIPT = """
    import sys
    from flows.ingest import run_ingest

    print("begun")
    report = run_ingest(sys.argv[1:])
    print(report.tally.equation())
"""


def test_a_script_without_a_main_of_its_own_runs_once(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_RUNNER", "processes")
    script, note = tmp_path / "load.py", tmp_path / "note.txt"
    script.write_text(textwrap.dedent(SCRIPT))
    note.write_text("Ada Roe opened the pier in Lima on Monday, and Ben Okoro was there.")
    ended = subprocess.run(
        [sys.executable, str(script), str(note)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    told = ended.stdout.splitlines()
    assert told[0] == "begun"
    assert told[1].startswith("1 read = 1 indexed")
    assert len(told) == 2
    assert len(index.articles()) == 1
