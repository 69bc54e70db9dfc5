from math import log1p

import pytest

from transforms.extract.content.blocks import page_blocks
from transforms.extract.content.model import evidence, fitted_weights, scores
from transforms.extract.content.reading import agreement
from transforms.extract.content.regions import kinds_of
from transforms.extract.page import parse
from transforms.resources import read_toml

PROSE = "The harbour board met twice in one week over the cracks that divers found in two piers."


def score(html: str, read: str = "") -> dict[str, float]:
    page = parse(html)
    assert page is not None
    regions, blocks = page_blocks(page.tree)
    told = evidence(regions, blocks, frozenset(), agreement(blocks, read))
    found = scores(told, fitted_weights()).tolist()
    return {block.text: each for block, each in zip(blocks, found, strict=True)}


@pytest.mark.parametrize(
    ("names", "kinds"),
    [
        ({"site", "footer"}, ("foot",)),
        ({"related", "posts", "title"}, ("others", "title")),
        ({"zeppelin"}, ()),
    ],
)
def test_names_tell_what_an_element_holds(names: set[str], kinds: tuple[str, ...]) -> None:
    assert kinds_of(frozenset(names)) == kinds


def test_no_name_is_of_two_kinds() -> None:
    names = [name for each in read_toml("extract/data/region_names.toml").values() for name in each]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["comments", "site-footer", "related-posts", "newsletter"])
def test_the_same_words_score_less_where_the_page_names_another_part(name: str) -> None:
    body = f"<p>{PROSE}</p>" * 4
    html = "<body><div>{}</div><div class='{}'><p>Prices have risen since May, he said.</p></div>"
    plain = score(html.format(body, "x"))["Prices have risen since May, he said."]
    named = score(html.format(body, name))["Prices have risen since May, he said."]
    assert named < plain


def test_another_reading_counts_for_and_against() -> None:
    line = "Prices have risen since May, he said."
    html = f"<body><div>{f'<p>{PROSE}</p>' * 4}<p>{line}</p></div>"
    without = score(html, PROSE)[line]
    assert without < score(html)[line]
    assert without < score(html, f"{PROSE}\n{line}")[line]


def test_nearly_all_that_a_plain_page_tells_has_a_weight() -> None:
    menu = "".join(f"<li><a href='/{i}'>Section {i}</a></li>" for i in range(6))
    page = parse(
        f"<body><nav class='menu'><ul>{menu}</ul></nav><article><h1>Bridge shut</h1>"
        f"{f'<p>{PROSE}</p>' * 4}</article><footer>© The Tarrow Courier</footer>"
    )
    assert page is not None
    regions, blocks = page_blocks(page.tree)
    columns = evidence(regions, blocks, frozenset(), agreement(blocks, PROSE))
    told = {name for name, column in columns.items() if column.any()}
    assert len(told & set(fitted_weights())) > 0.8 * len(told)


def signals(html: str, text: str, read: str = "") -> dict[str, float]:
    page = parse(html)
    assert page is not None
    regions, blocks = page_blocks(page.tree)
    (at,) = (at for at, block in enumerate(blocks) if block.text == text)
    columns = evidence(regions, blocks, frozenset({"bridge shut"}), agreement(blocks, read))
    return {name: float(column[at]) for name, column in columns.items() if column[at]}


PAGE = (
    "<body><div class='site'><h1>Bridge shut</h1><article>"
    f"<div id='story'><p>{PROSE}</p><p>{PROSE}</p></div>"
    "<aside class='related'><ul><li><a href='/a'>Ferry runs again</a></ul></aside>"
    "</article></div><footer hidden>© The Tarrow Courier</footer>"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bridge shut", {"title": 1, "tag h1": 1, "outside the article": 1, "up": 1}),
        (
            "Ferry runs again",
            {"all linked": 1, "in the article": 1, "in aside": 1, "in ul": 1, "in others part": 1}
            | {"others part": 0, "next to centre": 0, "up": 3, "down": 1, "own blocks": log1p(1)}
            | {"prose before": 1, "prose within 3 before": pytest.approx(33 / 39)}
            | {"prose has ended": log1p(1), "how far after the prose": 0},
        ),
        (
            "© The Tarrow Courier",
            {"hidden": 1, "in footer": 1, "copyright sign": 1, "in the article": 0, "no link": 1}
            | {"prose after": -1, "prose beside": 0, "prose alone 0": 1, "prose alone 1": 1},
        ),
    ],
)
def test_a_block_is_told_by_its_place_and_its_looks(text: str, expected: dict[str, float]) -> None:
    told = signals(PAGE, text)
    assert {name: told.get(name, 0) for name in expected} == expected


def test_what_was_read_is_told_of_the_blocks_in_it_alone() -> None:
    told = signals(PAGE, "Bridge shut", f"Bridge shut\n{PROSE}")
    assert told["read"] == told["read, tag h1"] == told["all is read"] == 1
    assert signals(PAGE, "Bridge shut", PROSE)["read"] == -1
    assert "read, tag h1" not in signals(PAGE, "Bridge shut", PROSE)
    assert signals(PAGE, "Bridge shut")["no reading"] == 1
