"""The node's ports."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from index_mappings.node import ports as node_ports
from index_mappings.node.ports import Ports


@pytest.mark.parametrize("ports", [Ports(9201, 9305), Ports(9201, 9305, "https")])
def test_ports_are_remembered(tmp_path: Path, ports: Ports) -> None:
    path = tmp_path / "ports.json"
    node_ports.write(path, ports)
    assert node_ports.read(path) == ports


def test_a_node_that_remembers_no_scheme_speaks_without_tls(tmp_path: Path) -> None:
    path = tmp_path / "ports.json"
    path.write_text('{"http": 9201, "transport": 9305}')
    found = node_ports.read(path)
    assert found is not None
    assert found.url == "http://127.0.0.1:9201"


@pytest.mark.parametrize("content", ["", "[]", "null", '{"http": 9200}', '{"http": {}}', "\x00"])
def test_what_is_no_pair_of_ports_is_not_read(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ports.json"
    path.write_text(content)
    assert node_ports.read(path) is None


def test_nothing_is_remembered_at_first(tmp_path: Path) -> None:
    assert node_ports.read(tmp_path / "ports.json") is None


def test_a_free_port_is_kept_and_a_taken_one_is_not() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not node_ports.free(port)
        assert node_ports.choose(Ports(port, 9399)).http != port
    assert node_ports.choose(Ports(port, 9399)).http == port


def test_a_port_that_is_taken_on_all_addresses_is_not_free() -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))  # noqa: S104 - taken, not served
        other.listen()
        assert not node_ports.free(other.getsockname()[1])


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port_is_not_free(port: int) -> None:
    assert not node_ports.free(port)
