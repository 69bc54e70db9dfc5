import pytest

from transforms.extract.content.blocks import page_blocks
from transforms.extract.content.model import evidence, scores, weights
from transforms.extract.content.reading import agreement
from transforms.extract.content.signals import kinds_of
from transforms.extract.page import parse
from transforms.resources import read_toml

PROSE = "The harbour board met twice in one week over the cracks that divers found in two piers."


def score(html: str, read: str = "") -> dict[str, float]:
    page = parse(html)
    assert page is not None
    regions, blocks = page_blocks(page.tree)
    told = scores(regions, blocks, frozenset(), agreement(blocks, read))
    return {block.text: each for block, each in zip(blocks, told, strict=True)}


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
    told: set[str] = set()
    menu = "".join(f"<li><a href='/{i}'>Section {i}</a></li>" for i in range(6))
    page = parse(
        f"<body><nav class='menu'><ul>{menu}</ul></nav><article><h1>Bridge shut</h1>"
        f"{f'<p>{PROSE}</p>' * 4}</article><footer>© The Tarrow Courier</footer>"
    )
    assert page is not None
    regions, blocks = page_blocks(page.tree)
    for _, shared, own in evidence(regions, blocks, frozenset(), agreement(blocks, PROSE)):
        told.update(shared, dict(own))
    assert len(told & set(weights())) > 0.8 * len(told)


def test_a_page_without_blocks_has_no_scores() -> None:
    assert score("<body><script>x()</script></body>") == {}
