"""One adapter for all measuring: every quality figure goes through these functions.

They call what the flows call, with the settings that the flows use, and no path of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from flows.workers.workplace import pipeline_for
from index_mappings.settings import Settings
from transforms.article import (
    HTML,
    Article,
    EntityMention,
    FoundBy,
    Language,
    NameKind,
    NameMention,
    RawArticle,
)
from transforms.dates import date_mentions
from transforms.extract import main_text as extracted_text
from transforms.names import ResolveNames
from transforms.names import same_name as is_same_name
from transforms.names.across.gather import called_now, consolidated
from transforms.pipeline import Pipeline
from transforms.published import published_date

KIND = {"PER": NameKind.PERSON, "ORG": NameKind.ORGANISATION, "LOC": NameKind.PLACE}
LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
LABEL = {kind: label for label, kind in KIND.items()}
BATCH = 64


@cache
def flow_pipeline() -> Pipeline:
    """The pipeline that a run with default settings uses."""
    return pipeline_for(Settings())


def articles(texts: Sequence[str]) -> list[Article]:
    """Articles whose `text` layer is given, with distinct ids."""
    return [
        Article(RawArticle(f"measure:{number}", b""), text=text)
        for number, text in enumerate(texts)
    ]


def run(made: Sequence[Article], *stages: str) -> Iterator[Article]:
    """Run these stages over articles, in batches as the flows do. Raises what a stage raises."""
    for start in range(0, len(made), BATCH):
        batch = made[start : start + BATCH]
        done = flow_pipeline().run(batch, {article.id: frozenset(stages) for article in batch})
        if done.failures:
            raise RuntimeError(f"{done.failures[0].stage}: {done.failures[0].trace}")
        yield from (done.articles[article.id] for article in batch)


def keep(paragraphs: list[str], meta: dict[str, Any]) -> list[bool]:
    """True where a paragraph stays: where any of it is in the body."""
    lines = [" ".join(paragraph.split()) for paragraph in paragraphs]
    text = "\n".join(lines)
    language = Language(meta["lang"], 1.0) if meta.get("lang") else None
    article = Article(RawArticle(None, text.encode()), text=text, language=language)
    (cleaned,) = run([article], "boilerplate")
    kept, start = [], 0
    for line in lines:
        end = start + len(line)
        kept.append(any(piece.start < end and piece.end > start for piece in cleaned.pieces))
        start = end + 1
    return kept


def main_text(html: str) -> str:
    """The article's text."""
    return extracted_text(html)


def body_of_page(content: bytes) -> str:
    """A page's body: main text without boilerplate."""
    article = Article(RawArticle("measure:page", content, HTML))
    (done,) = run([article], "extract", "language", "boilerplate")
    return done.body


def published(html: str, url: str) -> str | None:
    """The publication date as an ISO date."""
    return published_date(html, url)


def timexes(text: str, dct: str | None) -> list[dict[str, Any]]:
    """TIMEX3 of a text written on `dct` (an ISO date)."""
    anchor = date.fromisoformat(dct[:10]) if dct else None
    return [
        {
            "start": mention.start,
            "end": mention.end,
            "type": str(mention.type),
            "value": mention.value,
            **({"mod": mention.mod} if mention.mod else {}),
        }
        for mention in date_mentions(text, anchor)
    ]


def entities(texts: list[str]) -> list[list[dict[str, Any]]]:
    """Entities with spaCy's labels."""
    found = run(articles(texts), "language", "entities")
    return [
        [
            {
                "start": article.text_offset(mention.start),
                "end": end_in_text(article, mention.end),
                "label": mention.label,
            }
            for mention in article.entities
        ]
        for article in found
    ]


def end_in_text(article: Article, end: int) -> int:
    """Where in `text` a mention of the body ends."""
    return article.text_offset(end - 1) + 1


def canonical(docs: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Canonical names of given mentions, consolidated over all documents."""
    found: dict[str, tuple[NameMention, ...]] = {}
    for doc in docs:
        given = [_given(mention, doc["text"]) for mention in doc["mentions"]]
        found[doc["id"]] = names_stage().names_of(doc["text"], given)
    return {
        id: [
            {"start": each.start, "end": each.end, "canonical": each.canonical} for each in mentions
        ]
        for id, mentions in _consolidated(found).items()
    }


def _consolidated(found: Mapping[str, Sequence[NameMention]]) -> dict[str, list[NameMention]]:
    state = consolidated(found, names_stage().names).state
    return {id: [called_now(id, each, state) for each in found[id]] for id in found}


def names_stage() -> ResolveNames:
    """The flow's `names` stage."""
    return next(each for each in flow_pipeline().stages if isinstance(each, ResolveNames))


def _given(mention: dict[str, Any], text: str) -> EntityMention:
    start, end = mention["start"], mention["end"]
    label = LABELS.get(mention["label"], "MISC")
    return EntityMention(start, end, text[start:end], label, FoundBy.MODEL)


def facets(docs: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Names end to end, consolidated over all documents; the places of datelines among them."""
    made = articles([doc["text"] for doc in docs])
    done = run(made, "language", "boilerplate", "entities", "names", "furniture")
    found = {doc["id"]: _in_text(article) for doc, article in zip(docs, done, strict=True)}
    return {
        id: [
            {
                "start": each.start,
                "end": each.end,
                "label": LABEL[each.kind],
                "canonical": each.canonical,
            }
            for each in mentions
            if each.kind in LABEL
        ]
        for id, mentions in _consolidated(found).items()
    }


def _in_text(article: Article) -> list[NameMention]:
    """The names of an article, with offsets of its text."""
    in_body = [
        replace(
            mention,
            start=article.text_offset(mention.start),
            end=end_in_text(article, mention.end),
        )
        for mention in article.names
    ]
    return [*in_body, *(place for each in article.furniture.datelines for place in each.places)]


def same_name(a: str, b: str, type: str) -> bool:
    """Whether two names name the same."""
    return is_same_name(a, b, KIND[type], names_stage().names)


def same_name_by_rules(a: str, b: str, type: str) -> bool:
    """The same with no curated names."""
    return is_same_name(a, b, KIND[type])
