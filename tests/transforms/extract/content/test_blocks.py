import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.content.blocks import PageBlock, Region, page_blocks
from transforms.extract.page import parse


def read(html: str) -> tuple[list[Region], list[PageBlock]]:
    page = parse(html)
    assert page is not None
    return page_blocks(page.tree)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>and</b> <a href='/'>two</a>.</p>", ["One and two."]),
        ("<div>Before <p>inside</p> after</div>", ["Before", "inside", "after"]),
        ("One<br>Two<br/><br/>Three", ["One", "Two", "Three"]),
        ("<ul><li>One<ul><li>Two</li></ul></li></ul>", ["One", "Two"]),
        ("<table><tr><td>Piers</td><td>4</td></tr></table>", ["Piers 4"]),
        ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", ["One", "Two"]),
        ("<p>Seen<script>no()</script><style>p{}</style><!-- no --> too</p>", ["Seen too"]),
        ("<p>A<svg><title>no</title></svg> <select><option>no</select>B</p>", ["A B"]),
        ("<p>  \n </p><div></div>", []),
        ("<p>Un<i>bro</i>ken", ["Unbroken"]),
    ],
)
def test_a_block_is_a_line_as_a_reader_sees_it(html: str, expected: list[str]) -> None:
    assert [block.text for block in read(html)[1]] == expected


def test_links_and_stress_are_counted_in_characters() -> None:
    (block,) = read("<p>See <a href='/'>the <b>map</b></a> now.</p>")[1]
    assert (block.linked, block.stressed, block.words) == (6, 3, 4)


def test_a_region_sums_up_what_is_within_it() -> None:
    prose = "The harbour board met twice in one week over the cracks in two piers."
    regions, _ = read(f"<main><div><p>{prose}</p><p>{prose}</p></div><p>Short.</p></main>")
    main = next(region for region in regions if region.tag == "main")
    assert (main.blocks, main.paragraphs, main.prose) == (3, 2, 28)
    assert main.chars == 2 * len(prose) + len("Short.")
    assert [region.tag for region in main.path()] == ["main", "body"]


@pytest.mark.parametrize(
    ("attributes", "names"),
    [
        ('class="siteFooter foot-2"', {"site", "footer", "foot"}),
        ('id="Main_Content" role="main"', {"main", "content"}),
        ('itemprop="articleBody"', {"article", "body"}),
        ('data-x="nav"', set()),
    ],
)
def test_names_of_elements_fall_into_words(attributes: str, names: set[str]) -> None:
    assert read(f"<div {attributes}>Text</div>")[0][-1].names == names


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ('style="color: red; display : none"', True),
        ("hidden", True),
        ('aria-hidden="true"', True),
        ('style="display: block" aria-hidden="false"', False),
    ],
)
def test_hidden_elements_are_known(attributes: str, hidden: bool) -> None:
    assert read(f"<div {attributes}>Text</div>")[0][-1].hidden is hidden


TAGS = ["p", "div", "b", "a", "ul", "li", "table", "tr", "td", "br", "span", "article", "script"]
PIECES = st.one_of(
    st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS]),
    st.text("ab ", max_size=5),
)


@given(st.lists(PIECES, max_size=60))
def test_all_that_is_seen_is_in_one_block_each(pieces: list[str]) -> None:
    page = parse("<body>x" + "".join(pieces))
    assert page is not None
    regions, blocks = page_blocks(page.tree)
    for script in list(page.tree.iter("script")):
        script.drop_tree()
    told = "".join(block.text for block in blocks)
    assert "".join(told.split()) == "".join(page.tree.text_content().split())
    assert regions[0].chars == sum(len(block.text) for block in blocks)
