"""Near-duplicate signatures: copies are found, other stories are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import Article, RawArticle
from transforms.duplicates import SignBody, similarity
from transforms.duplicates.signature import sign

STORY = (
    "The council of Brackwater voted on Tuesday night to close the old ferry pier for repairs. "
    "Engineers found that four of the nine oak piles had rotted below the water line. "
    "The work is expected to take eleven weeks and to cost two million crowns, the mayor said. "
    "A bus will carry commuters around the bay while the boats are laid up. "
    "Fishermen asked for help with the cost of mooring elsewhere, which the council refused."
)
COPY = STORY.replace("Tuesday night", "Tuesday evening") + " The vote was unanimous."
OTHER = (
    "A court in Port Alder has ordered the water company to publish its records of leaks. "
    "The judge said that customers were entitled to know how their money had been spent. "
    "The company had argued that the figures would help its competitors in the next tender."
)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param(STORY, STORY, True, id="the same text"),
        pytest.param(STORY, STORY.upper(), True, id="case does not count"),
        pytest.param(STORY, COPY, True, id="a wire copy with small edits"),
        pytest.param(STORY, OTHER, False, id="another story"),
        pytest.param(STORY, STORY[:110], False, id="a teaser of it"),
    ],
)
def test_copies_are_alike_and_share_a_band(one: str, other: str, alike: bool) -> None:
    a, b = sign(one), sign(other)
    assert a is not None
    assert b is not None
    assert (similarity(a, b) >= 0.6) is alike
    if alike:
        assert set(a.bands) & set(b.bands)


@pytest.mark.parametrize("body", ["", "   ", "three words only", "…!?"])
def test_a_body_shorter_than_a_shingle_has_no_signature(body: str) -> None:
    assert sign(body) is None


@given(st.text(max_size=300))
def test_a_signature_is_a_pure_function_of_the_body(body: str) -> None:
    assert sign(body) == sign(body)


def test_the_stage_signs_the_body_and_not_the_raw_text() -> None:
    article = Article(RawArticle(None, STORY.encode()), text=STORY)
    (signed,) = SignBody().process_batch([article])
    assert signed.signature == sign(STORY)


def test_signature_bands_are_stable_across_releases() -> None:
    signature = sign(STORY)
    assert signature is not None
    assert signature.bands[0] == "0-49d8ef83563d8cad"  # a change here orphans every stored band
