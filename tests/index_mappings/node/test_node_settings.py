"""Where the node lives, by what the environment says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index_mappings.node.settings import NodeError, NodeSettings

ROOT = os.geteuid() == 0
ordinary = pytest.mark.skipif(ROOT, reason="root's folders are the system's")


def test_the_environment_comes_first() -> None:
    settings = NodeSettings.from_env(
        {
            "DATELINE_CACHE": "/some/cache",
            "DATELINE_NODE_DATA": "/some/data",
            "DATELINE_NODE_HEAP": "2g",
            "DATELINE_NODE_USER": "search",
            "DATELINE_NODE_TIMEOUT": "7.5",
            "DATELINE_MAVEN_URL": "http://mirror.test/maven",
        }
    )
    assert settings == NodeSettings(
        cache=Path("/some/cache"),
        data=Path("/some/data"),
        heap="2g",
        user="search",
        maven_url="http://mirror.test/maven",
        timeout=7.5,
    )


def test_empty_values_are_the_defaults() -> None:
    names = ("CACHE", "NODE_DATA", "NODE_HEAP", "NODE_USER", "NODE_TIMEOUT", "MAVEN_URL")
    home = {"HOME": "/home/jo"}
    empty = {f"DATELINE_{name}": "" for name in names}
    assert NodeSettings.from_env(empty | home) == NodeSettings.from_env(home)


@ordinary
@pytest.mark.parametrize(
    ("environ", "cache"),
    [
        ({"HOME": "/home/jo"}, "/home/jo/.cache/dateline"),
        ({"HOME": "/home/jo", "XDG_CACHE_HOME": "/fast"}, "/fast/dateline"),
        ({"HOME": "/home/jo", "XDG_CACHE_HOME": "relative"}, "/home/jo/.cache/dateline"),
    ],
)
def test_an_ordinary_users_cache_follows_the_specification(
    environ: dict[str, str], cache: str
) -> None:
    assert NodeSettings.from_env(environ).cache == Path(cache)


@pytest.mark.skipif(not ROOT, reason="an ordinary user's folders are in the home")
def test_roots_folders_are_where_another_account_can_go() -> None:
    settings = NodeSettings.from_env({"HOME": "/root", "XDG_CACHE_HOME": "/root/.cache"})
    assert not settings.cache.is_relative_to("/root")
    assert not settings.data.is_relative_to("/root")


@pytest.mark.parametrize("heap", ["512", "0m", "512mb", "-1g", "1g -XX:Flag", "1g\n-XX:Flag", "½g"])
def test_a_heap_that_is_no_size_is_refused(heap: str) -> None:
    with pytest.raises(NodeError, match="512m"):
        NodeSettings.from_env({"HOME": "/home/jo", "DATELINE_NODE_HEAP": heap})


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "nan", "inf"])
def test_a_timeout_that_is_no_time_is_refused(seconds: str) -> None:
    with pytest.raises(NodeError, match="DATELINE_NODE_TIMEOUT"):
        NodeSettings.from_env({"HOME": "/home/jo", "DATELINE_NODE_TIMEOUT": seconds})


@pytest.mark.parametrize("folder", ["/a\n-XX:Flag", "/a\t", "/${HOME}"])
@pytest.mark.parametrize("name", ["DATELINE_CACHE", "DATELINE_NODE_DATA"])
def test_a_folder_that_would_be_read_as_a_setting_is_refused(name: str, folder: str) -> None:
    with pytest.raises(NodeError, match="rename"):
        NodeSettings.from_env({"HOME": "/home/jo", name: folder})
