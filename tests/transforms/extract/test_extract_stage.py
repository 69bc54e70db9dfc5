import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import HTML, TEXT, Article, Metadata, RawArticle
from transforms.extract import EmptyText, ExtractText, NotText

PAGE = (
    "<html><head><title>Bridge shut</title></head><body><article>"
    "<p>The swing bridge over the Tarrow stays shut until the spring.</p>"
    "<p>Divers found cracks in two of its four piers on Monday.</p></article></body></html>"
)


def extracted(content: bytes, media_type: str = TEXT, **metadata: str) -> Article:
    raw = RawArticle(None, content, media_type, Metadata(**metadata))  # type: ignore[arg-type]
    return ExtractText().process(Article(raw))


def test_text_is_what_was_read() -> None:
    article = extracted(b"Bridge shut\r\n\r\n  The bridge is shut. \n")
    assert (article.title, article.text) == (None, "Bridge shut\nThe bridge is shut.")
    assert article.problems == ()


def test_a_page_gives_its_title_and_text() -> None:
    article = extracted(PAGE.encode(), HTML)
    assert article.title == "Bridge shut"
    assert article.text.split("\n")[0].startswith("The swing bridge")


def test_the_sources_title_wins() -> None:
    assert extracted(PAGE.encode(), HTML, title=" Told  by the feed ").title == "Told by the feed"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", TEXT),
        (b" \n\t", TEXT),
        ("\ufeff\u200b".encode(), TEXT),
        (b"<html></html>", HTML),
        (b"", HTML),
    ],
)
def test_nothing_to_read_is_an_error(content: bytes, media_type: str) -> None:
    with pytest.raises(EmptyText, match="no text in it"):
        extracted(content, media_type)


def test_another_format_is_an_error() -> None:
    with pytest.raises(NotText, match="not text"):
        extracted(b"%PDF-1.4 1 0 obj")


def test_replaced_characters_are_told() -> None:
    (problem,) = extracted("Мост закрыт до весны".encode() + b"\xff").problems
    assert problem.stage == "extract"
    assert "1 characters not valid in utf-8" in problem.error


@given(st.binary(max_size=300), st.sampled_from([TEXT, HTML]))
def test_any_bytes_give_text_or_a_reason(content: bytes, media_type: str) -> None:
    try:
        article = extracted(content, media_type)
    except (NotText, EmptyText):
        return
    assert article.text


@given(st.text(max_size=200))
def test_extracting_extracted_text_changes_nothing(text: str) -> None:
    try:
        once = extracted(text.encode("utf-8", "replace")).text
        twice = extracted(once.encode()).text
    except (NotText, EmptyText):
        return
    assert twice == once


def test_the_fingerprint_names_the_extractor() -> None:
    assert "trafilatura" in ExtractText().depends_on()
