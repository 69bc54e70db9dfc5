"""What leaves the body, or is told beside it, stands in fields of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import (
    HTML,
    TEXT,
    Article,
    Dateline,
    Metadata,
    MetadataFrom,
    RawArticle,
    Removal,
    RemovalKind,
    Sourced,
)
from transforms.boilerplate import RemoveBoilerplate
from transforms.extract import ExtractText
from transforms.furniture import CollectFurniture
from transforms.furniture.bylines import authors_in
from transforms.names.curated import CuratedName, CuratedNames

PROSE = (
    "The harbour board voted on Tuesday to shut the eastern quay for the winter, after divers "
    "found two cracks in a pier that carries the coal line to the power station."
)


def furnished(content: str, media_type: str = TEXT, author: str | None = None) -> Article:
    raw = RawArticle(None, content.encode(), media_type, metadata=Metadata(author=author))
    article = Article(raw)
    for stage in (ExtractText(), RemoveBoilerplate(), CollectFurniture()):
        article = stage.process(article)
    return article


def cut(text: str, line: str, kind: RemovalKind) -> Removal:
    start = text.index(line)
    return Removal(start, start + len(line), kind, "line", 1.0, "told")


def test_captions_bylines_and_notes_are_the_lines_that_left_the_text() -> None:
    lines = {
        "The quay. Photo: Bo Lind": RemovalKind.IMAGE_CAPTION,
        "By Ada Roe": RemovalKind.DATELINE_BYLINE,
        "Updated at noon.": RemovalKind.EDITORS_NOTE,
        "Support us.": RemovalKind.DONATION_APPEAL,
    }
    text = "\n".join([*lines, PROSE])
    removed = tuple(cut(text, line, kind) for line, kind in lines.items())
    article = Article(RawArticle(None, b""), text=text, removed=removed)
    found = CollectFurniture().process(article).furniture
    assert found.captions == ("The quay. Photo: Bo Lind",)
    assert found.bylines == ("By Ada Roe",)
    assert found.editors_notes == ("Updated at noon.",)
    assert found.authors == (Sourced("Ada Roe", MetadataFrom.TEXT),)
    assert found.datelines == ()


def dateline(text: str) -> Dateline:
    (found,) = furnished(text).furniture.datelines
    return found


@pytest.mark.parametrize(
    ("surface", "places", "date", "agency"),
    [
        ("KYIV, Oct. 30 (Reuters) —", ["Kyiv"], "Oct. 30", "Reuters"),
        ("LIMA/QUITO, 3 July 2025 -", ["Lima", "Quito"], "3 July 2025", None),
        ("OXNEY, Maine —", ["Oxney", "Maine"], None, None),
        ("FERN HOLLOW, Mo. (AP) —", ["Fern Hollow"], None, "AP"),
        ("RIO DE JANEIRO (AP) —", ["Rio de Janeiro"], None, "AP"),
        ("(Reuters) -", [], None, "Reuters"),
        ("Москва, 3 марта. /ТАСС/.", ["Москва"], "3 марта", "ТАСС"),
    ],
)
def test_a_dateline_in_its_parts(
    surface: str, places: list[str], date: str | None, agency: str | None
) -> None:
    text = f"{surface} {PROSE}"
    found = dateline(text)
    assert found.of(text) == surface
    assert [place.canonical for place in found.places] == places
    assert [place.of(text) for place in found.places] == [p.surface for p in found.places]
    assert (found.date, found.agency) == (date, agency)


def test_places_of_datelines_go_by_their_curated_names() -> None:
    text = f"KIEV (Reuters) - {PROSE}"
    raw = RawArticle(None, text.encode())
    article = RemoveBoilerplate().process(Article(raw, text=text))
    (kind,) = {CuratedName("place-kyiv", place.kind, "Kyiv", ("Kiev",)) for place in
               CollectFurniture().process(article).furniture.datelines[0].places}  # fmt: skip
    named = CollectFurniture(CuratedNames((kind,))).process(article).furniture
    assert [place.canonical for place in named.datelines[0].places] == ["Kyiv"]


@pytest.mark.parametrize(
    ("told", "page", "text", "expected"),
    [
        ("Ada Roe", "Bo Lind", "By Cy Dell", ("Ada Roe", MetadataFrom.SOURCE)),
        ("Staff", "Bo Lind", "By Cy Dell", ("Bo Lind", MetadataFrom.META)),
        ("Staff", "admin", "By Cy Dell", ("Cy Dell", MetadataFrom.TEXT)),
    ],
)
def test_authors_are_the_sources_else_the_pages_else_the_texts(
    told: str, page: str, text: str, expected: tuple[str, MetadataFrom]
) -> None:
    html = (
        f'<html><head><meta name="author" content="{page}"></head><body><p>Quay shut</p>'
        f"<p>{text}</p><p>{PROSE}</p><p>{PROSE} Nobody was hurt.</p></body></html>"
    )
    (found,) = furnished(html, HTML, author=told).furniture.authors
    assert (found.value, found.found_in) == expected


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Roe and Bo Lind, Staff Writers | March 3, 2024", ("Ada Roe", "Bo Lind")),
        ("(Reporting by Ada Roe; additional reporting by Bo Lind in Oxney; editing by Cy Dell)",
         ("Ada Roe", "Bo Lind")),
        ("Posted on 21 March 2025 by Ada Roe", ("Ada Roe",)),
        ("ADA ROE", ("Ada Roe",)),
        ("Von Jule Harkenthal", ("Jule Harkenthal",)),
        ("Sunday 8 September 2024", ()),
        ("11:52 p.m.", ()),
        ("By Northern Wire", ()),
        ("Ada Roe contributed to this report from Oxney.", ()),
    ],
)  # fmt: skip
def test_bylines_that_left_the_text(byline: str, names: tuple[str, ...]) -> None:
    assert authors_in([byline], "", ()) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Quay shut\nBy Ada Roe\n" + PROSE, ("Ada Roe",)),
        ("By Ada Roe, 30 October 2024\n" + PROSE, ("Ada Roe",)),
        # The very first line without a date is a title, and a sentence is one.
        ("Par amour de Lyon\n" + PROSE, ()),
        ("Quay shut\nBy Monday evening the quay was empty\n" + PROSE, ()),
        ("Quay shut\nBy Ada Roe the quay was called a ruin.\n" + PROSE, ()),
        (f"Quay shut\n{PROSE}\n" * 5 + "By Ada Roe", ()),
    ],
)
def test_bylines_at_the_top_of_the_body(text: str, names: tuple[str, ...]) -> None:
    assert authors_in([], text, ()) == names


@given(st.text(max_size=300))
def test_places_of_datelines_slice_to_their_surface(text: str) -> None:
    raw = RawArticle(None, b"")
    whole = f"LIMA, Peru, 3 July 2025 — {PROSE}\n{text}"
    article = RemoveBoilerplate().process(Article(raw, text=whole))
    for each in CollectFurniture().process(article).furniture.datelines:
        assert each.of(whole)
        for place in each.places:
            assert each.start <= place.start < place.end <= each.end
            assert place.of(whole) == place.surface
