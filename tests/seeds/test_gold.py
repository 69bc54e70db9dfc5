"""The sample articles and their gold labels agree: what a gate measures against is sound."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from transforms.article import METADATA_FIELDS, RemovalKind, TimexType

SEEDS = Path(__file__).parents[2] / "seeds"
ARTICLES = SEEDS / "articles"
GOLD_FILES = ("boilerplate", "main_text", "published", "dates", "facets")
REMOVED = frozenset(RemovalKind) - {RemovalKind.EMBEDDED}
LABELS = {"body", *REMOVED}
LINK = re.compile(r"https?://[^\s\"'<>]+|www\.[^\s\"'<>]+")
VOCABULARIES = ("schema.org", "ogp.me")
"""Hosts that pages must name for what they mean, not for what they link to."""

# A record's key: its file and, within .jsonl and .csv, its place counted from 0.
Key = tuple[str, int | None]


def rows(name: str) -> list[dict[str, Any]]:
    lines = (SEEDS / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def key_of(row: dict[str, Any]) -> Key:
    return row["file"], row.get("record")


def records_of(path: Path) -> list[dict[str, str]]:
    content = path.read_text("utf-8")
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(content)))
    return [json.loads(line) for line in content.splitlines()]


def sidecar_of(path: Path) -> dict[str, str]:
    sidecar = path.with_suffix(".json")
    return dict(json.loads(sidecar.read_text("utf-8"))) if sidecar.exists() else {}


@cache
def articles() -> dict[Key, dict[str, str]]:
    """Each article's fields; `text` is absent where the article is a page."""
    found: dict[Key, dict[str, str]] = {}
    for path in sorted(ARTICLES.iterdir()):
        if path.suffix in (".jsonl", ".csv"):
            found.update(((path.name, i), row) for i, row in enumerate(records_of(path)))
        elif path.suffix == ".txt":
            found[path.name, None] = {**sidecar_of(path), "text": path.read_text("utf-8")}
        elif path.suffix == ".html":
            found[path.name, None] = {}
    return found


def without_stub(paragraph: dict[str, Any]) -> str:
    text = str(paragraph["text"])
    return text.removesuffix(paragraph.get("embedded_boilerplate", "")).rstrip()


@cache
def bodies() -> dict[Key, str]:
    of_pages = {key_of(row): str(row["text"]) for row in rows("main_text")}
    of_texts = {
        key_of(row): "\n".join(
            without_stub(paragraph)
            for paragraph in row["paragraphs"]
            if paragraph["label"] == "body"
        )
        for row in rows("boilerplate")
    }
    return of_pages | of_texts


def mentions() -> Iterator[tuple[Key, dict[str, Any]]]:
    for row in rows("dates"):
        yield from ((key_of(row), mention) for mention in row["mentions"])


def offset_of(mention: dict[str, Any], body: str) -> int:
    """Where the mention stands, or -1: overlapping occurrences count."""
    at = -1
    for _ in range(mention["occurrence"]):
        at = body.find(mention["surface"], at + 1)
        if at < 0:
            break
    return at


def test_there_are_enough_articles_of_every_format() -> None:
    by_format = Counter(Path(file).suffix for file, _ in articles())
    assert len(articles()) >= 40
    assert by_format[".txt"] >= 25
    assert by_format[".html"] >= 12
    assert by_format[".jsonl"] >= 2
    assert by_format[".csv"] >= 2


def test_every_article_has_its_gold_and_every_gold_row_its_article() -> None:
    labelled = [key_of(row) for name in ("boilerplate", "main_text") for row in rows(name)]
    assert sorted(labelled, key=str) == sorted(articles(), key=str)
    assert {key_of(row) for row in rows("published")} == set(articles())


@pytest.mark.parametrize("name", GOLD_FILES)
def test_gold_names_each_existing_article_once(name: str) -> None:
    counted = Counter(key_of(row) for row in rows(name))
    assert set(counted) <= set(articles())
    assert set(counted.values()) == {1}


@pytest.mark.parametrize("name", ["dates", "facets"])
def test_dates_and_facets_cover_twenty_articles(name: str) -> None:
    assert len(rows(name)) >= 20


def test_gold_paragraphs_are_the_lines_of_the_article() -> None:
    for row in rows("boilerplate"):
        lines = articles()[key_of(row)]["text"].splitlines()
        assert [paragraph["text"] for paragraph in row["paragraphs"]] == lines, row["file"]


def test_paragraph_labels_are_known() -> None:
    for row in rows("boilerplate"):
        for paragraph in row["paragraphs"]:
            assert paragraph["label"] in LABELS, row["file"]
            assert paragraph["label"] == "body" or "hard_negative" not in paragraph, row["file"]


def test_every_label_is_used_and_hard_negatives_are_many() -> None:
    paragraphs = [paragraph for row in rows("boilerplate") for paragraph in row["paragraphs"]]
    assert {paragraph["label"] for paragraph in paragraphs} == LABELS
    assert sum("hard_negative" in paragraph for paragraph in paragraphs) >= 20


def test_a_stub_ends_its_body_paragraph() -> None:
    stubs = [
        paragraph
        for row in rows("boilerplate")
        for paragraph in row["paragraphs"]
        if "embedded_boilerplate" in paragraph
    ]
    assert stubs
    for paragraph in stubs:
        assert paragraph["label"] == "body"
        assert paragraph["text"].endswith(" " + paragraph["embedded_boilerplate"])


def test_date_surfaces_occur_in_the_body() -> None:
    for key, mention in mentions():
        assert offset_of(mention, bodies()[key]) >= 0, (key, mention)


def test_date_mentions_stand_in_order_and_apart() -> None:
    for row in rows("dates"):
        body = bodies()[key_of(row)]
        spans = [(at := offset_of(m, body), at + len(m["surface"])) for m in row["mentions"]]
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_date_mentions_have_a_timex3_type_and_a_value() -> None:
    for key, mention in mentions():
        assert mention["type"] in set(TimexType), (key, mention)
        assert re.fullmatch(r"P?[0-9TX][0-9A-Z:.-]*|(PAST|PRESENT|FUTURE)_REF", mention["value"])


def test_the_anchor_is_the_day_of_publication() -> None:
    published = {key_of(row): row["date"] for row in rows("published")}
    assert None in published.values()
    for row in rows("dates"):
        assert row["anchor"] == published[key_of(row)]


def test_persons_are_named_in_the_body_and_facets_do_not_repeat() -> None:
    for row in rows("facets"):
        body = bodies()[key_of(row)].casefold()
        for person in row["persons"]:
            # One part of the name is enough: the other may be misspelt, which is the point.
            assert any(part in body for part in person.casefold().split()), (row["file"], person)
        for facet in ("persons", "organisations", "places"):
            assert len(set(row[facet])) == len(row[facet]), (row["file"], facet)


def test_sidecars_parse_belong_to_a_text_and_hold_known_fields() -> None:
    sidecars = sorted(ARTICLES.glob("*.json"))
    assert sidecars
    for path in sidecars:
        assert path.with_suffix(".txt").exists()
        fields = json.loads(path.read_text("utf-8"))
        assert set(fields) <= set(METADATA_FIELDS), path.name
        assert all(isinstance(value, str) and value for value in fields.values()), path.name
    assert len(sidecars) < len(list(ARTICLES.glob("*.txt"))), "some texts go without"


def test_every_link_is_under_example() -> None:
    for path in sorted(ARTICLES.iterdir()):
        encoding = "windows-1251" if b"charset=windows-1251" in path.read_bytes() else "utf-8"
        for link in LINK.findall(path.read_text(encoding)):
            host = urlsplit(link if "//" in link else f"//{link}").hostname or ""
            assert host.endswith(".example") or host in VOCABULARIES, (path.name, link)


def test_the_stories_told_twice_are_near_duplicates_and_no_others() -> None:
    def shingles(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.casefold())
        return set(zip(words, words[1:], words[2:], strict=False))

    found = {key: shingles(body) for key, body in bodies().items()}
    alike = {
        frozenset((first[0], second[0]))
        for first, second in combinations(sorted(found, key=str), 2)
        if len(found[first] & found[second]) > 0.5 * len(found[first] | found[second])
    }
    assert alike == {
        frozenset(("northern-wire-odesa-substations.txt", "harbour-courier-odesa-lights.txt")),
        frozenset(("northern-wire-nairobi-storage.txt", "savanna-herald-shared-reserve.html")),
    }
