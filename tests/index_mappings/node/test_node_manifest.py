"""The pinned list of the node's files."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from index_mappings.node.manifest import main, pinned

HASH = re.compile(r"[0-9a-f]{64}")


def test_every_entry_of_the_server_is_listed() -> None:
    assert len(pinned().files) + len(pinned().folders) == 290


def test_what_the_server_can_do_without_is_left_out() -> None:
    assert not [path for path in pinned().files if "inference" in path or "otel-data" in path]


@pytest.mark.parametrize("platform", ["linux-x64", "linux-aarch64", "macos-x64", "macos-aarch64"])
def test_each_platform_has_a_runtime_of_its_own(platform: str) -> None:
    others = {file.sha256 for name, file in pinned().runtimes.items() if name != platform}
    assert pinned().runtimes[platform].sha256 not in others


def test_every_file_has_a_size_and_a_hash() -> None:
    files = [*pinned().files.values(), *pinned().runtimes.values()]
    assert [file.entry for file in files if not HASH.fullmatch(file.sha256)] == []
    assert [file.entry for file in files if file.size < 0] == []
    assert sum(file.size for file in pinned().files.values()) > 100_000_000


def test_no_path_leads_out_of_the_folder() -> None:
    paths = [PurePosixPath(path) for path in (*pinned().files, *pinned().folders)]
    assert [path for path in paths if path.is_absolute() or ".." in path.parts] == []


def test_what_is_run_may_be_run() -> None:
    assert pinned().files["bin/elasticsearch-cli"].executable
    assert not pinned().files["LICENSE.txt"].executable


def test_it_names_the_build_and_no_host() -> None:
    assert pinned().version == "8.16.6"
    assert pinned().build_hash == "2eabb32aee47ed0c4ba71c169f098d0379402efe"
    assert "://" not in pinned().archive


def test_it_is_not_made_from_another_archive(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("server/elasticsearch/LICENSE.txt", "none")
    with pytest.raises(SystemExit, match="not the archive"):
        main(path)
