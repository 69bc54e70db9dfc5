"""The quality figures on the project's own articles, which every checkout has."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.gates import adapters
from tests.gates.data import PROJECT, Figures

SEEDS = PROJECT / "seeds"
KEPT = {"body"}
METADATA = {"image_caption", "dateline_byline", "editors_note"}
FACETS = {"persons": "PER", "organisations": "ORG", "places": "LOC"}


def gold(name: str) -> list[dict[str, Any]]:
    """The rows of a gold file."""
    lines = (SEEDS / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def key(row: dict[str, Any]) -> tuple[str, int | None]:
    """What names an article in the gold files."""
    return row["file"], row.get("record")


def bodies() -> dict[tuple[str, int | None], str]:
    """The gold bodies: what should be indexed."""
    found = {key(row): row["text"] for row in gold("main_text")}
    for row in gold("boilerplate"):
        found[key(row)] = "\n".join(map(_kept_text, filter(_is_body, row["paragraphs"])))
    return found


def _is_body(paragraph: dict[str, Any]) -> bool:
    return paragraph["label"] in KEPT


def _kept_text(paragraph: dict[str, Any]) -> str:
    text: str = paragraph["text"]
    return text.removesuffix(paragraph.get("embedded_boilerplate", "")).rstrip()


def f1(found: Iterable[Any], due: Iterable[Any]) -> Figures:
    """F1 over bags of things that are equal or not."""
    got, wanted = Counter(found), Counter(due)
    right = (got & wanted).total()
    return {"f1": 2 * right / max(1, got.total() + wanted.total())}


def seeds_boilerplate() -> Figures:
    """Paragraphs of the sample texts: F1 of what is removed, and what stays of the body."""
    removed: list[Any] = []
    due: list[Any] = []
    lost = body = 0
    for row in gold("boilerplate"):
        paragraphs = row["paragraphs"]
        keep = adapters.keep([each["text"] for each in paragraphs], {"lang": None})
        for number, (each, kept) in enumerate(zip(paragraphs, keep, strict=True)):
            if each["label"] in METADATA:
                continue
            if each["label"] in KEPT:
                body += 1
                lost += not kept
            else:
                due.append((key(row), number))
            if not kept:
                removed.append((key(row), number))
    return {**f1(removed, due), "body_kept": 1 - lost / body}


def seeds_main_text() -> Figures:
    """Words of the sample pages' main text, boilerplate removed."""
    found: list[Any] = []
    due: list[Any] = []
    for row in gold("main_text"):
        text = adapters.body_of_page((SEEDS / "articles" / row["file"]).read_bytes())
        found += [(row["file"], word) for word in text.split()]
        due += [(row["file"], word) for word in row["text"].split()]
    return f1(found, due)


def seeds_dates() -> Figures:
    """Date mentions of the gold bodies: surface, type and value all right."""
    found: list[Any] = []
    due: list[Any] = []
    texts = bodies()
    for row in gold("dates"):
        text = texts[key(row)]
        for mention in adapters.timexes(text, row["anchor"]):
            surface = text[mention["start"] : mention["end"]]
            found.append((key(row), surface, mention["type"], mention["value"]))
        due += [(key(row), m["surface"], m["type"], m["value"]) for m in row["mentions"]]
    return f1(found, due)


def seeds_facets() -> Figures:
    """Rows of the facets of the gold bodies, end to end, by canonical name to the letter."""
    texts = bodies()
    rows = gold("facets")
    docs = [{"id": repr(key(row)), "text": texts[key(row)]} for row in rows]
    by_id = adapters.facets(docs)
    figures: Figures = {}
    for facet, label in FACETS.items():
        found = {
            (id, mention["canonical"])
            for id, mentions in by_id.items()
            for mention in mentions
            if mention["label"] == label
        }
        due = {(repr(key(row)), name) for row in rows for name in row[facet]}
        figures[facet] = f1(found, due)["f1"]
    return figures
