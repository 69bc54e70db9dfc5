"""The file of sources: read where a setting names it, told plainly where it can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.configured import known_sources
from flows.workplace import pipeline_for
from index_mappings.settings import Settings
from index_mappings.text_file import MOST_BYTES
from transforms.published import FindPublished
from transforms.sources import NO_SOURCES, SourceTableError

TABLE = '[[source]]\noutlet = "courier.example"\ntimezone = "Asia/Tokyo"\n'


def test_without_a_file_nothing_is_known() -> None:
    assert known_sources(None) == NO_SOURCES


def test_the_setting_reaches_the_stage_and_what_depends_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(f"\ufeff{TABLE}", "utf-8")
    before = pipeline_for(Settings())
    monkeypatch.setenv("DATELINE_SOURCES", str(file))
    after = pipeline_for(Settings())
    (stage,) = (each for each in after.stages if isinstance(each, FindPublished))
    assert stage.sources.timezone("courier.example") == "Asia/Tokyo"
    assert {"published", "dates"} <= after.stale(before.fingerprints)
    assert not {"extract", "boilerplate", "entities"} & after.stale(before.fingerprints)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "No such file or directory): set DATELINE_SOURCES"),
        (b"\xff\xfe", "not UTF-8"),
        (b"#" * (MOST_BYTES + 1), "bytes"),
        (b"[[source]]", "sources.toml: [[source]] 1 (line 1): has no outlet"),
    ],
)
def test_a_file_that_is_of_no_use_is_told(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "sources.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SourceTableError) as raised:
        known_sources(file)
    assert told in str(raised.value)
