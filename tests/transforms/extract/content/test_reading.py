from transforms.extract.content.blocks import page_blocks
from transforms.extract.content.reading import agreement, reading
from transforms.extract.page import parse

BODY = [
    "The swing bridge over the Tarrow will stay shut until the spring, the harbour board said.",
    "Divers found cracks in two of the four piers on Monday, and a third is being looked at.",
    "Lorries are sent over the upper bridge, which adds forty minutes to the way to the docks.",
]
LINKS = "".join(f"<li><a href='/{i}'>Section number {i}</a></li>" for i in range(9))
HTML = (
    f"<html><body><nav><ul>{LINKS}</ul></nav><article>"
    + "".join(f"<p>{line}</p>" for line in BODY)
    + "</article></body></html>"
)


def test_a_reading_says_of_each_block_whether_it_is_in_it() -> None:
    page = parse(HTML)
    assert page is not None
    regions, blocks = page_blocks(page.tree)
    agreed = agreement(blocks, reading(page.tree, regions))
    assert [block.text for block, each in zip(blocks, agreed, strict=True) if each > 0] == BODY


def test_a_reading_leaves_the_tree_as_it_is() -> None:
    page = parse(HTML)
    assert page is not None
    before = [element.tag for element in page.tree.iter()]
    reading(page.tree, page_blocks(page.tree)[0])
    assert [element.tag for element in page.tree.iter()] == before


def test_short_blocks_agree_with_whole_lines_only() -> None:
    page = parse("<p>The board</p><p>The board said so in May.</p><p>Read more</p>")
    assert page is not None
    blocks = page_blocks(page.tree)[1]
    assert agreement(blocks, "And the board said so in May.\nREAD more!") == [-1, 1, 1]
    assert agreement(blocks, "") == [0, 0, 0]
