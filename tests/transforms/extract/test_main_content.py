import subprocess
import sys

import pytest

from transforms.extract import main_text
from transforms.extract.main_content import ELEMENT_LIMIT

BODY = [
    "The swing bridge over the Tarrow will stay shut until the spring, the harbour board said.",
    "Divers found cracks in two of the four piers on Monday, and a third is being looked at.",
    "“We would rather be late than sorry,” said Ilse Marran, who chairs the board.",
    "Lorries are sent over the upper bridge, which adds forty minutes to the way to the docks.",
    "Work is to begin in the second week of January and to cost about four million crowns.",
]
MENU = (
    "<nav><ul>"
    + "".join(f"<li><a href='/{i}'>Section {i}</a></li>" for i in range(9))
    + "</ul></nav>"
)
FOOTER = (
    "<footer><p>© The Tarrow Courier. All rights reserved.</p><a href='/terms'>Terms</a></footer>"
)


def page(main: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{MENU}{main}{FOOTER}</body></html>"


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>\n" for line in lines)


SHAPES = {
    "article": f"<article><h1>Bridge shut</h1>{paragraphs(BODY)}</article>",
    "nested blocks": f"<div><div class='story'><div>{paragraphs(BODY)}</div></div></div>",
    "main with aside": f"<main>{paragraphs(BODY)}</main><aside><a href='/x'>Most read</a></aside>",
    "inline markup": f"<main>{paragraphs([f'<b>{b[:9]}</b>{b[9:]}' for b in BODY])}</main>",
    "unclosed": "<article><p>" + "<p>".join(BODY),
    "old table": f"<table><tr><td>{paragraphs(BODY)}</td></tr></table>",
    "with scripts": f"<article>{paragraphs(BODY)}<script>var p = '<p>no</p>';</script></article>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_article_is_found_and_its_surroundings_are_not(shape: str) -> None:
    lines = main_text(page(SHAPES[shape])).split("\n")
    assert [line for line in lines if line in BODY] == BODY
    assert not {"Section 3", "Terms", "Most read"} & set(lines)


def test_headings_and_list_items_are_lines_of_their_own() -> None:
    items = ["Cracks in two piers", "No lorries until spring", "Four million crowns"]
    listed = "".join(f"<li>{item}</li>" for item in items)
    html = page(
        f"<article>{paragraphs(BODY)}<h2>What is known</h2><ul>{listed}</ul>"
        f"{paragraphs(BODY[:2])}</article>"
    )
    lines = main_text(html).split("\n")
    assert set(items) < set(lines)
    assert "What is known" in lines


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Only this.</p>", "Only this."),
        ("<p>One &amp; two.</p><p>Three&nbsp;four.</p>", "One & two.\nThree four."),
        ("Plain words, <b>no</b> paragraph.", "Plain words, no paragraph."),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>Declared.</p></html>', "Declared."),
        ("", ""),
        ("<html><body><script>only()</script></body></html>", ""),
        ("<!-- nothing -->", ""),
    ],
)  # fmt: skip
def test_fragments_are_read_whole(html: str, expected: str) -> None:
    assert main_text(html) == expected


FLOOD = 400_000
HOSTILE = {
    "deep nesting": "<div>" * 100_000 + "<p>The end.</p>" + "</div>" * 100_000 + "<p>After.</p>",
    "many elements": "<p>" + "<span><b>x y</b></span> " * ELEMENT_LIMIT + "</p>",
    "unclosed inline": "<b>x<p>" * 50_000,
    "many attributes": "<p " + "".join(f"a{i}=1 " for i in range(50_000)) + ">The end.</p>",
    "entities": "<p>" + "&amp;&#x41;&zzz;&#0;&#xd800;" * 50_000 + "</p>",
    "angle brackets": "<" * FLOOD,
    "open tags": "<a" * FLOOD,
    "open comments": "<!--" * FLOOD,
    "open scripts": "<script>" * 50_000 + "<p>x</p>",
    "deep JSON": "<script type='application/ld+json'>" + "[" * FLOOD + "</script><p>The end.</p>",
    "controls": "<html><body><p>\x00\x01The\x0b end.\ufffe\x1b</p></body></html>",
    "entity bomb": '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p>&b; The end.</p>',
    "long text": "<p>" + "The pier. " * 1_100_000 + "The end.</p>",
    "many pages": "<p>The pier is shut, and so is the bridge over it.</p>\n" * 100_000 + "The end.",
    "long and deep": "<ul><li><a href='/'>A</a> " * 100 + "So they say. " * 40_000 + "The end.",
    "wide and deep": "<div class='a b'>" * 240 + "<p>The end.</p>" * 12_000,
    "articles in articles": "<article>" * 200 + "<p>The end.</p>" * 400,
    "names": "".join(f"<p class='{'menu ' * 60}{i}'>The end.</p>" for i in range(3_000)),
    "zero bytes": "\x00" * FLOOD + "<p>The end.</p>",
    "scripts alone": f"<script>{'x = 1;' * FLOOD}</script>",
    "commas": f"<p>{',' * FLOOD}</p>" * 9,
    "outside entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x; The end.</p>',
}  # fmt: skip


def test_an_article_of_short_lines_is_kept() -> None:
    races = "".join(f"<p>Race {i}: day {i} of the month, Tarrow Bay</p>" for i in range(30))
    html = page(f"<article><h1>Calendar</h1>{races}</article>")
    assert main_text(html).count("Tarrow Bay") == 30


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_pages_end_in_text_or_in_nothing(kind: str) -> None:
    text = main_text(HOSTILE[kind])
    assert len(text) <= len(HOSTILE[kind])
    assert "root:" not in text
    if "The end." in HOSTILE[kind]:
        assert "The end." in text


def test_text_after_a_deep_part_is_not_lost() -> None:
    assert main_text(HOSTILE["deep nesting"]) == "The end.\nAfter."


def test_the_same_page_gives_the_same_text_whatever_came_before() -> None:
    html = page(SHAPES["article"])
    first = main_text(html)
    for _ in range(5):
        main_text(page(f"<article>{paragraphs(BODY * 2)}</article>"))
    assert main_text(html) == first


def test_the_text_does_not_depend_on_the_process() -> None:
    html = page(SHAPES["nested blocks"])
    program = "import sys; from transforms.extract import main_text; print(main_text(sys.argv[1]))"
    told = {
        subprocess.run(
            [sys.executable, "-c", program, html],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert told == {main_text(html)}
