"""Files that are not what their name says, archives that burst, tables with holes."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from pathlib import Path

import zstandard

from tests.flows.bad_input.kind import Kind, lines, says, story

MB = 1_000_000
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + zlib.compress(bytes(range(256)) * 40)
ELF = b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8
SMALL_ZSTD = zstandard.ZstdCompressor()


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../escaped.txt", story("vault"))
    return held.getvalue()


def tarred() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("../escaped.txt"), io.BytesIO())
    return held.getvalue()


def bombs(folder: Path) -> None:
    zeros = bytes(50 * MB)
    (folder / "a.txt.gz").write_bytes(gzip.compress(zeros, 1))
    (folder / "b.jsonl.zst").write_bytes(SMALL_ZSTD.compress(zeros))
    (folder / "c.csv.gz").write_bytes(gzip.compress(b"text\n" + zeros, 1))
    line = lines({"text": story("bakery")}) + b"\n" + b"x" * 50 * MB + b"\n"
    (folder / "d.jsonl.gz").write_bytes(
        gzip.compress(line + lines({"text": story("bakery oven")}), 1)
    )


def halves(folder: Path) -> None:
    content = b"\n".join(lines({"text": story(f"pond {n}")}) for n in range(3)) + b"\n"
    tail = zlib.compress(bytes(range(256)) * 4)
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(content) + gzip.compress(tail)[:-6])
    packed = SMALL_ZSTD.compress(content)
    (folder / "b.jsonl.zst").write_bytes(packed + packed[:-6])
    (folder / "c.txt.zst").write_bytes(packed[:-6])


KINDS = (
    Kind(
        "binary_heads",
        {"a.txt": PNG, "b.html": b"%PDF-1.7\nwords", "c.txt": ELF, "d.txt": zipped()},
        reasons=("not_text",) * 4,
    ),
    Kind(
        "binary_containers",
        {"a.csv": PNG, "b.json": ELF[:1]},
        reasons=("no_text_field", "not_json"),
    ),
    Kind(
        "binary_in_a_record", {"a.jsonl": lines({"text": "".join(map(chr, ELF))})}, 0, ("not_text",)
    ),
    Kind("bombs", bombs, 2, ("too_large",) * 4),
    Kind("archives_cut_short", halves, 3, ("bad_compression",) * 3 + ("not_text",), duplicates=3),
    Kind(
        "no_archive_at_all",
        {"a.txt.gz": story("gym").encode(), "b.txt.zst": gzip.compress(b"words"), "c.txt.gz": b""},
        reasons=("bad_compression", "bad_compression", "empty"),
    ),
    Kind(
        "archive_in_an_archive",
        {"a.txt.gz": gzip.compress(gzip.compress(b"words"))},
        0,
        ("not_text",),
    ),
    Kind(
        "archive_without_its_name",
        {"a.txt": gzip.compress(story("gasworks").encode())},
        indexed=1,
        holds=says("gasworks closed"),
    ),
    Kind(
        "archive_names",
        {
            "a.zip": zipped(),
            "b.tar.gz": tarred(),
            "c.zip.txt": story("crypt").encode(),
            "d.txt.zip": zipped(),
            ".gz": b"",
        },
        indexed=1,
        skipped=4,
        holds=says("crypt"),
    ),
    Kind(
        "ragged_table",
        {"a.csv": b"id,text\n1,The inn closed in May.\n2\n3,a,b,c\n\n,,\n4,The inn opened.\n"},
        indexed=2,
        reasons=("bad_row", "bad_row", "bad_row"),
        holds=says("The inn"),
    ),
    Kind(
        "table_with_a_huge_cell",
        {"a.csv": b"text\n" + b"x" * 90_000 + b"\n" + b"y" * 110_000 + b"\nThe fair closed.\n"},
        indexed=2,
        reasons=("too_large",),
    ),
    Kind(
        "table_without_a_header",
        {"a.csv": b"1,The bank closed.\n2,The bank opened.\n", "b.csv": b"", "c.tsv": b"\n\n"},
        reasons=("no_text_field",),
    ),
    Kind(
        "table_with_nuls",
        {"a.csv": b"text,id\nThe zoo\x00 closed on Monday.,\x00\n"},
        indexed=1,
        holds=says("The zoo closed", never="\x00"),
    ),
    Kind(
        "open_quotes",
        {"a.csv": b'text,id\n"The spa closed,1\nThe mart opened.,2\n"The fort, too.",3\n'},
        indexed=2,
        reasons=("bad_row",),
    ),
    Kind(
        "columns_of_one_name",
        {"a.csv": b"text;text;;date\nThe lido closed.;never;;31.02.2024\n"},
        indexed=1,
        holds=says("The lido closed.", never="v"),
    ),
)
