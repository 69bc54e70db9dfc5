"""The labels of the evaluation data in terms of the model's (OntoNotes)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from training.entities.documents import Labelled

AS_IT_IS = ("ORG", "NORP", "FAC", "MONEY", "PRODUCT")

FINER = {
    "PER": ("PERSON",),
    "LOC": ("GPE", "LOC", "FAC"),
    "DATE": ("DATE", "TIME"),
    "MISC": ("EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "PRODUCT"),
    "CONLL_MISC": ("EVENT", "NORP", "WORK_OF_ART", "LAW", "LANGUAGE", "PRODUCT"),
    **{label: (label,) for label in AS_IT_IS},
}
"""A label of the data, and the model's labels that it may stand for, the usual one first."""

UNLABELLED = frozenset({"CARDINAL", "ORDINAL", "PERCENT", "QUANTITY", "TIME"})
"""What the data leaves unlabelled and the model shall go on finding."""

DATES = frozenset({"DATE", "MONEY"})
"""What some sets leave unlabelled besides."""


def in_model_terms(
    gold: Sequence[Labelled],
    proposed: Sequence[Labelled],
    unlabelled: frozenset[str] = UNLABELLED,
) -> Iterator[Labelled]:
    """`gold` with the model's labels, and between them the numbers and times that it proposed.

    What the data calls a place may be a state or a river: which of the two the model's own label
    of an overlapping span tells, where it is one of those that the data's label may stand for.

    >>> river = Labelled(4, 8, "LOC")
    >>> list(in_model_terms([river], [Labelled(0, 8, "LOC"), Labelled(9, 12, "ORDINAL")]))
    [Labelled(start=4, end=8, label='LOC'), Labelled(start=9, end=12, label='ORDINAL')]
    """
    left = list(proposed)
    for span in gold:
        over = [other for other in left if other.start < span.end and span.start < other.end]
        left = [other for other in left if other not in over]
        finer = FINER[span.label]
        told = (other.label for other in over if other.label in finer)
        yield Labelled(span.start, span.end, next(told, finer[0]))
    yield from (other for other in left if other.label in unlabelled)
