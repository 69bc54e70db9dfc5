"""Reading in pieces: the same documents, in the same order, wherever a source is cut."""

from __future__ import annotations

import gzip
import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.sources import Outcome, Progress, SourceOptions, Unreadable, read_sources
from flows.sources.encoding import Told
from flows.sources.stores import Kind, LocalStore, RemoteStore
from flows.sources.walk import Found
from flows.split.piece import Cutter, Piece, Place, Range
from flows.split.read import Document, SplitReader, here
from flows.split.slip import Slip, fetched
from flows.split.survey import Survey, survey
from transforms.article import RawArticle

SMALL = SourceOptions(max_bytes=60)
EVERY_FILE = Cutter(whole_bytes=0)


def line(number: int, **told: str) -> bytes:
    record = {"id": f"n{number}", "text": f"Crane {number} was oiled."}
    return json.dumps(record | told, ensure_ascii=False).encode() + b"\n"


LINES = st.sampled_from(
    [
        line(1), line(2), b'{"text": "Nameless."}\n', b'{"text": "With a return."}\r\n', b"\n",
        b"  \n", b"\r", b"\xef\xbb\xbf", b"{torn\n", b"[1]\n",
        '{"text": "Z\xfcrich tr\xe4umt."}\n'.encode(),
        '{"text": "Z\xfcrich tr\xe4umt, \xfcbel gelaunt."}\n'.encode("latin-1"),
        b'{"id": "x", "text": "\xff\xfe broken"}\n', b'{"text": "' + b"long " * 20 + b'"}\n',
        b'{"text": "no end"}', b"\xff\xfe", b"{\x00", b"\x1f\x8b",
    ]
)  # fmt: skip
CONTENT = st.one_of(st.lists(LINES, max_size=14).map(b"".join), st.binary(max_size=60))


def slips_and_all(
    path: Path, options: SourceOptions = SMALL, cutter: Cutter = EVERY_FILE, ahead: int = 3
) -> list[Document]:
    return list(SplitReader(ahead=ahead, cutter=cutter).read([str(path)], options))


def told(outcomes: list[Outcome]) -> list[tuple[object, ...]]:
    """All there is of them, ids and places among it."""
    return [
        (each.id, each.uri, each, each.read_from if isinstance(each, RawArticle) else None)
        for each in outcomes
    ]


@settings(deadline=None)
@given(content=CONTENT, cut=st.integers(1, 200))
@example(content=b"", cut=1)
@example(content=b"\n\n\n", cut=1)
@example(content=b"\xef\xbb\xbf" + line(1) + line(2), cut=2)
@example(content=line(1) + b'{"text": "last', cut=7)
@example(content='{"text": "Z\xfcrich tr\xe4umt, \xfcbel gelaunt."}\n'.encode("latin-1") * 4, cut=5)
def test_any_bytes_cut_anywhere_are_the_same_documents(
    content: bytes, cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(content)
    whole = list(read_sources([str(path)], SMALL))
    parts = slips_and_all(path, cutter=Cutter(range_bytes=cut, whole_bytes=0))
    assert [(each.id, each.uri) for each in parts] == [(each.id, each.uri) for each in whole]
    assert told(list(fetched(parts))) == told(whole)


def test_what_one_line_tells_of_the_encoding_holds_for_later_pieces(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    far = b'{"text": "' + b"plain " * 20_000 + b'"}\n'
    latin = "".join(f'{{"text": "M\xfcller z\xe4hlt die \xd6fen, {n}."}}\n' for n in range(9))
    path.write_bytes(far + latin.encode("latin-1"))
    options = SourceOptions()
    whole = list(read_sources([str(path)], options))
    assert any(b"M\xc3\xbcller" in (each.content or b"") for each in whole)
    parts = slips_and_all(path, options, Cutter(range_bytes=50, whole_bytes=0), ahead=5)
    assert told(list(fetched(parts))) == told(whole)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Files of every kind, some of which can be cut, with the same article in several."""
    root = tmp_path / "archive"
    (root / "deep").mkdir(parents=True)
    lines = b"".join(map(line, range(40)))
    again = json.dumps({"url": "https://crane.example/1", "text": "Twice."}).encode() + b"\n"
    (root / "a.jsonl").write_bytes(again + lines + again)
    (root / "b.jsonl.gz").write_bytes(gzip.compress(again + lines))
    (root / "c.json").write_bytes(b"[" + again + b"]")
    (root / "d.csv").write_text('url,text\nhttps://crane.example/2,"Oiled,\nand tried."\n')
    (root / "deep" / "e.txt").write_text("The crane was sold.")
    (root / "deep" / "e.json").write_text('{"url": "https://crane.example/1"}')
    (root / "f.jsonl").write_bytes(
        "".join(f'{{"text": "{n}"}}\n' for n in range(9)).encode("utf-16")
    )
    (root / "g.html").write_text("<p>The crane is back.</p>")
    (root / "h.jsonl").write_bytes(gzip.compress(lines))  # whatever its name says
    (root / "i.txt").write_bytes(b"")
    return root


@pytest.mark.parametrize(
    "cutter",
    [
        pytest.param(Cutter(), id="all small"),
        pytest.param(Cutter(range_bytes=100, whole_bytes=50, page_files=2), id="some of each"),
        pytest.param(Cutter(range_bytes=64, whole_bytes=0), id="none small"),
    ],
)
def test_a_folder_gives_the_same_in_the_same_order_with_the_same_counts(
    archive: Path, cutter: Cutter
) -> None:
    options = SourceOptions()
    by_one, by_many = Progress(), Progress()
    whole = list(read_sources([str(archive)], options, progress=by_one))
    reader = SplitReader(cutter=cutter)
    parts = list(reader.read([str(archive)], options, progress=by_many))
    assert any(isinstance(each, Slip) for each in parts)
    assert told(list(fetched(parts))) == told(whole)
    assert by_many.faults == by_one.faults
    assert (by_many.files_read, by_many.fraction) == (by_one.files_read, 1.0)


def test_a_store_is_opened_again_by_its_address_alone() -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/week/day.jsonl", b"".join(map(line, range(30))))
    memory.pipe_file("/week/note.txt", b"The crane is back.")
    location = "memory://week"
    whole = list(read_sources([location], SMALL))
    assert len(whole) == 31
    parts = list(SplitReader(cutter=Cutter(range_bytes=99, whole_bytes=50)).read([location], SMALL))
    assert all(isinstance(each, Slip) for each in parts)
    assert told(list(fetched(pickle.loads(pickle.dumps(parts)))))  # noqa: S301 == told(whole)


def test_what_an_address_does_not_open_again_is_not_handed_out(tmp_path: Path) -> None:
    path = str(tmp_path / "a.txt")
    Path(path).write_text("The crane is back.")
    entry = LocalStore().entry(path)
    assert entry is not None
    assert Place.of(Found(LocalStore(), entry)) == Place(Path(path).as_uri())
    with_rights = RemoteStore(fsspec.filesystem("file", auto_mkdir=True, password="x"))
    assert Place.of(Found(with_rights, entry)) is None
    assert Place.of(Found(LocalStore(), replace(entry, kind=Kind.SPECIAL))) is None
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/split/a.txt", b"The crane is back.")
    plain, secret = RemoteStore(memory), RemoteStore(fsspec.filesystem("memory", password="x"))
    entry = plain.entry("/split/a.txt")
    assert entry is not None
    assert Place.of(Found(plain, entry)) == Place("memory:///split/a.txt")
    assert Place.of(Found(secret, entry)) is None


def nobody(*_: object) -> Survey:
    raise OSError("no such file on this machine")


def test_what_workers_cannot_read_is_read_here(archive: Path) -> None:
    options = SourceOptions()
    cutter = Cutter(range_bytes=100, whole_bytes=50)
    parts = list(SplitReader(nobody, cutter=cutter).read([str(archive)], options))
    assert not any(isinstance(each, Slip) for each in parts)
    assert told(list(fetched(parts))) == told(list(read_sources([str(archive)], options)))


def test_a_file_that_changes_between_its_pieces_is_told(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"".join(map(line, range(20))))

    def changing(function: object, piece: Piece, before: Told) -> Survey:
        if isinstance(piece, Range) and piece.start:
            path.write_bytes(b"".join(map(line, range(5, 25))))
        return here(survey, piece, before)

    progress = Progress()
    cutter = Cutter(range_bytes=200, whole_bytes=0)
    parts = list(SplitReader(changing, 1, cutter).read([str(path)], SMALL, progress=progress))
    (changed,) = [each for each in parts if isinstance(each, Unreadable)]
    assert (changed.uri, changed.reason) == (path.as_uri(), "changed")
    assert progress.faulty(path.as_uri())


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        pytest.param(b"", 0, id="emptied"),
        pytest.param(b"".join(map(line, range(1, 20))), 0, id="a line less before"),
        pytest.param(b"".join(map(line, range(25))), 20, id="lines more behind"),
        pytest.param(b"".join(map(line, range(10))) + b"x" * 400, 10, id="written over"),
        pytest.param(None, 0, id="gone"),
    ],
)
def test_a_document_is_fetched_as_it_was_surveyed_or_not_at_all(
    tmp_path: Path, after: bytes | None, kept: int
) -> None:
    path = tmp_path / "day.jsonl"
    # Of one length each, so that a line less leaves others where they are looked for.
    path.write_bytes(b"".join(map(line, range(20))))
    slips = slips_and_all(path)
    before = list(fetched(slips))
    path.unlink() if after is None else path.write_bytes(after)
    now = list(fetched(slips))
    assert now[:kept] == before[:kept]
    assert {(each.reason, each.uri) for each in now[kept:] if isinstance(each, Unreadable)} == {
        ("changed", each.uri) for each in before[kept:]
    }
    assert len(now) == len(before)


def test_no_more_is_surveyed_ahead_than_asked(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"".join(map(line, range(60))))
    begun: list[Piece] = []

    def counted(function: object, piece: Piece, before: Told) -> Survey:
        begun.append(piece)
        return here(survey, piece, before)

    cutter = Cutter(range_bytes=len(line(0)), whole_bytes=0)
    reading: Iterator[Document] = SplitReader(counted, 2, cutter).read([str(path)])
    assert not begun
    next(reading)
    assert len(begun) <= 4
    assert len(list(reading)) == 59
