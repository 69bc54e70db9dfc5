"""The help teaches: commands and options explain themselves, and the README names them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cli.main import app

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")


def commands(
    command: Any,  # noqa: ANN401 - typer's own copy of click's command
    name: tuple[str, ...] = (),
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and group with the words that call it."""
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*name, word))


ALL = dict(commands(typer.main.get_command(app)))
NAMED = [pytest.param(name, id=" ".join(name) or "dateline") for name in ALL]


def test_there_are_the_commands() -> None:
    assert {("ingest",), ("search",), ("node", "start"), ("node", "stop")} <= set(ALL)


@pytest.mark.parametrize("name", NAMED)
def test_every_command_and_option_has_help(name: tuple[str, ...]) -> None:
    command = ALL[name]
    assert command.help
    for parameter in command.params:
        if parameter.name not in {"install_completion", "show_completion"}:
            assert getattr(parameter, "help", None), parameter.name


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_shown(name: tuple[str, ...], option: str) -> None:
    told = CliRunner().invoke(app, [*name, option])
    assert told.exit_code == 0
    assert "Usage:" in told.output
    assert " ".join(name) in told.output


@pytest.mark.parametrize("name", NAMED)
def test_the_readme_names_every_command(name: tuple[str, ...]) -> None:
    *group, last = ("dateline", *name)
    lines = [line for line in README.splitlines() if " ".join(group) in line]
    assert any(re.search(rf"\b{last}\b", line) for line in lines), f"README.md lacks {name}"
