"""The file of sources: read where a setting names it, told plainly where it can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.configured import known_sources
from flows.workers.workplace import pipeline_for
from index_mappings.settings import Settings
from index_mappings.text_file import MOST_BYTES
from transforms.article import Article, Metadata, RawArticle
from transforms.boilerplate import RemoveBoilerplate
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
    stale = after.stale(before.fingerprints, "www.courier.example")
    assert {"published", "dates"} <= stale
    assert not {"extract", "boilerplate", "entities"} & stale
    assert after.stale(before.fingerprints, "another.example") == frozenset()


def test_a_threshold_and_rules_hold_for_their_outlet_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules.toml").write_text('[[keep]]\nphrases = ["tide tables"]')
    file = tmp_path / "sources.toml"
    file.write_text(
        '[[source]]\noutlet = ["The Courier", "courier.example"]\n'
        'boilerplate = { rules = "rules.toml" }\n'
        '[[source]]\noutlet = "Tidal Post"\nboilerplate = { threshold = 1.0 }\n'
    )
    before = pipeline_for(Settings())
    monkeypatch.setenv("DATELINE_SOURCES", str(file))
    after = pipeline_for(Settings())
    (stage,) = (each for each in after.stages if isinstance(each, RemoveBoilerplate))
    text = (
        "The ferry pier closed on Tuesday after divers had looked at its piles.\n"
        "Mayor Ada Roe said that a bus would carry commuters around the bay.\n"
        "Sign up for our newsletter with tide tables."
    )
    articles = [
        Article(RawArticle(None, b"", metadata=Metadata(source=name)), text=text)
        for name in ("the courier", "Tidal Post", "Another")
    ]
    removed = [bool(stage.process(article).removed) for article in articles]
    assert removed == [False, False, True]
    for name in ("The Courier", "courier.example", "tidal post"):
        assert "boilerplate" in after.stale(before.fingerprints, name)
    assert after.stale(before.fingerprints, "Another") == frozenset()


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (None, "rules.toml can't be read (No such file or directory): set boilerplate.rules"),
        ("[[keep]]", "rules.toml: [[keep]] 1: matches nothing"),
        ('[[keep]]\nlines = ["a b"]\nsource = "X"', "'keep-1' has a source: leave it out"),
    ],
)
def test_wrong_rules_of_an_outlet_are_told(tmp_path: Path, rules: str | None, told: str) -> None:
    if rules is not None:
        (tmp_path / "rules.toml").write_text(rules)
    file = tmp_path / "sources.toml"
    file.write_text('[[source]]\noutlet = "a"\nboilerplate = { rules = "rules.toml" }')
    with pytest.raises(SourceTableError) as raised:
        known_sources(file)
    assert told in str(raised.value)


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
