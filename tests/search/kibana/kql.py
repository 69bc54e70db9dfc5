"""The forms of KQL that are used, as the queries that Kibana makes of them.

a: word    a: *    a > 3    not …    … and …    … or …    ( … )
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Query = dict[str, Any]
TOKEN = re.compile(r"\s*(?:(<=|>=|[<>:()*])|([\w.-]+))")
COMPARED = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
MATCH_ALL: Query = {"match_all": {}}


class KqlError(ValueError):
    """No KQL of these forms."""


def query_of(kql: str) -> Query:
    """The query of a text; all documents for an empty one."""
    if not kql.strip():
        return MATCH_ALL
    tokens = list(_tokens(kql))
    query = _either(tokens)
    if tokens:
        raise KqlError(f"{tokens[0]!r} is too much in {kql!r}")
    return query


def fields_in(kql: str) -> list[str]:
    """The fields that a text names."""
    tokens = list(_tokens(kql))
    return [name for name, sign in pairwise(tokens) if sign == ":" or sign in COMPARED]


def _tokens(kql: str) -> Iterator[str]:
    at = 0
    while kql[at:].strip():
        found = TOKEN.match(kql, at)
        if found is None:
            raise KqlError(f"{kql[at:]!r} is none of the forms")
        yield found[1] or found[2]
        at = found.end()


def _either(tokens: list[str]) -> Query:
    parts = [_both(tokens)]
    while _taken(tokens, "or"):
        parts.append(_both(tokens))
    return parts[0] if len(parts) == 1 else _any(parts)


def _both(tokens: list[str]) -> Query:
    parts = [_one(tokens)]
    while _taken(tokens, "and"):
        parts.append(_one(tokens))
    return parts[0] if len(parts) == 1 else {"bool": {"filter": parts}}


def _one(tokens: list[str]) -> Query:
    if _taken(tokens, "not"):
        return {"bool": {"must_not": _one(tokens)}}
    if _taken(tokens, "("):
        query = _either(tokens)
        if not _taken(tokens, ")"):
            raise KqlError("a bracket is open")
        return query
    try:
        field, sign, value = tokens.pop(0), tokens.pop(0), tokens.pop(0)
    except IndexError:
        raise KqlError("a field without a value") from None
    if sign in COMPARED:
        return _any([{"range": {field: {COMPARED[sign]: value}}}])
    if sign != ":":
        raise KqlError(f"{sign!r} after {field!r}")
    if value == "*":
        return _any([{"exists": {"field": field}}])
    return _any([{"match": {field: value}}])


def _any(parts: list[Query]) -> Query:
    return {"bool": {"should": parts, "minimum_should_match": 1}}


def _taken(tokens: list[str], token: str) -> bool:
    if tokens and tokens[0].lower() == token:
        tokens.pop(0)
        return True
    return False
