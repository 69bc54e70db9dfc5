"""Bytes in every encoding but the expected one, marks and characters that nobody sees."""

from __future__ import annotations

import codecs
import json

from tests.flows.bad_input.kind import LIMIT, Document, Kind, lines, says, story

RUSSIAN = (
    "Мост через реку открыли в понедельник, сообщила мэр Анна Речная.\n"
    "Движение по нему начнётся утром, и первым проедет автобус с рабочими завода.\n"
)
JAPANESE = (
    "港の桟橋は火曜日に閉鎖されたと市長が述べた。冬の嵐で杭が腐っていたためである。\n"
    "修理の間、船の代わりにバスが湾を回って通勤客を運ぶという。\n"
)
BIDI = "\u202e\u2066\u2069\u200f\u202c"
ZERO_WIDTH = "\u200b\u2060\ufeff\u200e"
MARK = "\u0301"
CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))


def text(about: str, before: str = "", after: str = "") -> bytes:
    return (before + story(about) + after).encode()


def short_runs_of_marks(article: Document) -> bool:
    return MARK * 31 not in article["text"] and "harbour choir" in article["text"]


def below_the_limit(word: str) -> bytes:
    line = story("granary").replace("\n", " ") + word * (LIMIT // len(word))
    return line[: LIMIT - 10].encode()


KINDS = (
    Kind(
        "damaged_utf8",
        {"a.txt": (story("café “Été”") * 5).encode() + b" caf\xe9 \xff"},
        indexed=1,
        holds=lambda article: (
            "\ufffd" in article["text"] and article["problem_stages"] == ["extract"]
        ),
    ),
    Kind("marked_utf16", {"a.txt": story("tannery").encode("utf-16")}, 1, holds=says("tannery")),
    Kind(
        "unmarked_utf16",
        {
            "a.txt": story("sawmill").encode("utf-16-le"),
            "b.html": story("mill").encode("utf-16-be"),
        },
        indexed=2,
        holds=says("mill closed on Tuesday"),
    ),
    Kind(
        "utf16_cut_in_a_character",
        {"a.txt": story("ropewalk").encode("utf-16")[:-1]},
        indexed=1,
        holds=says("ropewalk closed"),
    ),
    Kind(
        "utf16_containers",
        {
            "a.jsonl": lines({"text": story("brewery")}).decode().encode("utf-16"),
            "b.json": json.dumps([{"text": story("brewery yard")}]).encode("utf-16-le"),
            "c.csv": "text,id\n“The brewery closed in May.”,1\n".encode("utf-16-be"),
        },
        indexed=3,
        holds=says("brewery"),
    ),
    Kind("utf32", {"a.txt": story("smithy").encode("utf-32")}, 1, holds=says("smithy closed")),
    Kind(
        "utf7_look_alike",
        {
            "a.txt": text("chapel", "Rates +ADw-b+AD4- rose.\n"),
            "b.html": b'<meta charset="utf-7"><p>Rates +ADw-b+AD4- rose.</p><p>%s</p>'
            % text("chapel door"),
        },
        indexed=2,
        holds=says("+ADw-b+AD4-"),
    ),
    Kind(
        "windows_1251",
        {"a.txt": RUSSIAN.encode("cp1251")},
        indexed=1,
        holds=says("сообщила мэр Анна Речная"),
    ),
    Kind(
        "damaged_shift_jis",
        {"a.txt": JAPANESE.encode("cp932") * 3 + b"\x81\xff\xfd"},
        indexed=1,
    ),
    Kind(
        "iso_2022_jp", {"a.txt": JAPANESE.encode("iso2022_jp")}, 1, holds=says("港の桟橋は火曜日")
    ),
    Kind(
        "mixed_encodings",
        {"a.txt": text("“Café Été”") + "Señor Núñez se fue.\n".encode("latin-1") + text("quay")},
        indexed=1,
        holds=says("The quay closed on Tuesday"),
    ),
    Kind(
        "mixed_lines",
        {
            "a.jsonl": lines(
                '{"text": "Größe und Maß: alles über die Brücke"}'.encode(),
                '{"text": "Die Straße führt über Köln hinaus"}'.encode(),
                b'{"text": "caf\xe9"}',
                '{"text": "Die Bühne öffnet im März wieder"}'.encode(),
            )
        },
        indexed=3,
        reasons=("not_text",),
        holds=says(never="\ufffd"),
    ),
    Kind(
        "overlong_bytes",
        {"a.txt": text("“lighthouse”" * 20) + b" \xc0\xaf"},
        indexed=1,
        holds=says("“lighthouse”", "\ufffd", never="/"),
    ),
    Kind(
        "characters_in_two_halves",
        {"a.txt": text("“buoy”") + b" \xed\xa0\xbd\xed\xb8\x80 \xed\xa0\xbd."},
        indexed=1,
        holds=says("“buoy” closed", "\U0001f600 \ufffd."),
    ),
    Kind(
        "lying_declaration",
        {
            "a.html": b'<meta charset="iso-8859-1"><body><p>%s</p></body>' % text("“Düne”"),
            "b.txt": text("“Düne” hotel"),
            "b.json": b'{"encoding": "x-klingon"}',
            "c.txt": text("“Düne” clinic"),
            "c.json": b'{"encoding": "zlib"}',
        },
        indexed=3,
        holds=says("“Düne"),
    ),
    Kind(
        "many_marks_of_order",
        {"a.txt": codecs.BOM_UTF8 * 3 + text("arcade", after="\ufeffend\ufeff")},
        indexed=1,
        holds=says("arcade", "end", never="\ufeff"),
    ),
    Kind("mark_of_order_only", {"a.txt": codecs.BOM_UTF8}, reasons=("empty_text",)),
    Kind(
        "some_nuls",
        {"a.txt": text("weir", "\x00", " \x00 a"), "b.jsonl": lines({"text": story("weir\x00 ")})},
        indexed=2,
        holds=says("weir", never="\x00"),
    ),
    Kind("all_nuls", {"a.txt": bytes(5000), "b.jsonl": bytes(50)}, 0, ("not_json", "not_text")),
    Kind(
        "terminal_controls",
        {"a.txt": text("canal", "\x1b[31m", "\x1b]0;title\x07 \x9b2J")},
        indexed=1,
        holds=says("canal", never=CONTROLS + "\x9b"),
    ),
    Kind(
        "lone_surrogates",
        {
            "a.jsonl": lines(
                {"text": story("orchard \ud800"), "title": "\udfff", "author": "\ud83d Roe"},
                {"text": story("orchard wall"), "\ud800": "\udc00", "id": "\udfff"},
            )
        },
        indexed=2,
        holds=says("orchard", never="\ud800"),
    ),
    Kind(
        "bidi_controls",
        {"a.txt": text("theatre", BIDI), "b.jsonl": lines({"text": story(f"thea{BIDI}tre hall")})},
        indexed=2,
        holds=says("theatre", never=BIDI),
    ),
    Kind("zero_width_flood", {"a.txt": (ZERO_WIDTH * 4000).encode()}, reasons=("empty_text",)),
    Kind(
        "zero_width_in_words",
        {"a.txt": ZERO_WIDTH.join(story("stadium")).encode()},
        indexed=1,
        holds=says("The stadium closed on Tuesday", never=ZERO_WIDTH),
    ),
    Kind(
        "combining_mark_flood",
        {"a.txt": text("harbour choir", after="a" + MARK * 45_000)},
        indexed=1,
        holds=short_runs_of_marks,
    ),
    Kind(
        "private_and_no_characters",
        {"a.txt": text("dam", "\ue000\U0010ffff\ufffe\U000e0041")},
        indexed=1,
        holds=says("dam closed", never="\ufffe\U000e0041"),
    ),
    Kind("one_word", {"a.txt": b"Closed", "b.jsonl": lines({"text": "\u9589"})}, indexed=2),
    Kind("marks_only", {"a.txt": b"?!... --- ***\n" * 50}, indexed=1),
    Kind(
        "whitespace_only",
        {"a.txt": b" \t\r\n" * 90, "b.txt": "\u00a0\u3000\u2028".encode(), "c.html": b"\n"},
        reasons=("empty", "empty", "empty_text"),
    ),
    Kind(
        "a_line_below_the_limit",
        {"a.txt": below_the_limit("word "), "b.txt": below_the_limit("Aa"), "c.txt": b"x" * LIMIT},
        indexed=3,
        holds=lambda article: len(article["text"]) > LIMIT - 20,
    ),
    Kind(
        "over_the_limit",
        {"a.txt": b"x" * (LIMIT + 1), "b.json": b'{"text": "%s"}' % (b"word " * LIMIT)},
        reasons=("too_large", "too_large"),
    ),
)
