"""The file of own rules: read where a setting names it, told plainly where it can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.workers.workplace import pipeline_for
from index_mappings.rules_file import own_rules
from index_mappings.settings import Settings
from index_mappings.text_file import MOST_BYTES
from transforms.boilerplate import RemoveBoilerplate
from transforms.boilerplate.own_rules import NO_RULES
from transforms.boilerplate.own_rules_file import RulesError

RULES = '[[keep]]\nphrases = ["tide tables"]\n'


def test_without_a_file_there_are_no_rules() -> None:
    assert own_rules(None) == NO_RULES


def test_the_setting_reaches_the_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(f"\ufeff{RULES}", "utf-8")
    monkeypatch.setenv("DATELINE_RULES", str(file))
    stages = pipeline_for(Settings()).stages
    (stage,) = (each for each in stages if isinstance(each, RemoveBoilerplate))
    assert [rule.name for rule in stage.own.rules] == ["keep-1"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "No such file or directory): set DATELINE_RULES"),
        (b"\xff\xfe", "not UTF-8"),
        (b"#" * (MOST_BYTES + 1), "bytes"),
        (b"[[keep]]", "rules.toml: [[keep]] 1: matches nothing"),
    ],
)
def test_a_file_that_is_of_no_use_is_told(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "rules.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RulesError) as raised:
        own_rules(file)
    assert told in str(raised.value)
