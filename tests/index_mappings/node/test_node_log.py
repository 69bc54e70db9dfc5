"""Reading the server's log."""

from __future__ import annotations

from pathlib import Path

import pytest

from index_mappings.node.log import reason, since, tail

TRACE = [
    "ERROR: Elasticsearch did not exit normally - check the logs at /var/node.log",
    "[2026-01-02T03:04:05,678][INFO ][o.e.n.Node               ] [n] starting ...",
    "[2026-01-02T03:04:05,678][ERROR][o.e.b.Elasticsearch      ] [n] fatal exception while booting",
    "org.elasticsearch.ElasticsearchException: Failed to bind service",
    "\tat org.elasticsearch.node.Node.<init>(Node.java:200) ~[elasticsearch.jar:?]",
    "\tat java.lang.Thread.run(Unknown Source) ~[?:?]",
    "Caused by: java.lang.IllegalStateException: failed to obtain node locks",
    "\tat org.elasticsearch.env.NodeEnvironment.<init>(NodeEnvironment.java:1) ~[x.jar:?]",
    "\t... 4 more",
]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (TRACE, "Failed to bind service\nfailed to obtain node locks"),
        ([*TRACE, *TRACE], "Failed to bind service\nfailed to obtain node locks"),
        (
            [
                "java.lang.RuntimeException: starting java failed with [1]",
                "# There is insufficient memory for the Java Runtime Environment to continue.",
            ],
            "There is insufficient memory for the Java Runtime Environment to continue.",
        ),
        (
            ["Terminating due to java.lang.OutOfMemoryError: Java heap space"],
            "Terminating due to Java heap space",
        ),
        (
            ["[2026-01-02T03:04:05,678][ERROR][o.e.b.E  ] [n] node validation exception: [1] too"],
            "node validation exception: [1] too",
        ),
        (["could not find java at /nowhere"], "could not find java at /nowhere"),
        ([TRACE[0]], TRACE[0]),
        ([], "The log says nothing."),
    ],
)
def test_the_reason_is_told_without_the_trace(lines: list[str], told: str) -> None:
    assert reason(lines) == told


def test_only_the_last_reasons_are_told() -> None:
    lines = [f"ERROR: number {number}" for number in range(100)]
    assert reason(lines, count=2) == "ERROR: number 98\nERROR: number 99"


def test_the_last_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"".join(b"line %d\n" % number for number in range(10_000)) + b"caf\xe9\n")
    assert tail(path, 2) == ["line 9999", "caf\ufffd"]
    assert len(tail(path, 20_000)) == 10_001
    assert tail(path, 0) == []
    assert tail(tmp_path / "none", 5) == []


def test_what_came_since_is_read_also_when_the_log_began_anew(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("old\nnew\n")
    assert since(path, 4) == ["new"]
    assert since(path, 1000) == ["old", "new"]
    assert since(tmp_path / "none", 0) == []
