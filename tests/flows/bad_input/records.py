"""Records of the wrong shape, impossible dates, names without end, hostile addresses."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.flows.bad_input.kind import Document, Kind, lines, says, story

DEEP = 100_000
DATES = (
    *("0000-00-00", "0000-12-31T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59-14:00"),
    *("10000-01-01", "-0044-03-15", "2024-02-31", "31/31/2024", "2024-10-30T99:99:99+99:99"),
    *("1e999", "the day after never", "٢٠٢٤-١٠-٣٠", "9" * 5000),
)
SPOKEN = (
    "Yesterday and last week it rained. In the year 0 and in 9999 nothing happened. On February "
    "31, 2024, on 31 December 9999 and on 1 January 10000 nobody came. The day after December 31, "
    "9999 is unknown, as are the next 99999999999 years, 999999999 days ago and the 300th century."
)
LONG = "A" + "a" * 9_999
MANY = "Ada " * 2_500


def dated(article: Document) -> bool:
    """No day of publication that the reading could not have seen."""
    return article.get("published", "2000") <= datetime.now(UTC).date().isoformat() and all(
        article["body"][each["start"] : each["end"]] == each["surface"]
        for each in article["date_mentions"]
    )


def named(article: Document) -> bool:
    return (
        all(len(name) < 1_000 for name in article.get("persons", ())) and "mason" in article["text"]
    )


def secretless(article: Document) -> bool:
    told = json.dumps(article)
    return "hush" not in told and "wire.example" in told


def no_link_to_click(article: Document) -> bool:
    return "url" not in article and "/urls/" in article["read_from"]


KINDS = (
    Kind(
        "shapes",
        {
            "a.json": b"[1, 2]",
            "b.json": b"7",
            "c.json": b'"text"',
            "d.json": b"null",
            "e.json": b"true",
            "f.json": b"[[]]",
            "g.json": b"{}",
            "h.json": b"[]",
        },
        reasons=("no_text_field", *["not_object"] * 7),
    ),
    Kind(
        "text_of_the_wrong_type",
        {
            "a.jsonl": lines(
                {"text": {"body": story("nested")}},
                {"text": None},
                {"text": 7},
                {"text": [1, "two"]},
                {"text": ""},
                {"text": [[story("nested")]]},
            )
        },
        reasons=("empty", "empty", *["no_text_field"] * 4),
    ),
    Kind(
        "text_as_paragraphs",
        {"a.json": json.dumps({"text": story("nursery").splitlines()}).encode()},
        indexed=1,
        holds=says("nursery closed on Tuesday, Mayor Ada Roe said.\nNobody"),
    ),
    Kind(
        "duplicate_keys",
        {"a.json": b'{"text": "One said.", "text": "Two said.", "date": 1, "date": "2024-10-30"}'},
        indexed=1,
        holds=says("Two said."),
    ),
    Kind(
        "no_numbers",
        {"a.json": b'{"text": "The pool closed.", "id": NaN, "date": -Infinity, "n": [1e999]}'},
        indexed=1,
        holds=says("The pool closed."),
    ),
    Kind(
        "digits_without_end",
        {"a.json": b'{"text": "The rink closed.", "id": %s}' % (b"9" * 80_000)},
        1,
    ),
    Kind(
        "deep_nesting",
        {
            "a.jsonl": b"[" * (DEEP - 1) + b"\n" + lines({"text": story("tower")}),
            "b.json": b'{"text": "x", "a": ' + b"[" * (DEEP // 3) + b"]" * (DEEP // 3) + b"}",
            "c.json": b"[" * 500_000,
        },
        indexed=1,
        reasons=("not_json", "not_json", "too_large"),
    ),
    Kind(
        "broken_json",
        {
            "a.json": b'{"text": "no end',
            "b.json": b'[{"text": "The barn closed."}, {"text": "no',
            "c.json": b'{"text": "x",}',
            "d.json": b"{'text': 'x'}",
            "e.json": b'{"text": "tab\there"}',
            "f.json": b"",
        },
        indexed=1,
        reasons=("empty", *["not_json"] * 5),
    ),
    Kind(
        "blank_and_comment_lines",
        {
            "a.jsonl": lines(
                b"", b" \t", b"\r", {"text": story("barge")}, b"# a comment", b"// another", b""
            )
        },
        indexed=1,
        reasons=("not_json", "not_json"),
    ),
    Kind(
        "bent_lines",
        {"a.jsonl": b'{"text": "One."}{"text": "Two."}\n{"text":\n"Three."}\n{"text": "Four."},\n'},
        reasons=("not_json",) * 4,
    ),
    Kind(
        "impossible_dates",
        {
            "a.jsonl": lines(
                *({"text": f"{SPOKEN} ({n})", "date": told} for n, told in enumerate(DATES)),
                *({"text": f"{SPOKEN} [{n}]", "date": n} for n in (0, -1, 10**30, True)),
                {"text": f"{SPOKEN} [list]", "date": [2024, {"$date": {"a": None}}]},
            )
        },
        indexed=len(DATES) + 5,
        holds=dated,
    ),
    Kind(
        "names_of_ten_thousand_characters",
        {
            "a.jsonl": lines(
                {"text": f"Mayor {LONG} praised the mason.", "title": LONG, "author": LONG},
                {"text": f"Mayor {MANY}praised the mason.", "source": "s" * 40_000},
                {"text": "The mason, St" + "." * 10_000 + " Roe, " + "O'" * 5_000 + " left."},
                {"text": "The mason left.", LONG: LONG, "url": f"https://wire.example/{LONG}"},
                {"text": "The mason came.", "language": LONG, "timezone": "../../etc/passwd"},
            )
        },
        indexed=5,
        holds=named,
    ),
    Kind(
        "metadata_of_the_wrong_type",
        {
            "a.jsonl": lines(
                {
                    "text": story("market"),
                    "title": {"a": [1]},
                    "author": [None, {}, 7],
                    "source": False,
                    "language": 12,
                    "url": ["x"],
                    "timezone": {},
                    "id": [[]],
                },
                {"text": story("market hall"), "date": {"a": 1}, "encoding": [], "lang": "xx-🜁"},
            )
        },
        indexed=2,
        holds=says("market"),
    ),
    Kind(
        "hostile_field_names",
        {
            "a.jsonl": lines(
                {"text": story("depot"), "": "x", ".": 1, "a..b": 2, "_id": "3", "__proto__": {}},
                {"text": story("depot yard"), **{f"field {n}": n for n in range(5_000)}},
            )
        },
        indexed=2,
        holds=says("depot"),
    ),
    Kind(
        "hostile_ids",
        {
            "a.jsonl": lines(
                *(
                    {"text": story(f"gate {n}"), "id": told}
                    for n, told in enumerate(
                        ("../../x", "a\nb", "\x00", "#?%00", "*", "x" * 40_000, "_all", "' OR 1=1")
                    )
                )
            )
        },
        indexed=8,
        holds=says("gate"),
    ),
    Kind(
        "duplicate_ids",
        {
            "a.jsonl": lines(
                {"text": story("kiosk"), "id": "7"},
                {"text": story("kiosk"), "id": "7"},
                {"text": story("kiosk again"), "id": 7},
            )
        },
        indexed=1,
        duplicates=2,
        holds=says("The kiosk closed"),
    ),
    Kind(
        "one_address_two_articles",
        {
            "a.jsonl": lines(
                {"text": story("museum"), "url": "https://wire.example/museum"},
                {"text": story("gallery"), "url": "https://wire.example/museum"},
            )
        },
        indexed=1,
        duplicates=1,
        holds=says("museum"),
    ),
    Kind(
        "credentials_in_an_address",
        {
            "a.jsonl": lines(
                {"text": story("ward"), "url": "https://ada:hush@wire.example/ward"},
                {"text": story("ward door"), "url": "https://hush@wire.example/"},
            ),
            "b.html": b'<link rel="canonical" href="https://u:hush@wire.example/b"><p>%s</p>'
            % story("ward nurse").encode(),
            "b.json": b'{"url": "https://u:hush@wire.example/b"}',
        },
        indexed=3,
        holds=secretless,
    ),
    Kind(
        "urls",
        {
            "a.jsonl": lines(
                *(
                    {"text": story(f"shed {n}"), "url": told}
                    for n, told in enumerate(
                        (
                            "file:///etc/passwd",
                            "file://localhost/etc/passwd",
                            "data:text/html,x",
                            "javascript:alert(1)",
                            "JavaScript://wire.example/%0Aalert(1)",
                            "vbscript:x",
                        )
                    )
                )
            )
        },
        indexed=6,
        holds=no_link_to_click,
    ),
    Kind(
        "addresses_that_are_none",
        {
            "a.jsonl": lines(
                *(
                    {"text": story(f"hut {n}"), "url": told}
                    for n, told in enumerate(
                        (
                            "http://[",
                            "https://",
                            "//x",
                            "https://a:99999999/x",
                            "https://\ud800/x",
                            "http://xn--\u2603/\x00",
                            "?" * 5_000,
                        )
                    )
                )
            )
        },
        indexed=7,
        holds=says("hut"),
    ),
)
