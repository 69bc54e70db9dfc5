"""How an index differs from what its template says today, and what it takes to change it.

Which parameters of a field, and which settings of an index, may be changed in place is documented
in Elasticsearch's reference ("Update mapping API", "Update index settings API"); all others need
documents to be indexed anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

Fields = dict[str, dict[str, str]]

IN_PLACE_PARAMETERS = frozenset({"coerce", "dynamic", "ignore_above", "ignore_malformed", "meta"})
IN_PLACE_SETTINGS = frozenset(
    {"highlight.max_analyzed_offset", "max_result_window", "number_of_replicas", "refresh_interval"}
)
PLACED_BY_THE_CLUSTER = frozenset({"number_of_replicas"})
"""Settings that depend on the cluster, not on the template alone."""
OPEN = frozenset({"true", "runtime"})


class Way(IntEnum):
    """What a difference takes, the least first."""

    NOTHING = 0
    IN_PLACE = 1
    REBUILD = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One parameter of a field, or one setting: what it is, what it is to be.

    `now` is None for what is new, `due` for what is there no more.
    """

    where: str
    now: str | None
    due: str | None
    way: Way


def differences(
    mapping: Mapping[str, Any],
    due_mapping: Mapping[str, Any],
    settings: Mapping[str, Any],
    due_settings: Mapping[str, Any],
) -> tuple[Difference, ...]:
    """What differs, in order of name.

    Args:
        mapping: of the index, as the server returns it.
        due_mapping: as the template has it.
        settings: of the index, flat ("index.codec"), as the server returns them.
        due_settings: as the template has them, nested under "index".
    """
    found = [
        *_of_fields(fields_of(mapping), fields_of(due_mapping), open_paths(due_mapping)),
        *_of_settings(settings, due_settings),
    ]
    return tuple(sorted(found, key=lambda each: each.where))


def fields_of(mapping: Mapping[str, Any], above: str = "") -> Fields:
    """Every field and subfield by its path, with its parameters as text.

    >>> fields_of({"dynamic": "strict", "properties": {"id": {"type": "keyword"}}})
    {'': {'dynamic': 'strict'}, 'id': {'type': 'keyword'}}
    """
    below = [*mapping.get("properties", {}).items(), *mapping.get("fields", {}).items()]
    own = {
        key: _text(value)
        for key, value in mapping.items()
        if key not in ("properties", "fields", "_meta")
    }
    if above and own.get("type") == "object" and own.get("enabled") != "false":
        del own["type"]  # the server leaves out what goes without saying
    found = {above: own}
    for name, told in below:
        found |= fields_of(told, f"{above}.{name}" if above else name)
    return found


def open_paths(mapping: Mapping[str, Any]) -> tuple[str, ...]:
    """The objects that take any field: what stands in them is no difference."""
    return tuple(
        f"{path}." for path, told in fields_of(mapping).items() if told.get("dynamic") in OPEN
    )


def left_over(mapping: Mapping[str, Any], due_mapping: Mapping[str, Any]) -> list[str]:
    """The fields of an index that the template has no more; the outermost of each."""
    now, due, free = fields_of(mapping), fields_of(due_mapping), open_paths(due_mapping)
    gone = [path for path in now if path not in due and not path.startswith(free)]
    return [path for path in gone if not path.startswith(tuple(f"{other}." for other in gone))]


def _of_fields(now: Fields, due: Fields, free: tuple[str, ...]) -> Iterator[Difference]:
    for path, told in due.items():
        where = f"field {path}" if path else "mapping"
        if path not in now:
            yield Difference(where, None, told.get("type", "object"), Way.IN_PLACE)
            continue
        for key in sorted(told.keys() | now[path].keys()):
            is_now, is_due = now[path].get(key), told.get(key)
            if is_now != is_due:
                way = Way.IN_PLACE if key in IN_PLACE_PARAMETERS else Way.REBUILD
                yield Difference(f"{where}: {key}", is_now, is_due, way)
    for path in now:
        if path not in due and not path.startswith(free):
            # It harms nobody, and goes with the next rebuild.
            told_type = now[path].get("type", "object")
            yield Difference(f"field {path}", told_type, None, Way.NOTHING)


def _of_settings(now: Mapping[str, Any], due: Mapping[str, Any]) -> Iterator[Difference]:
    for key, value in _flat(due.get("index", {})):
        is_now = now.get(f"index.{key}")
        if key in PLACED_BY_THE_CLUSTER or (is_now is not None and _text(is_now) == _text(value)):
            continue
        way = Way.IN_PLACE if key in IN_PLACE_SETTINGS else Way.REBUILD
        told = None if is_now is None else _text(is_now)
        yield Difference(f"setting {key}", told, _text(value), way)


def _flat(settings: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value)
