"""`dateline web`: it serves until it is told to stop, to this machine alone unless told else."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from cli.main import app

EVERYWHERE = "0.0.0.0"  # noqa: S104 - that it warns of it is tested
PROJECT = Path(__file__).resolve().parents[2]


@contextmanager
def web(node_url: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command as a process, and the address that it tells."""
    env = os.environ | {
        "DATELINE_ES_URL": node_url,
        "DATELINE_PREFIX": "dlt-no-such-",
        "COLUMNS": "200",
    }
    command = [
        sys.executable,
        "-c",
        "from cli.main import main; main()",
        "web",
        "--port",
        "0",
        *arguments,
    ]
    with subprocess.Popen(
        command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().split()[0]
        finally:
            process.kill()


def test_it_serves_until_it_is_told_to_stop(node_url: str) -> None:
    with web(node_url, "--host", EVERYWHERE, "--name", "archive.example") as (process, address):
        port = address.rstrip("/").rpartition(":")[2]
        own = f"http://127.0.0.1:{port}/"
        assert "dateline ingest" in httpx.get(own, timeout=60).text
        named = httpx.get(own, headers={"Host": "archive.example"}, timeout=60)
        assert named.status_code == 503
        assert httpx.get(own, headers={"Host": "other.example"}, timeout=60).status_code == 421
        assert httpx.get(f"{own}names", timeout=60).status_code == 404
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert f"Whoever reaches {EVERYWHERE}" in err
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = CliRunner().invoke(app, ["web", "--port", port], env={"COLUMNS": "200"})
    assert told.exit_code == 1
    assert f"Nothing can be served at 127.0.0.1, port {port}" in told.output


@pytest.mark.parametrize("arguments", [["--host", "no.such.host.invalid"], ["--host", "192.0.2.1"]])
def test_an_address_that_is_not_this_machines_is_told(arguments: list[str]) -> None:
    told = CliRunner().invoke(app, ["web", *arguments], env={"COLUMNS": "200"})
    assert told.exit_code == 1
    assert "Nothing can be served at" in told.output


def test_a_cluster_that_is_away_is_told_at_the_start() -> None:
    away = {"COLUMNS": "200", "DATELINE_ES_URL": "http://127.0.0.1:9"}
    told = CliRunner().invoke(app, ["web", "--port", "0"], env=away)
    assert told.exit_code == 1
    assert "Elasticsearch does not answer" in told.output
