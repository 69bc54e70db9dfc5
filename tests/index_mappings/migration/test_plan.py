"""What differs between an index and its template, and what that takes."""

from __future__ import annotations

from typing import Any

import pytest

from index_mappings.families import FAMILIES
from index_mappings.indices import mapping_of, settings_of
from index_mappings.migration.plan import Difference, Way, differences, left_over

KEYWORD = {"type": "keyword"}
TEXT = {"type": "text", "analyzer": "news"}


def mapping(**fields: dict[str, Any]) -> dict[str, Any]:
    return {"dynamic": "strict", "properties": fields}


@pytest.mark.parametrize(
    ("now", "due", "told"),
    [
        pytest.param({"a": KEYWORD}, {"a": KEYWORD}, [], id="the same"),
        pytest.param(
            {}, {"a": KEYWORD}, [("field a", None, "keyword", Way.IN_PLACE)], id="a new field"
        ),
        pytest.param(
            {"a": KEYWORD}, {}, [("field a", "keyword", None, Way.NOTHING)], id="one no longer used"
        ),
        pytest.param(
            {"a": KEYWORD}, {"a": {"type": "date"}},
            [("field a: type", "keyword", "date", Way.REBUILD)], id="another type",
        ),
        pytest.param(
            {"a": TEXT}, {"a": {"type": "text", "analyzer": "exact"}},
            [("field a: analyzer", "news", "exact", Way.REBUILD)], id="another analyzer",
        ),
        pytest.param(
            {"a": KEYWORD}, {"a": {**KEYWORD, "ignore_above": 50}},
            [("field a: ignore_above", None, "50", Way.IN_PLACE)], id="a parameter to change",
        ),
        pytest.param(
            {"a": {**KEYWORD, "doc_values": False}}, {"a": KEYWORD},
            [("field a: doc_values", "false", None, Way.REBUILD)], id="a parameter taken away",
        ),
        pytest.param(
            {"a": TEXT}, {"a": {**TEXT, "fields": {"exact": KEYWORD}}},
            [("field a.exact", None, "keyword", Way.IN_PLACE)], id="a new subfield",
        ),
        pytest.param(
            {"a": {"properties": {"b": KEYWORD}}},
            {"a": {"type": "object", "properties": {"b": KEYWORD}}},
            [], id="an object goes without saying",
        ),
        pytest.param(
            {"a": {"dynamic": "true", "properties": {"seen": KEYWORD}}},
            {"a": {"type": "object", "dynamic": True}},
            [], id="what an open object has taken",
        ),
        pytest.param(
            {"a": {"properties": {"b": KEYWORD}}},
            {"a": {"type": "nested", "properties": {"b": KEYWORD}}},
            [("field a: type", None, "nested", Way.REBUILD)], id="an object that becomes nested",
        ),
    ],
)  # fmt: skip
def test_fields_that_differ(
    now: dict[str, Any], due: dict[str, Any], told: list[tuple[str, str | None, str | None, Way]]
) -> None:
    found = differences(mapping(**now), mapping(**due), {}, {})
    assert list(found) == [Difference(*each) for each in told]


@pytest.mark.parametrize(
    ("now", "due", "told"),
    [
        ({"index.codec": "best_compression"}, {"codec": "best_compression"}, []),
        ({"index.number_of_shards": "1"}, {"number_of_shards": 1}, []),
        ({"index.number_of_replicas": "0"}, {"number_of_replicas": 1}, []),
        ({}, {"codec": "best_compression"}, [("codec", Way.REBUILD)]),
        (
            {"index.number_of_shards": "1"},
            {"number_of_shards": 2},
            [("number_of_shards", Way.REBUILD)],
        ),
        (
            {"index.refresh_interval": "1s"},
            {"refresh_interval": "5s"},
            [("refresh_interval", Way.IN_PLACE)],
        ),
        (
            {"index.analysis.filter.stop.stopwords": "_english_"},
            {"analysis": {"filter": {"stop": {"stopwords": "_german_"}}}},
            [("analysis.filter.stop.stopwords", Way.REBUILD)],
        ),
    ],
)
def test_settings_that_differ(
    now: dict[str, Any], due: dict[str, Any], told: list[tuple[str, Way]]
) -> None:
    found = differences(mapping(), mapping(), now, {"index": due})
    assert [(each.where, each.way) for each in found] == [(f"setting {k}", way) for k, way in told]


def test_left_over_names_the_outermost_field_alone() -> None:
    now = mapping(a={"properties": {"b": KEYWORD, "c": KEYWORD}}, d=KEYWORD, e=KEYWORD)
    assert left_over(now, mapping(e=KEYWORD)) == ["a", "d"]
    assert left_over(now, mapping(a={"properties": {"b": KEYWORD}}, e=KEYWORD)) == ["a.c", "d"]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_template_does_not_differ_from_itself(family: str) -> None:
    settings = settings_of(family)
    assert differences(mapping_of(family), mapping_of(family), _flat(settings), settings) == ()


def _flat(told: dict[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in told.items():
        path = f"{above}{key}"
        found |= _flat(value, f"{path}.") if isinstance(value, dict) else {path: value}
    return found
