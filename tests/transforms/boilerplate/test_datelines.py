"""Datelines leave the body as spans, to the character; what only looks like one stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import Article, RawArticle, RemovalKind
from transforms.boilerplate import keep, removals
from transforms.boilerplate.dateline_parts import LONGEST, Parts, read_dateline
from transforms.boilerplate.datelines import TOP_LINES, datelines, is_dateline
from transforms.boilerplate.removals import share_of_words

PROSE = (
    "The harbour board voted on Tuesday to shut the eastern quay for the winter, after divers "
    "found two cracks in a pier that carries the coal line to the power station."
)

DATELINES = [
    # An agency in brackets, between slashes, after the dash, before all.
    ("KYIV, Oct. 30 (Reuters) —", "en"),
    ("WASHINGTON (AP) —", "en"),
    ("(Reuters) -", "en"),
    ("Oxney, Maine (AP) --", "en"),
    ("New Delhi, Aug 3 (PTI)", "en"),
    ("NEW YORK/LOS ANGELES (Reuters) -", "en"),
    ("ODESA, Ukraine, Feb. 12 (Northern Wire) —", "en"),
    ("LONDON, March 3, 2024 /PRNewswire/ --", "en"),
    ("Berlin (dpa) –", "de"),
    ("Berlin/München (dpa/lby) –", "de"),
    ("Madrid, 3 mar (EFE).-", "es"),
    ("(ANSA) - ROMA, 03 MAR -", "it"),
    ("Lisboa, 03 mar 2024 (Lusa) –", "pt"),
    ("ANKARA (AA) -", "tr"),
    ("Москва, 3 марта. /ТАСС/.", "ru"),
    ("МОСКВА, 30 окт - РИА Новости.", "ru"),
    ("Москва. 30 октября. INTERFAX.RU -", "ru"),
    ("КИЇВ, 3 березня (Укрінформ) –", "uk"),
    # A date after a place in capitals or known.
    ("LONDON, March 3 –", "en"),
    ("OXNEY, 20 May 2025 –", "en"),
    ("GENEVA, SWITZERLAND, 20 May 2025 –", "en"),
    ("PARIS, le 3 mars 2024 –", "fr"),
    # A place alone.
    ("LIMA —", "en"),
    ("DES MOINES, Iowa -", "en"),
    ("OXNEY, Maine —", "en"),
    ("SALTMARSH —", "en"),
    ("ISLAMABAD:", "en"),
    ("Nairobi, Kenya -", "en"),
    ("Berlin –", "de"),
    ("Hannover.", "de"),
]

NOT_DATELINES = [
    "Paris – the city of light – was dark on Friday, and the mayor said that it would stay so "
    "until the grid was mended and the last of the trains had left the tunnels.",
    "Paris – The city of light – was dark on Friday, and the mayor said that it would stay so "
    "until the grid was mended and the last of the trains had left the tunnels.",
    "WASHINGTON — that was the word on everybody's lips in the harbour board on Tuesday, when it "
    "met to talk about a grant that it had waited for since the spring of last year.",
    "BREAKING — " + PROSE,
    "EXCLUSIVE: " + PROSE,
    "FILE - In this photo of March 3, 2024, the quay is seen from the coal line, with the station "
    "behind it and two of the divers who found the cracks in the pier.",
    "Monday, March 3 – " + PROSE,
    "Harbour Hall, 3 May – A quartet plays Haydn for the pensioners of the coal line, as it has "
    "done every year since the line was opened by the grandfather of the mayor.",
    "Lena Strand (Labour) – " + PROSE,
    "MARROW: " + PROSE,
    "Hannover. " + PROSE,  # a sentence in English, in one word
    "Kenya – " + PROSE,
    "The board (AP) said - in a letter - that it would meet again on the day after the vote, and "
    "the mayor said nothing at all about it to anyone.",
    "In March, the mayor's spokesman Bo Lind foreshadowed the vote when he told Reuters: “The quay "
    "will have to be shut, whatever the board may think of it by then.”",
    "The board, the mayor, and then the divers, who spoke to AP — all of them said that the quay "
    "would have to be shut before the first of the storms.",
    "Bo Lind / AFP - Agency Photos The mayor walks along the quay after the vote of Tuesday night.",
    "Bo Lind / AFP / Agency Photos The mayor walks along the quay after the vote of Tuesday night.",
    "Bo Lind (Photo: AFP) The mayor walks along the quay after the vote of Tuesday night.",
    "LIMA — Where to eat",
    "• LONDON — " + PROSE,
    "2024 — " + PROSE,
]


@pytest.mark.parametrize(("dateline", "language"), DATELINES)
def test_a_dateline_goes_and_its_paragraph_stays(dateline: str, language: str) -> None:
    text = f"Quay shut for the winter\n{dateline} {PROSE}\n{PROSE}"
    (found,) = [each for each in removals(text, language) if is_dateline(each)]
    assert found.of(text) == dateline
    assert found.kind is RemovalKind.DATELINE_BYLINE
    assert 0.5 <= found.score <= 1
    assert dateline in found.reason
    article = Article(RawArticle(None, b""), text=text, removed=(found,))
    assert article.body == f"Quay shut for the winter\n{PROSE}\n{PROSE}"


@pytest.mark.parametrize("paragraph", NOT_DATELINES)
def test_what_only_looks_like_one_stays(paragraph: str) -> None:
    assert list(datelines(f"{paragraph}\n{PROSE}", "en")) == []


def test_without_an_agency_it_stands_in_the_first_lines_alone() -> None:
    before = f"{PROSE}\n" * TOP_LINES
    assert not list(datelines(f"{before}LIMA, 3 July 2025 — {PROSE}", "en"))
    (found,) = datelines(f"{before}LIMA (Reuters) — {PROSE}", "en")
    assert found.start == len(before)


def test_an_agency_alone_takes_nothing_of_the_sentence_along() -> None:
    text = f"(AFP) The board - which met on Tuesday - said nothing. {PROSE}"
    assert [each.of(text) for each in datelines(text)] == ["(AFP)"]


def test_a_sentence_that_ends_in_an_agency_stays() -> None:
    text = f"LIMA — He told Reuters. {PROSE}"
    assert [each.of(text) for each in datelines(text)] == ["LIMA —"]


def test_lines_that_say_who_speaks_are_a_transcript() -> None:
    spoken = f"HOUSTON: {PROSE}\nMARROW: {PROSE}\nHOUSTON: {PROSE}"
    assert not list(datelines(spoken, "en"))


def test_no_words_are_lost_by_it() -> None:
    text = f"LIMA, 3 July 2025 — {PROSE}"
    found = removals(text, "en")
    assert [each.rule for each in found] == ["dateline/dated"]
    assert share_of_words(text, found) == 0.0
    assert keep([text], "en") == [True]


@pytest.mark.parametrize(
    ("paragraph", "parts"),
    [
        ("KYIV, Oct. 30 (Reuters) — ", (("KYIV",), (), "Oct. 30", "Reuters")),
        ("ODESA, Ukraine — ", (("ODESA",), ("Ukraine",), None, None)),
        ("LIMA/QUITO, 3 July 2025 - ", (("LIMA", "QUITO"), (), "3 July 2025", None)),
        ("Paris, March 3, 2024 – ", (("Paris",), (), "March 3, 2024", None)),
        ("(ANSA) - ROMA, 03 MAR - ", (("ROMA",), (), "03 MAR", "ANSA")),
        ("Москва, 3 марта. /ТАСС/. ", (("Москва",), (), "3 марта", "ТАСС")),
        ("МОСКВА, 30 окт - РИА Новости. ", (("МОСКВА",), (), "30 окт", "РИА Новости")),
    ],
)
def test_the_parts_of_a_dateline(
    paragraph: str, parts: tuple[tuple[str, ...], tuple[str, ...], str | None, str | None]
) -> None:
    def told(each: Parts) -> object:
        return each.places, each.regions, each.date, each.agency

    readings = [each for each in read_dateline(paragraph + PROSE) if each.end == len(paragraph)]
    assert told(readings[-1]) == parts


@pytest.mark.parametrize(
    "hostile",
    [
        "A" * 1_000_000 + " — B",
        "(" * 1_000_000,
        "LIMA, " * 200_000 + "— B",
        "— " * 500_000,
        "a/" * 500_000 + " - B",
        "LIMA (" + "A" * 1_000_000,
        "\u0130STANBUL (AA) - " + "Ş" * 100_000,
    ],
)
def test_hostile_lines_end(hostile: str) -> None:
    for found in datelines(f"{hostile}\n{hostile}"):
        assert found.end - found.start <= LONGEST


@given(
    st.text(
        alphabet=st.sampled_from("LIMAlima ,.-—–()/:3\n") | st.characters(codec="utf-8"),
        max_size=200,
    )
)
def test_spans_are_in_order_and_within_a_line(text: str) -> None:
    end = 0
    for found in datelines(text):
        assert end <= found.start < found.end <= len(text)
        assert found.of(text) == found.of(text).strip()
        assert len(found.of(text).splitlines()) == 1
        end = found.end
