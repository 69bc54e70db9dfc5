"""Labelled articles: lines, their kinds, and the group of outlets that they come from.

Three sources, none of whose text is in the project: the evaluation's development articles, and
articles of the corpus and web pages that `labels.jsonl` labels by id and line. There a hash of the
lines tells whether the text is still the one that was labelled.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "../shared"
DEV = SHARED / "eval/boilerplate/dev.jsonl"
CORPUS = SHARED / "corpus/news-6k.jsonl.gz"
PAGES = {
    "aeb": SHARED / "eval/html/aeb/html",
    "wcxb-dev": SHARED / "eval/html/wcxb-dev/html",
    "published": SHARED / "eval/dates/published/html",
}
BODY = "body"
CHATTY = 3
"""Long lines of the interface past which a page is a page of comments: they read like body."""


@dataclass(frozen=True)
class Labelled:
    """One article. `kinds` and `hard` (body that looks like boilerplate) are by line.

    `known_outlet` where cues may have been written from articles of its outlet. `rows` are the
    lines that count in fitting; all where None.
    """

    id: str
    origin: str
    group: str
    language: str
    lines: tuple[str, ...]
    kinds: tuple[str, ...]
    hard: frozenset[int] = frozenset()
    known_outlet: bool = True
    rows: range | None = None


def development() -> Iterator[Labelled]:
    """The evaluation's development articles."""
    for told in _jsonl(DEV):
        lines = [(_one_line(p["text"]), p) for p in told["paragraphs"]]
        kept = [(text, p) for text, p in lines if text]
        yield Labelled(
            id=told["id"],
            origin="dev",
            group=told["outlet_group"],
            language=told["lang"],
            lines=tuple(text for text, _ in kept),
            kinds=tuple(p["label"] for _, p in kept),
            hard=frozenset(at for at, (_, p) in enumerate(kept) if p.get("hard_negative")),
        )


def labelled_here() -> Iterator[Labelled]:
    """The articles and pages of `labels.jsonl` whose text is found as it was labelled."""
    told = list(_jsonl(HERE / "labels.jsonl"))
    corpus = _corpus({row["id"] for row in told if row["origin"] == "news-6k"})
    for row in told:
        lines = corpus.get(row["id"]) if row["origin"] == "news-6k" else _page(row)
        if lines is None or fingerprint(lines) != row["text"]:
            print(f"{row['origin']} {row['id']}: the text is not the one that was labelled")
            continue
        kinds = [BODY] * len(lines)
        for kind, at in row["kinds"].items():
            for index in at:
                kinds[index] = kind
        article = Labelled(
            id=row["id"],
            origin=row["origin"],
            group=row["group"],
            language="en",
            lines=lines,
            kinds=tuple(kinds),
            hard=frozenset(row["hard"]),
            known_outlet=row["known_outlet"],
        )
        if row["origin"] == "news-6k" or not _is_chatty(article):
            yield article


def fingerprint(lines: Sequence[str]) -> str:
    """16 hex digits of the lines of a text."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def lines_of(text: str | None) -> tuple[str, ...]:
    """The lines that hold more than white space, each with its white space collapsed."""
    return tuple(filter(None, map(_one_line, (text or "").split("\n"))))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_chatty(article: Labelled) -> bool:
    pairs = zip(article.lines, article.kinds, strict=True)
    return sum(kind == "ui_remnant" and len(line.split()) >= 25 for line, kind in pairs) >= CHATTY


def _corpus(ids: set[str]) -> dict[str, tuple[str, ...]]:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
        rows = map(json.loads, file)
        return {row["id"]: lines_of(row["text"]) for row in rows if row["id"] in ids}


def _page(row: Mapping[str, Any]) -> tuple[str, ...] | None:
    file = PAGES[row["origin"]] / row["id"]
    if not file.exists():
        return None
    html = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
    if row["extractor"] == "trafilatura":
        return lines_of(trafilatura.extract(html, favor_recall=True, include_comments=False))
    told = extract_plain_text(
        html, main_content=True, alt_texts=False, preserve_formatting=True, list_bullets=False
    )
    return lines_of(told)


def _jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
