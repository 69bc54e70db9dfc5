"""A failure to read leaves the quarantine when its file is read without one, and not before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.flows.conftest import Index

BROKEN = '{"url": "https://quay.example/2", "text": '


def record(number: int) -> str:
    return json.dumps(
        {"url": f"https://quay.example/{number}", "text": f"Ada Roe counted {number} barges."}
    )


def test_a_mended_line_is_released_under_its_new_name_and_a_broken_one_stays(
    index: Index, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    one.write_text("\n".join([record(1), BROKEN, BROKEN + "1"]))
    other.write_text("\n".join([record(4), BROKEN + "2"]))
    index.ingest(tmp_path)
    assert len(index.quarantined()) == 3

    one.write_text("\n".join([record(1), record(2), BROKEN + "1"]))
    report = index.ingest(tmp_path)
    assert report.tally.events["mended"] == 0, "one.jsonl still has a line that can't be read"
    assert len(index.quarantined()) == 3

    one.write_text("\n".join([record(1), record(2), record(3)]))
    report = index.ingest(other)
    assert len(index.quarantined()) == 3, "one.jsonl was not read"
    report = index.ingest(tmp_path)
    assert report.tally.events["mended"] == 2
    assert [Path(uri.partition("#")[0]).name for uri in index.quarantined()] == ["other.jsonl"]
    assert len(index.articles()) == 4


def test_a_file_that_is_gone_says_nothing_of_what_failed_in_it(
    index: Index, tmp_path: Path
) -> None:
    (tmp_path / "kept.jsonl").write_text(record(1))
    gone = tmp_path / "gone.jsonl"
    gone.write_text(BROKEN)
    index.ingest(tmp_path)
    gone.unlink()
    assert index.ingest(tmp_path).tally.events["mended"] == 0
    assert len(index.quarantined()) == 1
