"""The columns of a Lens layer: what is counted, and by what.

Shapes are those of Lens' form based data source: `operationType`, `sourceField`, `params`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]

RECORDS = "___records___"
"""Lens' own name for whole documents."""


class Column(Protocol):
    """A column of a layer. It knows its shape, and is given its id."""

    @property
    def bucketed(self) -> bool:
        """Whether it splits the documents, or is a number for each split."""

    def columns(self, id: str, ranked_by: str | None) -> dict[str, Json]:
        """The column by its id, and what it is calculated from.

        Args:
            ranked_by: id of the number that top values are ranked by; None where there is none.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown: Lens' `number`, `percent`, `duration`, …"""

    id: str
    decimals: int = 0

    def params(self) -> Json:
        """As it stands in a column's `params`."""
        return {"format": {"id": self.id, "params": {"decimals": self.decimals}}}


PERCENT = Format("percent", 1)
WHOLE = Format("number")
TENTHS = Format("number", 1)


@dataclass(frozen=True, slots=True)
class Count:
    """How many documents; with `kql`, how many of those that match it."""

    label: str
    kql: str = ""
    bucketed = False

    def columns(self, id: str, ranked_by: str | None) -> dict[str, Json]:  # noqa: D102
        return {id: _number("count", RECORDS, self.label, self.kql)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a field: `sum`, `average`, `median`, `min`, `max`, `unique_count`."""

    operation: str
    source_field: str
    label: str
    format: Format | None = WHOLE
    date: bool = False
    bucketed = False

    def columns(self, id: str, ranked_by: str | None) -> dict[str, Json]:  # noqa: D102
        made = _number(self.operation, self.source_field, self.label)
        if self.date:
            return {id: {**made, "dataType": "date", "params": {}}}
        shown = self.format.params() if self.format else {}
        return {id: {**made, "params": {**made["params"], **shown}}}


def latest(source_field: str, label: str) -> Number:
    """The latest moment."""
    return Number("max", source_field, label, None, date=True)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One number divided by another, calculated by Kibana: a formula of Lens."""

    over: Count | Number
    under: Count | Number
    label: str
    format: Format = PERCENT
    bucketed = False

    def columns(self, id: str, ranked_by: str | None) -> dict[str, Json]:  # noqa: D102
        formula = f"{_called(self.over)} / {_called(self.under)}"
        part = f"Part of {self.label}"
        parts = {
            **self.over.columns(f"{id}X0", ranked_by),
            **self.under.columns(f"{id}X1", ranked_by),
        }
        parts = {name: {**each, "label": part} for name, each in parts.items()}
        shape = {"dataType": "number", "isBucketed": False, "scale": "ratio", "customLabel": True}
        divided = _divided(list(parts), formula)
        return {
            id: {
                "label": self.label,
                **shape,
                "operationType": "formula",
                "params": {"formula": formula, "isFormulaBroken": False, **self.format.params()},
                "references": [f"{id}X2"],
            },
            **parts,
            f"{id}X2": {
                "label": part,
                **shape,
                "operationType": "math",
                "params": {"tinymathAst": divided},
                "references": list(parts),
            },
        }


@dataclass(frozen=True, slots=True)
class Top:
    """The values that most documents have.

    Args:
        other: the others as one.
        missing: documents without a value as one more, so that all are counted.
    """

    size: int
    source_field: str
    label: str
    other: bool = False
    missing: bool = False
    alphabetical: bool = False
    bucketed = True

    def columns(self, id: str, ranked_by: str | None) -> dict[str, Json]:  # noqa: D102
        by_name = self.alphabetical or ranked_by is None
        ranked: Json = {"type": "column", "columnId": ranked_by}
        params: Json = {
            "size": self.size,
            "orderBy": {"type": "alphabetical", "fallback": False} if by_name else ranked,
            "orderDirection": "asc" if by_name else "desc",
            "otherBucket": self.other,
            "missingBucket": self.missing,
            "parentFormat": {"id": "terms"},
            "include": [],
            "exclude": [],
            "includeIsRegex": False,
            "excludeIsRegex": False,
        }
        return {id: _bucket("terms", self.source_field, self.label, "string", "ordinal", params)}


@dataclass(frozen=True, slots=True)
class Dates:
    """Documents by date.

    Args:
        interval: as "1d", "1M"; "auto" follows the time picker.
        picked: whether the time picker chooses by this field. It does by the data view's own.
        empty: whether dates without a document are there too. Never for a field that may hold
            dates of other centuries: each day between would be a bucket, and Elasticsearch
            refuses requests with too many.
    """

    source_field: str
    label: str
    interval: str = "auto"
    picked: bool = True
    empty: bool = True
    bucketed = True

    def columns(self, id: str, ranked_by: str | None) -> dict[str, Json]:  # noqa: D102
        params: Json = {
            "interval": self.interval,
            "includeEmptyRows": self.empty,
            "dropPartials": False,
            **({} if self.picked else {"ignoreTimeRange": True}),
        }
        column = _bucket(
            "date_histogram", self.source_field, self.label, "date", "interval", params
        )
        return {id: column}


@dataclass(frozen=True, slots=True)
class Ranges:
    """Documents by ranges of a number: (from, to, label), `to` not within."""

    source_field: str
    label: str
    ranges: tuple[tuple[int, int, str], ...] = field(default=())
    bucketed = True

    def columns(self, id: str, ranked_by: str | None) -> dict[str, Json]:  # noqa: D102
        params = {
            "includeEmptyRows": True,
            "type": "range",
            "ranges": [
                {"from": start, "to": end, "label": label} for start, end, label in self.ranges
            ],
            "maxBars": "auto",
            "parentFormat": {
                "id": "range",
                "params": {"template": "arrow_right", "replaceInfinity": True},
            },
        }
        return {id: _bucket("range", self.source_field, self.label, "string", "ordinal", params)}


def _number(operation: str, source_field: str, label: str, kql: str = "") -> Json:
    return {
        "label": label,
        "customLabel": True,
        "dataType": "number",
        "operationType": operation,
        "isBucketed": False,
        "scale": "ratio",
        "sourceField": source_field,
        "params": {"emptyAsNull": False},
        **({"filter": {"query": kql, "language": "kuery"}} if kql else {}),
    }


def _bucket(
    operation: str, source_field: str, label: str, type: str, scale: str, params: Json
) -> Json:
    return {
        "label": label,
        "customLabel": True,
        "dataType": type,
        "operationType": operation,
        "isBucketed": True,
        "scale": scale,
        "sourceField": source_field,
        "params": params,
    }


def _divided(parts: list[str], formula: str) -> Json:
    """The division as Lens' parser of formulas tells it."""
    return {
        "type": "function",
        "name": "divide",
        "args": parts,
        "location": {"min": 0, "max": len(formula)},
        "text": formula,
    }


def _called(number: Count | Number) -> str:
    """The number as Lens' formulas call it."""
    if isinstance(number, Number):
        return f"{number.operation}({number.source_field})"
    return f"count(kql='{number.kql}')" if number.kql else "count()"
