"""The node's own folder."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from index_mappings.node import folder as node_folder
from index_mappings.node.folder import Account, NodeFolder
from index_mappings.node.ports import Ports
from index_mappings.node.settings import NodeError, NodeSettings

NOBODY = Account("nobody", 2**31, 2**31)


@pytest.fixture
def settings(tmp_path: Path) -> NodeSettings:
    return NodeSettings(tmp_path / "cache", tmp_path / "a #folder: 'of' \"theirs\"")


def told(settings: NodeSettings) -> dict[str, object]:
    text = node_folder.elasticsearch_yml(NodeFolder(settings.data), settings, Ports(9200, 9300))
    lines = [line.split(": ", 1) for line in text.splitlines()]
    return {name: json.loads(value) for name, value in lines}


def test_the_server_is_for_this_machine_alone(settings: NodeSettings) -> None:
    assert told(settings)["network.host"] == "127.0.0.1"
    assert told(settings)["discovery.type"] == "single-node"


def test_a_full_disk_blocks_nothing(settings: NodeSettings) -> None:
    assert told(settings)["cluster.routing.allocation.disk.threshold_enabled"] is False


def test_a_path_is_one_value_whatever_is_in_it(settings: NodeSettings) -> None:
    assert told(settings)["path.data"] == str(settings.data / "data")


def test_options_come_over_the_projects_own(settings: NodeSettings) -> None:
    assert told(replace(settings, options=(("xpack.security.enabled", True),)))[
        "xpack.security.enabled"
    ]


def test_the_folder_is_prepared_again_and_again(settings: NodeSettings) -> None:
    folder = node_folder.create(settings.data)
    for heap in ("512m", "1g"):
        node_folder.prepare(folder, replace(settings, heap=heap), Ports(9200, 9300), None)
        assert f"-Xmx{heap}" in (folder.config / "jvm.options").read_text()
    assert all(path.is_dir() for path in folder.writable)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NodeError, match="DATELINE_NODE_DATA"):
        node_folder.create(tmp_path / "file" / "node")


def test_a_closed_folder_on_the_way_is_found(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "open"
    inner.mkdir(parents=True)
    for parent in (inner, inner.parent):
        parent.chmod(0o755)
    inner.parent.chmod(0o700)
    found = node_folder.closed_to(NOBODY, inner)
    assert found is not None
    assert not found.stat().st_mode & 0o001
    assert node_folder.closed_to(NOBODY, Path("/usr")) is None


def test_ones_own_folder_is_open(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    me = Account("me", os.geteuid(), os.getegid())
    found = node_folder.closed_to(me, tmp_path)
    assert found is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
@pytest.mark.parametrize("user", ["root", "no-such-account"])
def test_root_needs_an_ordinary_account_for_the_server(settings: NodeSettings, user: str) -> None:
    with pytest.raises(NodeError, match="DATELINE_NODE_USER"):
        node_folder.account(replace(settings, user=user))


def test_the_disk_is_counted(settings: NodeSettings) -> None:
    folder = node_folder.create(settings.data)
    folder.data.mkdir()
    (folder.data / "a").write_bytes(b"12345")
    (folder.data / "b").symlink_to(folder.data / "a")
    assert node_folder.disk_bytes(folder) == 5
    assert node_folder.disk_bytes(NodeFolder(settings.data / "none")) == 0
