"""Bring the saved objects into a Kibana: import them, and tell what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from search.kibana.columns import Json
from search.kibana.objects import ndjson
from search.kibana.server import Kibana, KibanaError, said_by

FILE = "dateline.ndjson"  # Kibana looks at the ending
# With one of these, Kibana creates nothing, though it lists the others as done.
UNDECIDED = frozenset({"conflict", "ambiguous_conflict", "missing_references"})


@dataclass(frozen=True, slots=True)
class Problem:
    """An object that Kibana did not take. `type` is Kibana's, as "conflict"."""

    object: str
    title: str
    type: str
    told: str


@dataclass(frozen=True, slots=True)
class Installed:
    """What an import did. Objects are "type id"; `copies` are under an id of their own.

    Kibana makes a copy where an object of this id is in another space.
    """

    created: tuple[str, ...] = ()
    overwritten: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def conflicts(self) -> tuple[Problem, ...]:
        """What is there already."""
        return tuple(each for each in self.problems if each.type == "conflict")


def install(kibana: Kibana, objects: list[Json], *, overwrite: bool = False) -> Installed:
    """Import the objects.

    Args:
        overwrite: replace those of the same id; else nothing is written where one is there.

    Raises KibanaError where the import as a whole is refused.
    """
    answer = kibana.post(
        "/api/saved_objects/_import",
        params={"overwrite": "true" if overwrite else "false"},
        files={"file": (FILE, ndjson(objects).encode("utf-8"), "application/ndjson")},
    )
    if answer.status_code == 400:
        raise KibanaError(f"Kibana does not take the file: {said_by(answer) or 'HTTP 400'}")
    try:
        return _installed(answer.json())
    except (ValueError, LookupError, TypeError, AttributeError):
        raise KibanaError("What Kibana answered to the import is not what it answers.") from None


def already_there(kibana: Kibana, objects: list[Json]) -> frozenset[str]:
    """Which of the objects the space has, as "type id". Changes nothing.

    Asked through the export: it lists what it does not find.
    """
    wanted = [{"type": each["type"], "id": each["id"]} for each in objects]
    answer = kibana.post(
        "/api/saved_objects/_export",
        json={"objects": wanted, "includeReferencesDeep": False, "excludeExportDetails": True},
    )
    every = frozenset(named(each) for each in wanted)
    if answer.status_code == 200:
        return every
    try:
        missing = answer.json()["attributes"]["objects"]
        return every - {named(each) for each in missing}
    except (ValueError, LookupError, TypeError):
        raise KibanaError(
            f"Kibana does not tell what it has: {said_by(answer) or 'HTTP 400'}"
        ) from None


def named(each: Mapping[str, Any]) -> str:
    """An object as it is told: "type id"."""
    return f"{each['type']} {each['id']}"


def _installed(answer: Json) -> Installed:
    problems = tuple(_problem(each) for each in answer.get("errors", ()))
    if any(each.type in UNDECIDED for each in problems):
        return Installed(problems=problems)
    done = list(answer.get("successResults", ()))
    return Installed(
        created=tuple(_where(done, overwritten=False)),
        overwritten=tuple(_where(done, overwritten=True)),
        copies=tuple(
            f"{named(each)}, as {each['destinationId']}" for each in done if "destinationId" in each
        ),
        problems=problems,
    )


def _where(done: list[Json], *, overwritten: bool) -> Iterator[str]:
    for each in done:
        if "destinationId" not in each and bool(each.get("overwrite")) == overwritten:
            yield named(each)


def _problem(told: Json) -> Problem:
    error = told["error"]
    kind = str(error["type"])
    title = str(told.get("meta", {}).get("title") or "")
    return Problem(named(told), title, kind, _why(kind, error, str(told["type"])))


def _why(kind: str, error: Json, type: str) -> str:
    if kind == "conflict":
        return "is there already"
    if kind == "ambiguous_conflict":
        ids = ", ".join(str(each.get("id")) for each in error.get("destinations", ()))
        return f"could replace several that are there ({ids}): delete those in Kibana"
    if kind == "missing_references":
        missing = ", ".join(named(each) for each in error.get("references", ()))
        return f"refers to what is not there: {missing}"
    if kind == "unsupported_type":
        return f"is of the type {type}, which this Kibana does not have"
    said = " ".join(str(error.get("message", "no reason given")).split())
    status = f" (HTTP {error['statusCode']})" if "statusCode" in error else ""
    return f"was refused{status}: {said}"
