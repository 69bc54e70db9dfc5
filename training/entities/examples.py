"""Documents in pieces that a training step can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from spacy.training import Example, offsets_to_biluo_tags

from training.entities.documents import Document, Labelled
from training.entities.labels import DATES, UNLABELLED, in_model_terms
from transforms.entities.chunks import chunks

PIECE = 700
"""Characters, about 120 tokens."""


def examples(nlp: Any, articles: Iterable[Document]) -> Iterator[Example]:  # noqa: ANN401
    """The articles cut in pieces, labelled in the terms of `nlp`, the model before training."""
    for article in articles:
        proposed = [Labelled(e.start_char, e.end_char, e.label_) for e in nlp(article.text).ents]
        unlabelled = UNLABELLED if article.dates else UNLABELLED | DATES
        spans = sorted(
            in_model_terms(article.labelled, proposed, unlabelled), key=lambda span: span.start
        )
        for start, piece in chunks(article.text, PIECE):
            yield _example(nlp, piece, _within(spans, start, start + len(piece)))


def _within(spans: Sequence[Labelled], start: int, end: int) -> list[tuple[int, int, str]]:
    """The spans that a piece holds in whole, by offsets into it."""
    return [
        (span.start - start, span.end - start, span.label)
        for span in spans
        if start <= span.start and span.end <= end
    ]


def _example(nlp: Any, text: str, spans: Sequence[tuple[int, int, str]]) -> Example:  # noqa: ANN401
    """A span that is not made of whole tokens counts as unknown, not as no entity."""
    doc = nlp.make_doc(text)
    return Example.from_dict(doc, {"entities": offsets_to_biluo_tags(doc, spans)})
