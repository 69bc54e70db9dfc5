"""What each format gives: a table of contents and outcomes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from flows.sources import FieldMap, SourceOptions, Unreadable, read_sources
from transforms.article import HTML, TEXT, RawArticle

TOWN = "The council of Varnholm met on Monday."
PORT = "Ferries left the port of Eskby late."

TABLE = [
    # Text and HTML: the file is the article.
    ("a.txt", TOWN, [TOWN]),
    ("a.TXT", TOWN, [TOWN]),
    ("a.html", f"<p>{TOWN}</p>", [f"<p>{TOWN}</p>"]),
    ("a.htm", f"<p>{TOWN}</p>", [f"<p>{TOWN}</p>"]),
    ("a.txt", "", ["!empty"]),
    ("a.txt", " \n\t\r\n", ["!empty"]),
    ("a.html", "\n", ["!empty"]),
    # JSON: an object, an array, objects in a row.
    ("a.json", json.dumps({"text": TOWN}), [TOWN]),
    ("a.json", json.dumps([{"text": TOWN}, {"text": PORT}], indent=2), [TOWN, PORT]),
    ("a.json", f'{{"text": "{TOWN}"}}\n{{"text": "{PORT}"}}', [TOWN, PORT]),
    ("a.json", f'{{"text": "{TOWN}"}},\n{{"text": "{PORT}"}},', [TOWN, PORT]),
    ("a.json", f'[{{"text": "{TOWN}"}},]', [TOWN]),
    ("a.json", '[{"text": "braces } ] in [ { a \\" string, too"}]', None),
    ("a.json", "[]", []),
    ("a.json", "", ["!empty"]),
    ("a.json", "{}", ["!no_text_field"]),
    ("a.json", '[1, "a", null, [2], {"text": "x"}]', ["!not_object"] * 4 + ["x"]),
    ("a.json", '[{"text": nope}, {"text": "x"}]', ["!not_json", "x"]),
    ("a.json", '[{"text": "x"}, {"text": "y', ["x", "!not_json"]),
    ("a.json", '[{"text": "x"},', ["x", "!not_json"]),
    ("a.json", '{"text": "x"', ["!not_json"]),
    ("a.json", 'words {"text": "x"}', ["!not_json", "x"]),
    ("a.json", '} {"text": "x"}', ["!not_json", "x"]),
    # JSON Lines: a line, an outcome.
    ("a.jsonl", f'{{"text": "{TOWN}"}}\n\n  \r\n{{"text": "{PORT}"}}\r\n', [TOWN, PORT]),
    ("a.ndjson", f'{{"text": "{TOWN}"}}', [TOWN]),
    ("a.jsonl", '{"text": "x"}\nnope\n{"text": "y"}', ["x", "!not_json", "y"]),
    ("a.jsonl", '{"text": "x"} {"text": "y"}\n', ["!not_json"]),
    ("a.jsonl", '[]\n5\n"x"\n', ["!not_object"] * 3),
    ("a.jsonl", '{"text": ""}\n{"text": null}\n{"text": " "}', ["!empty"] * 3),
    ("a.jsonl", '{"text": {"a": "x"}}\n{"name": "x"}', ["!no_text_field"] * 2),
    ("a.jsonl", '{"text": "a\u2028b"}\n', ["a\u2028b"]),
    ("a.jsonl", '{"text": ["One.", "Two."]}', ["One.\nTwo."]),
    ("a.jsonl", "", []),
    ("a.jsonl", '\ufeff{"text": "x"}\n\ufeff{"text": "y"}', ["x", "y"]),
    # CSV: a row, an outcome.
    ("a.csv", f"id,text\n1,{TOWN}\n2,{PORT}\n", [TOWN, PORT]),
    ("a.csv", 'id,text\r\n1,"Two\r\nlines, ""quoted""."\r\n', ['Two\r\nlines, "quoted".']),
    ("a.csv", "id;text\n1;One, two; three\n1;One, two\n", ["!bad_row", "One, two"]),
    ("a.csv", 'id\t"the text"\ttext\n1\tb\tc\n', ["c"]),
    ("a.tsv", f"id\ttext\n1\t{TOWN}\n", [TOWN]),
    ("a.csv", "\n\ntext\n\nx\n\ny", ["x", "y"]),
    ("a.csv", "text,text\nx,y\n", ["x"]),
    ("a.csv", "id,text\n1\n2,x\n3,x,y\n", ["!bad_row", "x", "!bad_row"]),
    ("a.csv", 'id,text\n1,"x"y\n2,x\n', ["!bad_row", "x"]),
    ("a.csv", 'id,text\n1,"never closed\n2,x\n3,"y"\n', ["!bad_row", "x", "y"]),
    ("a.csv", "id,text\n,\n", ["!empty"]),
    ("a.csv", "id,name\n1,x\n2,y\n", ["!no_text_field"]),
    ("a.csv", "", []),
    ("a.csv", "id,text\n", []),
]


@pytest.mark.parametrize(("name", "content", "expected"), TABLE)
def test_contents_give_these_outcomes(
    read_named: Callable[..., list[object]],
    brief: Callable[..., list[str]],
    name: str,
    content: str,
    expected: list[str] | None,
) -> None:
    outcomes = read_named(name, content)
    if expected is None:
        expected = [one["text"] for one in json.loads(content)]
    assert brief(outcomes) == expected


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
@pytest.mark.parametrize(
    ("name", "content", "expected"), [row for row in TABLE if row[1] and row[2] is not None]
)
def test_compressed_contents_give_the_same(
    read_named: Callable[..., list[object]],
    brief: Callable[..., list[str]],
    pack: Callable[[bytes], bytes],
    name: str,
    content: str,
    expected: list[str],
) -> None:
    suffix = ".gz" if pack is gzip.compress else ".zst"
    assert brief(read_named(name + suffix, pack(content.encode()))) == expected


@pytest.mark.parametrize(
    ("name", "content", "media_type", "encoding"),
    [
        ("a.txt", "x", TEXT, None),
        ("a.html", "x", HTML, None),
        ("a.jsonl", '{"text": "x"}', TEXT, "utf-8"),
        ("a.jsonl", '{"html": "<b>x</b>"}', HTML, "utf-8"),
        ("a.jsonl", '{"text": "  ", "html": "<b>x</b>"}', HTML, "utf-8"),
        ("a.jsonl", '{"text": "x", "html": "<b>x</b>"}', TEXT, "utf-8"),
        ("a.jsonl", '{"content": "\\n<p class=a>x</p>"}', HTML, "utf-8"),
        ("a.jsonl", '{"content": "<pre-school> is a word"}', TEXT, "utf-8"),
    ],
)
def test_media_type_and_encoding(
    read_named: Callable[..., list[object]],
    one_article: Callable[..., RawArticle],
    name: str,
    content: str,
    media_type: str,
    encoding: str | None,
) -> None:
    article = one_article(read_named(name, content))
    assert (article.media_type, article.encoding) == (media_type, encoding)


def test_a_text_file_keeps_its_bytes(
    read_named: Callable[..., list[object]], one_article: Callable[..., RawArticle]
) -> None:
    content = "Съвет".encode("cp1251") + b"\r\n\x00 "
    assert one_article(read_named("a.txt", content)).content == content


def test_a_sidecar_gives_the_metadata(
    write: Callable[..., Path], one_article: Callable[..., RawArticle]
) -> None:
    write("a.json", '{"headline": "Town", "date": "2031-05-02", "charset": "cp1251", "desk": 4}')
    article = one_article(list(read_sources([str(write("a.txt", TOWN).parent)])))
    assert article.uri is not None
    assert article.uri.endswith("/a.txt")
    assert article.encoding == "cp1251"
    assert (article.metadata.title, article.metadata.published) == ("Town", "2031-05-02")
    assert article.metadata.extra == (("desk", "4"),)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.htm.gz", "a.txt.zst"])
def test_a_sidecar_is_found_beside_named_files_and_its_url_wins(
    write: Callable[..., Path], one_article: Callable[..., RawArticle], name: str
) -> None:
    packed = {".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}
    content = packed.get(Path(name).suffix, bytes)(TOWN.encode())
    write("a.json", '{"url": "https://news.example/town"}')
    article = one_article(list(read_sources([str(write(name, content))])))
    assert article.uri == "https://news.example/town"
    assert article.source == "news.example"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"\xff{}", "not UTF-8"),
        (b'{"a":' * 5000, "nested too deeply"),
        (b" " * 2000, "over the limit"),
    ],
)
def test_a_broken_sidecar_quarantines_its_article(
    write: Callable[..., Path], content: bytes, told: str
) -> None:
    write("a.json", content)
    path = write("a.txt", TOWN)
    limit = 1000 if len(content) == 2000 else 100_000
    (outcome,) = read_sources([str(path)], SourceOptions(max_bytes=limit))
    assert isinstance(outcome, Unreadable)
    assert (outcome.reason, outcome.uri) == ("bad_sidecar", path.as_uri())
    assert outcome.content == TOWN.encode()
    assert told in outcome.error


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Zażółć".encode("utf-16"), "Zażółć"),
        (b"\xfe\xff" + "Zażółć".encode("utf-16-be"), "Zażółć"),
        ("Zażółć".encode("utf-32"), "Zażółć"),
        (b"\xef\xbb\xbf" + "Zażółć".encode(), "Zażółć"),
    ],
)
def test_containers_with_a_byte_order_mark(
    read_named: Callable[..., list[object]],
    brief: Callable[..., list[str]],
    content: bytes,
    expected: str,
) -> None:
    encoding = "utf-8-sig" if content.startswith(b"\xef") else "utf-16"
    if content.startswith(b"\xff\xfe\x00\x00"):
        encoding = "utf-32"
    text = content.decode(encoding)
    assert text == expected
    for name, told in (("a.jsonl", f'{{"text": "{text}"}}\n'), ("a.csv", f"text\n{text}\n")):
        assert brief(read_named(name, told.encode(encoding))) == [expected]


def test_a_container_in_a_legacy_encoding_is_read(
    read_named: Callable[..., list[object]], brief: Callable[..., list[str]]
) -> None:
    text = "Городской совет обсудил ремонт моста и новое расписание паромов на лето."
    lines = f'{{"text": "{text}"}}\n{{"text": "{text}"}}\n'.encode("cp1251")
    assert brief(read_named("a.jsonl", lines)) == [text, text]


def test_a_broken_line_of_a_utf8_container_is_refused_alone(
    read_named: Callable[..., list[object]], brief: Callable[..., list[str]]
) -> None:
    good = '{"text": "naïve café"}\n'.encode()
    outcomes = read_named("a.jsonl", b'{"text": "caf\xe9"}\n' + good + good)
    assert brief(outcomes) == ["!not_text", "naïve café", "naïve café"]


@pytest.mark.parametrize(
    ("content", "fmt", "expected"),
    [
        (b'{"text": "x"}\n{"text": "y"}', None, ["x", "y"]),
        (b'[{"text": "x"}]', None, ["x"]),
        (b'{\n"text": "x"}', None, ["x"]),
        (b"<p>x</p>", None, ["<p>x</p>"]),
        (b"x, y", None, ["x, y"]),
        (b"[Updated] x", None, ["[Updated] x"]),
        (b"text\nx\n", "csv", ["x"]),
        (b'{"text": "x"}', "txt", ['{"text": "x"}']),
        (gzip.compress(b'{"text": "x"}', mtime=0), None, ["x"]),
        (zstandard.ZstdCompressor().compress(b'{"text": "x"}'), None, ["x"]),
        (b"", None, ["!empty"]),
    ],
)
def test_standard_input_is_recognised_or_told(
    read_stdin: Callable[..., list[object]],
    brief: Callable[..., list[str]],
    content: bytes,
    fmt: str | None,
    expected: list[str],
) -> None:
    outcomes = read_stdin(content, SourceOptions(format=fmt))
    assert brief(outcomes) == expected
    assert [getattr(one, "uri", "") for one in outcomes] == [None] * len(outcomes)


def test_options_reach_every_article(
    read_named: Callable[..., list[object]], one_article: Callable[..., RawArticle]
) -> None:
    options = SourceOptions(
        mapping=FieldMap.parse("text=content.body,published=meta.day"),
        source="The Lantern",
        language="sv",
        timezone="Europe/Stockholm",
    )
    record = {
        "content": {"body": TOWN, "desk": "city"},
        "meta": {"day": "2031-05-02"},
        "source": "wire",
        "lang": "en",
    }
    article = one_article(read_named("a.json", json.dumps(record), options))
    told = article.metadata
    assert article.content.decode() == TOWN
    assert (told.source, told.language, told.timezone) == ("The Lantern", "en", "Europe/Stockholm")
    assert told.published == "2031-05-02"
    assert told.extra == (("content.desk", "city"), ("source", "wire"))
