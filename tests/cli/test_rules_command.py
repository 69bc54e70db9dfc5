"""`dateline rules`: the example holds, a row that does not is named, what is in force is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "own-rules.toml"
HOSTILE = '[[keep]]\nname = "a"\nphrases = ["[bold]x[/bold] \\u001b[31m"]\n'


def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(app, ["rules", *arguments], env={"COLUMNS": "200"} | (env or {}))


def test_the_example_in_the_documentation_holds() -> None:
    told = run("check", str(EXAMPLE))
    assert told.exit_code == 0, told.output
    assert "5 rules, 6 rows of expectations: all of them hold." in told.output


def test_a_row_that_does_not_hold_is_named_with_what_happened(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    row = '[[expect]]\ntext = "Sign up for our newsletter"\nkept = true\n'
    file.write_text(f"{EXAMPLE.read_text('utf-8')}\n{row}", "utf-8")
    told = run("check", env={"DATELINE_RULES": str(file)})
    assert told.exit_code == 1
    said = " ".join(told.stderr.split())
    assert "[[expect]] 7, 'Sign up for our newsletter': expected to be kept, but" in said
    assert "is removed as newsletter_subscribe, by " in said
    assert "7 rows of expectations, 1 of them do not hold." in said


def test_a_file_without_a_table_is_told_to_have_one(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('[[keep]]\nphrases = ["tide"]\n')
    assert "write [[expect]] rows to test it" in run("check", str(file)).output


def test_what_is_in_force_is_shown_by_source() -> None:
    env = {"DATELINE_RULES": str(EXAMPLE)}
    told = run("show", env=env).output
    for name in ("harbour-bios", "tide-widget", "hint +0.8", "keep", "in at most 60 words"):
        assert name in told
    elsewhere = run("show", "--source", "Another Paper", env=env).output
    assert "harbour-bios" not in elsewhere
    assert "chart-links" in elsewhere


def test_without_a_file_nothing_is_in_force() -> None:
    env = {"DATELINE_RULES": ""}
    assert "No rules of your own are in force: set DATELINE_RULES." in run("show", env=env).output
    assert "set DATELINE_RULES" in run("check", env=env).stderr


def test_what_rules_say_is_never_markup_nor_control(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(HOSTILE)
    told = run("show", str(file)).output
    assert "[bold]x[/bold] " in told
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "can't be read"),
        ("[[keep]]\nphrase = 'x'", "rules.toml: [[keep]] 1: unknown 'phrase'"),
        ("[[keep]]\npattern = '(a+)+b'", "may take minutes on an unlucky line"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, content: str | None, told: str) -> None:
    file = tmp_path / "rules.toml"
    if content is not None:
        file.write_text(content)
    for command in ("check", "show"):
        found = run(command, str(file))
        assert found.exit_code == 1
        assert isinstance(found.exception, SystemExit)
        assert told in " ".join(found.stderr.split())


def test_help_teaches_with_a_file() -> None:
    told = run("--help").output
    for part in ("[[remove]]", "[[keep]]", "[[expect]]", r"(?P<stub>\[chart \d+])"):
        assert part in told
