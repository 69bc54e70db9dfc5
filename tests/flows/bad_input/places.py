"""What a folder holds besides files of articles, and names that were made to break readers."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

from tests.flows.bad_input.kind import LIMIT, Kind, says, story

HOSTILE_NAMES = (
    "a\nb.txt",
    "a\x1b[31m\x07.txt",
    "caf\udce9.txt",
    "_..txt",
    "a..%2e%2e%2fb.txt",
    "%00.txt",
    "a#line=3?x=1&.txt",
    "-rf.txt",
    "*[?].txt",
    " .txt",
    "\u202etxt.exe.txt",
    "~.txt",
    "a\\b.txt",
)


def links(folder: Path) -> None:
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "one.txt").symlink_to("other.txt")
    (folder / "other.txt").symlink_to("one.txt")
    (folder / "dangling.txt").symlink_to("nowhere.txt")
    (folder / "zeros.txt").symlink_to("/dev/zero")
    (folder / "up").symlink_to("..")
    (folder / "here.txt").symlink_to(".")
    (folder / "story.txt").write_text(story("inlet"))


def specials(folder: Path) -> None:
    os.mkfifo(folder / "a.txt")
    os.mkfifo(folder / "pipe")
    os.mknod(folder / "b.jsonl", stat.S_IFSOCK | 0o600)
    (folder / "story.txt").write_text(story("pumping station"))


def pipe_for_metadata(folder: Path) -> None:
    (folder / "a.txt").write_text(story("slipway"))
    os.mkfifo(folder / "a.json")


def pipe_for_rules(folder: Path) -> None:
    (folder / "a.txt").write_text(story("causeway"))
    os.mkfifo(folder / ".datelineignore")


def locked(folder: Path) -> None:
    for name in ("a.txt", "b.jsonl.gz"):
        (folder / name).write_text(story("cellar"))
        (folder / name).chmod(0)
    (folder / "c").mkdir(mode=0)


def folders_with_names_of_files(folder: Path) -> None:
    for name in ("a.txt", "a.json", "b.jsonl.gz"):
        (folder / name).mkdir()
        (folder / name / "story.txt").write_text(story(f"shaft {name}"))
    (folder / "b.txt").write_text(story("shaft"))
    (folder / "b.json").mkdir()
    (folder / "c.txt").mkdir()
    (folder / "c.json").write_text(json.dumps({"text": story("shaft beside")}))


def deep_folders(folder: Path) -> None:
    for _ in range(40):
        folder /= "d" * 60
        folder.mkdir()
    (folder / "a.txt").write_text(story("tunnel"))


def hostile_names(folder: Path) -> None:
    for number, name in enumerate(HOSTILE_NAMES):
        (folder / name).write_text(story(f"mine {number}"))


KINDS = (
    Kind("links", links, 1, ("unreadable",) * 4, skipped=1, holds=says("inlet")),
    Kind("pipes_and_sockets", specials, 1, skipped=3, holds=says("pumping station")),
    Kind("a_pipe_for_metadata", pipe_for_metadata, 0, ("bad_sidecar",)),
    Kind("a_pipe_for_rules", pipe_for_rules, 0, ("unreadable",)),
    Kind("locked", locked, 0, ("unreadable",) * 3, needs_user=True),
    Kind("folders_with_names_of_files", folders_with_names_of_files, 5, holds=says("shaft")),
    Kind("deep_folders", deep_folders, 1, holds=says("tunnel")),
    Kind("hostile_names", hostile_names, len(HOSTILE_NAMES), holds=says("mine")),
    Kind(
        "names_of_the_longest",
        {"n" * 251 + ".txt": story("hangar").encode(), "\u6587" * 83 + ".jsonl": b"{}"},
        indexed=1,
        reasons=("no_text_field",),
    ),
    Kind("empty_files", {"a.txt": b"", "b.html": b"", "c.jsonl": b""}, 0, ("empty", "empty")),
    Kind(
        "files_of_no_kind",
        {
            ".hidden.txt": b"x",
            "README": b"x",
            "a.md": b"x",
            "b.txt~": b"x",
            ".txt": b"x",
            "c.": b"",
        },
        skipped=6,
    ),
    Kind(
        "broken_metadata",
        {
            "a.txt": b"The moor.",
            "a.json": b"{broken",
            "b.txt": b"The moor.",
            "b.json": b"[1]",
            "c.html": b"The moor.",
            "c.json": "{}".encode("utf-16"),
            "d.txt": b"The moor.",
            "d.json": b'{"a": "%s"}' % (b"x" * LIMIT),
            "e.txt": b"The moor.",
            "e.json": b"[" * 100_000,
        },
        reasons=("bad_sidecar",) * 5,
    ),
    Kind(
        "rules_that_are_none",
        {".datelineignore": b"\xff\xfe\x00", "a.txt": b"The heath."},
        reasons=("unreadable",),
    ),
)
