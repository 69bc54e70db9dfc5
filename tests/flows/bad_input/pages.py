"""HTML where text is meant, text where HTML is meant, and pages made to break parsers."""

from __future__ import annotations

from tests.flows.bad_input.kind import Kind, lines, says, story

PAGE = (
    "<p>A court in Port Alder has ordered the {0} to publish its records by May.</p>"
    "<p>The judge said that the customers of the {0} were entitled to know what was paid.</p>"
)
ENTITIES = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">'
    for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


def page(about: str, before: str = "", after: str = "") -> bytes:
    return f"<html><body>{before}{PAGE.format(about)}{after}</body></html>".encode()


KINDS = (
    Kind(
        "html_in_text",
        {
            "a.jsonl": lines({"text": PAGE.format("ferry company")}),
            "b.jsonl": lines(
                {"text": "<div>" + PAGE.format("ferry") + "<script>x()</script></div>"}
            ),
        },
        indexed=2,
        holds=says("A court in Port Alder has ordered the ferry", never="<>"),
    ),
    Kind("html_in_a_text_file", {"a.txt": page("tram company")}, 1, holds=says("the tram company")),
    Kind(
        "text_in_an_html_file",
        {"a.html": story("cinema").encode()},
        1,
        holds=says("The cinema closed"),
    ),
    Kind(
        "entity_flood",
        {
            "a.html": page(
                "coach company", "&lt;" * 20_000 + "&#0;&#xD800;&#x110000;&nosuch;&amp;amp;"
            )
        },
        indexed=1,
        holds=says("the coach company", never="\x00\ud800"),
    ),
    Kind(
        "entities_in_entities",
        {
            "a.xhtml": f'<!DOCTYPE html [<!ENTITY a "lol">{ENTITIES}]>'.encode()
            + page("bus", "&h;"),
            "b.html": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + page("bus", "&x;"),
        },
        indexed=2,
        holds=lambda article: (
            "the bus" in article["text"]
            and "root:" not in article["text"]
            and len(article["text"]) < 5_000
        ),
    ),
    Kind(
        "script_only",
        {
            "a.html": b"<html><body><script>document.write('words')</script></body></html>",
            "b.html": b"<style>p { color: red }</style>",
            "c.html": b"<html><head></head><body><!-- words --></body></html>",
            "d.html": b"<frameset><frame src='a.html'></frameset>",
        },
        reasons=("empty_text",) * 4,
    ),
    Kind("deep_page", {"a.html": page("dredger", "<div>" * 9_000)}, 1, holds=says("the dredger")),
    Kind(
        "broken_tags",
        {
            "a.html": page("cable car", "<p <b <i><table><tr><td></p></b>") + b"<",
            "b.html": page("cable car", after=f"<a href='{'x' * 80_000}"),
            "c.html": page("cable car", after="<!--" * 20_000),
            "d.html": page("cable car", "<p\x00 class=\x00>"),
        },
        indexed=4,
        holds=says("the cable car"),
    ),
    Kind(
        "a_page_full_of_pictures",
        {"a.html": page("funicular", f"<img src='data:image/png;base64,{'A' * 90_000}'>")},
        indexed=1,
        holds=says("the funicular", never="<"),
    ),
)
