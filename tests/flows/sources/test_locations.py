"""What a location leads to: files, folders, globs, URLs; what is passed over; what is refused."""

from __future__ import annotations

import os
import socket
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pytest

from flows.sources import (
    Progress,
    SourceError,
    SourceOptions,
    Unreadable,
    count_hint,
    read_sources,
)
from flows.sources.pattern import matches, may_hold, split_pattern
from transforms.article import RawArticle

Write = Callable[[str, bytes | str], Path]


def names(locations: list[str], root: Path, **options: str) -> list[str]:
    """The URIs read, as paths below the root; "!reason path" for what could not be read."""
    told = []
    for one in read_sources(locations, SourceOptions(**options)):  # type: ignore[arg-type]
        uri = (one.uri or "").removeprefix(root.as_uri()).removeprefix("/")
        told.append(f"!{one.reason} {uri}" if isinstance(one, Unreadable) else uri)
    return told


@pytest.fixture
def tree(write: Write, tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.txt",
        "c/2.html",
        "c/1.txt",
        "c/d/deep.txt.gz.txt",
        "c.txt",
        "e/only.txt",
        "notes.md",
        "picture.png",
        "Makefile",
        ".hidden.txt",
        ".git/x.txt",
    ):
        write(name, name)
    return tmp_path


def test_a_folder_is_read_in_order_of_names(tree: Path) -> None:
    progress = Progress()
    uris = [one.uri for one in read_sources([str(tree)], progress=progress)]
    below = [(uri or "").removeprefix(tree.as_uri() + "/") for uri in uris]
    assert below == [
        "a.txt",
        "b.txt",
        "c/1.txt",
        "c/2.html",
        "c/d/deep.txt.gz.txt",
        "c.txt",
        "e/only.txt",
    ]
    assert progress.skipped == Counter({"hidden": 2, ".md": 1, ".png": 1, "no extension": 1})
    assert progress.files_total == progress.files_read == 7
    assert progress.bytes_read == progress.bytes_total == sum(map(len, below))
    assert progress.fraction == 1.0


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt", "b.txt", "c.txt"]),
        ("c*", ["c/1.txt", "c/2.html", "c/d/deep.txt.gz.txt", "c.txt"]),
        ("?.txt", ["a.txt", "b.txt", "c.txt"]),
        ("[ab].txt", ["a.txt", "b.txt"]),
        ("**/[12].*", ["c/1.txt", "c/2.html"]),
        ("**/*.html", ["c/2.html"]),
        ("*/*.txt", ["c/1.txt", "e/only.txt"]),
        ("c/**", ["c/1.txt", "c/2.html", "c/d/deep.txt.gz.txt"]),
        ("c/../*.html/../b.*", None),
        ("*.md", None),
        ("nothing*", None),
        (".hid*", None),
    ],
)
def test_globs(tree: Path, pattern: str, expected: list[str] | None) -> None:
    location = f"{tree}/{pattern}"
    if expected is None and "b." not in pattern:
        with pytest.raises(SourceError, match="matches no document"):
            read_sources([location])
    else:
        assert names([location], tree) == (expected or ["b.txt"])


def test_a_glob_does_not_look_where_it_cannot_match(tree: Path) -> None:
    (tree / "e" / ".datelineignore").write_bytes(b"\xff")
    assert names([f"{tree}/*.txt"], tree) == ["a.txt", "b.txt", "c.txt"]
    assert names([f"{tree}/e"], tree) == ["!unreadable e"]


@pytest.mark.parametrize(
    ("parts", "pattern", "expected"),
    [
        ("a/b/c", "**", True),
        ("a/b/c", "**/c", True),
        ("c", "**/c", True),
        ("a/b/c", "a/**/c", True),
        ("a/c", "a/**/c", True),
        ("a/b/c", "*/c", False),
        ("a", "a/b", False),
        ("/".join("a" * 5000), "**/b", False),
    ],
)
def test_matching_a_path_by_parts(parts: str, pattern: str, expected: bool) -> None:
    assert matches(parts.split("/"), pattern.split("/")) is expected


@pytest.mark.parametrize(
    ("folder", "pattern", "expected"),
    [("a", "*/b", True), ("a", "b/*", False), ("a/b/c", "a", True), ("x/y", "**/z", True)],
)
def test_a_folder_that_may_hold_a_match(folder: str, pattern: str, expected: bool) -> None:
    assert may_hold(folder.split("/"), pattern.split("/")) is expected


def test_the_root_of_a_pattern() -> None:
    assert split_pattern("/*.txt") == ("/", ("*.txt",))
    assert split_pattern("*.txt") == ("", ("*.txt",))


@pytest.mark.parametrize(
    "name", ["a [1].txt", "what?.txt", "two  words.txt", "new\nline.txt", "ü—é.txt", "a::b.txt"]
)
def test_names_with_odd_characters_are_literal_first(
    write: Write, tmp_path: Path, name: str
) -> None:
    path = write(name, "words")
    (article,) = read_sources([str(path)])
    assert article.uri == path.as_uri()
    assert [one.uri for one in read_sources([str(tmp_path)])] == [article.uri]
    assert [one.uri for one in read_sources([path.as_uri()])] == [article.uri]


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("words")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe8.txt")).write_text("")
    refused, article = read_sources([str(tmp_path)])
    assert article.uri == f"{tmp_path.as_uri()}/caf%E9.txt"
    assert isinstance(refused, Unreadable)
    refused.error.encode()
    assert len({article.id, refused.id}) == 2


def test_one_file_has_one_uri_however_it_is_written(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("sub/a.txt", "words")
    monkeypatch.chdir(tmp_path)
    ways = ["sub/a.txt", "./sub/../sub/a.txt", "sub/", "sub/*.txt", f"/{path}", path.as_uri()]
    assert {one.uri for one in read_sources(ways)} == {path.as_uri()}


def test_missing_locations_are_all_told_before_anything_is_read(
    write: Write, tmp_path: Path
) -> None:
    good = write("a.txt", "words")
    with pytest.raises(SourceError) as told:
        read_sources([str(good), f"{tmp_path}/x/y/z.txt", f"{tmp_path}/no/*.txt"])
    first, second = str(told.value).splitlines()
    assert first.endswith(f"x/y/z.txt (the nearest that is there: {tmp_path})")
    assert f"no/*.txt (the nearest that is there: {tmp_path})" in second


def test_standard_input_is_read_once() -> None:
    with pytest.raises(SourceError, match="only once"):
        read_sources(["-", "-"])


@pytest.mark.parametrize("name", ["report.pdf", "notes.md", "LICENSE", "a.tar.gz"])
def test_a_named_file_of_another_kind_is_told(write: Write, tmp_path: Path, name: str) -> None:
    path = write(name, "words")
    (outcome,) = read_sources([str(path)])
    assert isinstance(outcome, Unreadable)
    assert outcome.reason == "unsupported"
    assert ".jsonl" in outcome.error
    assert names([str(path)], tmp_path, format="txt") == (
        [name] if name != "a.tar.gz" else ["!bad_compression a.tar.gz"]
    )


def test_a_forced_format_reads_whatever_the_name(write: Write, tmp_path: Path) -> None:
    write("one", "words")
    write("two.log", "words")
    write("three.json", "words")
    assert names([str(tmp_path)], tmp_path, format="txt") == ["one", "three.json", "two.log"]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="one of txt, html, json, jsonl, csv, tsv"):
        SourceOptions(format="pdf")


# Sidecars


def test_a_sidecar_is_no_article(write: Write, tmp_path: Path) -> None:
    article, sidecar = write("a.txt", "words"), write("a.json", '{"text": "x", "title": "t"}')
    lone = write("b.json", '{"text": "x"}')
    assert names([str(tmp_path)], tmp_path) == ["a.txt", "b.json"]
    assert names([str(article), str(sidecar), str(lone)], tmp_path) == ["a.txt", "b.json"]
    (told,) = read_sources([str(sidecar)])
    assert isinstance(told, Unreadable)
    assert "read that instead" in told.error


# Ignoring


def test_ignored_files_are_counted_and_not_read(write: Write, tmp_path: Path) -> None:
    write(
        "seeds/.datelineignore",
        "# labels\ngold/\nnames.jsonl\n*.html\n!keep.html\n/only-here.txt\n",
    )
    for name in ("a.txt", "gold/1.txt", "names.jsonl", "sub/names.jsonl", "sub/only-here.txt"):
        write(f"seeds/{name}", "words")
    for name in ("x.html", "keep.html", "only-here.txt"):
        write(f"seeds/{name}", "words")
    write("gold/b.txt", "words")
    expected = ["a.txt", "keep.html", "sub/only-here.txt"]
    progress = Progress()
    list(read_sources([f"{tmp_path}/seeds"], progress=progress))
    assert progress.skipped == Counter({"ignored": 5})
    for location in (f"{tmp_path}/seeds", f"{tmp_path}/seeds/**"):
        assert names([location], tmp_path / "seeds") == expected
    # From above the rules hold for their folder alone; a named folder is read whatever they say.
    above = ["gold/b.txt", *(f"seeds/{name}" for name in expected)]
    assert names([str(tmp_path)], tmp_path) == above
    assert names([f"{tmp_path}/seeds/gold"], tmp_path) == ["seeds/gold/1.txt"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 70_000])
def test_a_folder_whose_rules_cannot_be_read_is_not_read(
    write: Write, tmp_path: Path, content: bytes
) -> None:
    write("in/.datelineignore", content)
    write("in/a.txt", "words")
    write("b.txt", "words")
    assert names([str(tmp_path)], tmp_path) == ["b.txt", "!unreadable in"]


# Links, pipes and what cannot be opened


def test_links_are_followed_and_no_folder_is_read_twice(write: Write, tmp_path: Path) -> None:
    write("a/x.txt", "words")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to("self")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "c.txt").symlink_to(tmp_path / "a" / "x.txt")
    assert names([str(tmp_path)], tmp_path) == ["a/x.txt", "c.txt"]
    assert names([f"{tmp_path}/**/*.txt"], tmp_path) == ["a/x.txt", "c.txt"]


def test_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("gone.txt")
    (outcome,) = read_sources([str(tmp_path)])
    assert isinstance(outcome, Unreadable)
    assert (outcome.reason, outcome.content) == ("unreadable", None)
    assert "No such file" in outcome.error


def test_a_file_that_goes_away_meanwhile_is_told(write: Write, tmp_path: Path) -> None:
    gone = write("a.txt", "words")
    write("b.txt", "words")
    reading = read_sources([str(tmp_path)])
    gone.unlink()
    assert [type(one) for one in reading] == [RawArticle]
    gone.write_text("words")
    named = read_sources([str(gone), str(tmp_path / "b.txt")])
    gone.unlink()
    assert [type(one) for one in named] == [Unreadable, RawArticle]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(write: Write, tmp_path: Path) -> None:
    write("a.txt", "words").chmod(0)
    write("b/c.txt", "words").parent.chmod(0)
    try:
        assert names([str(tmp_path)], tmp_path) == ["!unreadable a.txt", "!unreadable b"]
    finally:
        (tmp_path / "b").chmod(0o700)


def test_a_pipe_in_a_folder_is_passed_over_and_does_not_block(write: Write, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    write("b.txt", "words")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "c.txt"))
        progress = Progress()
        assert len(list(read_sources([str(tmp_path)], progress=progress))) == 1
    assert progress.skipped == Counter({"special": 2})


def test_a_named_pipe_is_read_as_it_comes(tmp_path: Path) -> None:
    pipe = tmp_path / "feed"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=('{"text": "x"}\n{"text": "y"}\n',))
    writer.start()
    outcomes = list(read_sources([str(pipe)]))
    writer.join()
    assert [(type(one), one.uri) for one in outcomes] == [(RawArticle, None)] * 2
    assert count_hint([str(pipe)]) is None


def test_a_folder_deeper_than_the_stack(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    made = 1200
    try:
        for _ in range(made):
            os.mkdir("d", dir_fd=here)
            below = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        os.close(os.open("a.txt", os.O_CREAT, dir_fd=here))
    finally:
        os.close(here)
    (outcome,) = read_sources([str(tmp_path)])
    assert (outcome.uri or "").count("/d") >= made
    # Deeper than pytest's own clean-up can go.
    deepest = tmp_path.joinpath(*["d"] * made)
    (deepest / "a.txt").unlink()
    for _ in range(made):
        deepest.rmdir()
        deepest = deepest.parent


# Stores


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    store = fsspec.filesystem("memory")
    store.pipe("/news/b.jsonl", b'{"text": "x", "id": 1}\n{"text": "y"}\n')
    store.pipe("/news/a.txt", b"words")
    store.pipe("/news/a.json", b'{"title": "Town"}')
    store.pipe("/news/sub/c.html", b"<p>words</p>")
    store.pipe("/news/notes.md", b"words")
    store.pipe("/news/.datelineignore", b"ignored.txt\n")
    store.pipe("/news/ignored.txt", b"words")
    yield store
    store.rm("/news", recursive=True)


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("memory://news", ["/news/a.txt", "/news/b.jsonl#1", None, "/news/sub/c.html"]),
        ("memory://news/a.txt", ["/news/a.txt"]),
        ("memory://news/*.jsonl", ["/news/b.jsonl#1", None]),
        ("memory://news/**/*.html", ["/news/sub/c.html"]),
    ],
)
def test_a_store_behind_fsspec(location: str, expected: list[str | None]) -> None:
    outcomes = list(read_sources([location]))
    assert [one.uri for one in outcomes] == [uri and f"memory://{uri}" for uri in expected]
    assert all(isinstance(one, RawArticle) for one in outcomes)
    files = {uri.partition("#")[0] for uri in expected if uri}
    assert count_hint([location]) == len(files)


@pytest.mark.usefixtures("memory")
def test_a_sidecar_in_a_store() -> None:
    (article,) = read_sources(["memory://news/a.txt"])
    assert isinstance(article, RawArticle)
    assert article.metadata.title == "Town"


@pytest.mark.usefixtures("memory")
def test_a_missing_file_of_a_store_is_told() -> None:
    with pytest.raises(SourceError, match="nearest that is there: /news"):
        read_sources(["memory://news/x/y.txt"])


def test_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a b.zip", "w") as archive:
        archive.writestr("in/x.txt", "words")
        archive.writestr("y.jsonl", '{"text": "x", "id": 1}')
    monkeypatch.chdir(tmp_path)
    at = (tmp_path / "a b.zip").as_uri()
    expected = [f"zip://in/x.txt::{at}", f"zip://y.jsonl::{at}#1"]
    for location in ("zip://::a b.zip", f"zip://::{tmp_path}/a b.zip", "zip://*::a b.zip"):
        assert [one.uri for one in read_sources([location])] == expected
    assert [one.uri for one in read_sources(["zip://in/*.txt::a b.zip"])] == expected[:1]
    (tmp_path / "bad.zip").write_bytes(b"words")
    with pytest.raises(SourceError, match="not a zip file"):
        read_sources(["zip://::bad.zip"])


@pytest.mark.parametrize(
    ("location", "told"),
    [("nosuch://bucket/a.txt", "nosuch"), ("zip://a.txt::/nowhere.zip", "nowhere.zip")],
)
def test_a_store_that_cannot_be_opened_is_told(location: str, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        read_sources([location])


def test_a_driver_that_is_not_installed_is_named() -> None:
    with pytest.raises(ImportError):
        fsspec.get_filesystem_class("s3")
    with pytest.raises(SourceError, match=r"s3:// needs a package that is not installed: .*s3fs"):
        read_sources(["s3://bucket/day.jsonl"])


def test_a_hint_of_the_number_of_files(tree: Path) -> None:
    assert count_hint([str(tree), str(tree / "a.txt")]) == 8
    assert count_hint(["-"]) is None
    assert count_hint([]) == 0
