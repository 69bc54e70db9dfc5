"""The life of a real node: started, shared, killed, started again, stopped."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO

import psutil
import pytest
from elasticsearch import Elasticsearch
from rich.console import Console

from index_mappings import node
from index_mappings.node import NodeState, RunningNode
from index_mappings.node import process as node_process
from index_mappings.node.folder import NodeFolder
from index_mappings.node.settings import NodeError, NodeSettings

QUIET = Console(quiet=True)
NOWHERE = "http://127.0.0.1:1/"
SECRET = "correct-horse"
START = f"{shlex.quote(sys.executable)} -c 'from cli.node import app; app()' start"


@pytest.fixture(scope="module")
def settings() -> Iterator[NodeSettings]:
    """A folder of its own, where the account that runs the server for root can go too."""
    settings = NodeSettings.from_env()
    settings = replace(settings, data=settings.cache / f"node for tests ü {secrets.token_hex(4)}")
    yield settings
    node.stop(settings)
    shutil.rmtree(settings.data, ignore_errors=True)


@pytest.fixture
def failing(settings: NodeSettings) -> Iterator[NodeSettings]:
    other = replace(
        settings, data=settings.data.with_name(f"node-for-tests-{secrets.token_hex(4)}")
    )
    yield other
    shutil.rmtree(other.data, ignore_errors=True)


def environment(settings: NodeSettings) -> dict[str, str]:
    return {**os.environ, "DATELINE_NODE_DATA": str(settings.data), "DATELINE_ES_KEY": SECRET}


@pytest.fixture(scope="module")
def first_starts(settings: NodeSettings) -> list[subprocess.CompletedProcess[str]]:
    """Two commands at once that start the node, each piped into another program."""

    def command(_: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", f"{START} | cat"],
            env=environment(settings),
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(command, range(2)))


@pytest.fixture
def running(settings: NodeSettings, first_starts: object) -> RunningNode:
    return node.start(settings, QUIET)


def test_two_starts_at_once_share_one_node(
    settings: NodeSettings, first_starts: list[subprocess.CompletedProcess[str]]
) -> None:
    url = node.running_url(settings)
    assert url is not None
    assert [told.stdout for told in first_starts] == [f"Elasticsearch answers at {url}\n"] * 2


def test_a_running_node_is_used_again(settings: NodeSettings, running: RunningNode) -> None:
    assert node.start(replace(settings, maven_url=NOWHERE), QUIET) == running


def test_the_server_is_not_roots_and_knows_no_secrets(running: RunningNode) -> None:
    process = psutil.Process(running.pid)
    assert process.uids().real != 0
    assert SECRET not in str(process.environ())


def test_its_state_is_told(settings: NodeSettings, running: RunningNode) -> None:
    with Elasticsearch(running.url) as client:
        client.index(index="counted", id="1", document={"text": "one"}, refresh=True)
        told = node.status(settings)
        client.indices.delete(index="counted")
    assert (told.state, told.url, told.pid) == (NodeState.RUNNING, running.url, running.pid)
    assert (told.version, told.documents) == ("8.16.6", 1)
    assert told.disk_bytes > 0
    assert any("started" in line for line in node.logs(settings, 200))


def test_another_program_at_the_remembered_port_is_not_taken_for_it(
    settings: NodeSettings, failing: NodeSettings, running: RunningNode
) -> None:
    failing.data.mkdir()
    shutil.copy(NodeFolder(settings.data).ports, NodeFolder(failing.data).ports)
    assert node.running_url(failing) is None
    assert node.status(failing).state is NodeState.STOPPED
    assert node.stop(failing, QUIET) is False
    assert psutil.pid_exists(running.pid)


def test_data_and_port_survive_a_killed_server_and_a_killed_start(
    settings: NodeSettings, running: RunningNode
) -> None:
    with Elasticsearch(running.url) as client:
        client.index(index="kept", id="1", document={"text": "one"}, refresh=True)
    os.kill(running.pid, signal.SIGKILL)
    await_gone(running.pid)
    assert node.status(settings).state is NodeState.STOPPED

    offline = {**environment(settings), "DATELINE_MAVEN_URL": NOWHERE}
    starter = subprocess.Popen(["bash", "-c", f"exec {START}"], env=offline)
    await_launcher(settings, starter)
    starter.kill()
    starter.wait()

    said = StringIO()
    assert node.start(settings, Console(file=said)).url == running.url
    assert said.getvalue() == ""
    with Elasticsearch(running.url) as client:
        assert client.get(index="kept", id="1")["_source"] == {"text": "one"}
        client.indices.delete(index="kept")


def await_gone(pid: int) -> None:
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.05)


def await_launcher(settings: NodeSettings, starter: subprocess.Popen[bytes]) -> None:
    while not node_process.find_launcher(NodeFolder(settings.data)):
        assert starter.poll() is None
        time.sleep(0.05)


def test_a_failed_start_tells_the_logs_reason(failing: NodeSettings) -> None:
    wrong = replace(failing, options=(("no.such.setting", True),))
    with pytest.raises(NodeError, match=r"unknown setting \[no\.such\.setting\]") as caught:
        node.start(wrong, QUIET)
    assert "\tat " not in str(caught.value)
    assert node.status(failing).state is NodeState.STOPPED


def test_a_start_that_takes_too_long_is_told_and_ended(failing: NodeSettings) -> None:
    with pytest.raises(NodeError, match="DATELINE_NODE_TIMEOUT"):
        node.start(replace(failing, timeout=2.0), QUIET)
    assert node.status(failing).state is NodeState.STOPPED


def test_it_is_stopped_once_and_its_folder_stays(
    settings: NodeSettings, running: RunningNode
) -> None:
    assert node.stop(settings, QUIET) is True
    assert node.stop(settings, QUIET) is False
    assert node.status(settings).state is NodeState.STOPPED
    assert node.running_url(settings) is None
    assert NodeFolder(settings.data).data.is_dir()


def test_what_was_never_started_is_stopped_and_has_no_log(failing: NodeSettings) -> None:
    assert node.stop(failing, QUIET) is False
    assert node.logs(failing) == []
    assert node.status(failing).disk_bytes == 0
    assert not failing.data.exists()
