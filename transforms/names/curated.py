"""Curated names: persons, organisations, places and groups that people have written down.

A file of curated names is JSON, one name a line:

    {"id": "per-vladimir-putin", "kind": "person", "canonical": "Vladimir Putin",
     "aliases": ["Putin"]}

Places may add `point` ([latitude, longitude] in degrees) and `country` (ISO 3166 alpha-2); `label`
(spaCy's) is needed only where it is not the kind's usual one, such as LOC for a sea.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from transforms.article import KIND_OF_LABEL, NameKind
from transforms.names.keys import name_key
from transforms.names.normal import without_article

LABEL_OF_KIND = {
    NameKind.PERSON: "PERSON",
    NameKind.ORGANISATION: "ORG",
    NameKind.PLACE: "GPE",
    NameKind.GROUP: "NORP",
}

_FIELDS = frozenset({"id", "kind", "canonical", "aliases", "point", "country", "label"})
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class CuratedName:
    """One name: its canonical form and the other surfaces that stand for it alone.

    `point` is (latitude, longitude) in degrees, `country` an ISO 3166 alpha-2 code, `label` a
    label of spaCy's (OntoNotes).
    """

    id: str
    kind: NameKind
    canonical: str
    aliases: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    country: str | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", LABEL_OF_KIND[self.kind])

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The canonical form, then the aliases."""
        return (self.canonical, *self.aliases)


@dataclass(frozen=True, eq=False)
class CuratedNames:
    """A checked set of curated names with its look-ups. Compared by identity: compare hashes."""

    names: tuple[CuratedName, ...] = ()

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> CuratedNames:
        """Read rows of JSON; empty lines are skipped.

        Raises:
            ValueError: rows that can't be read, an id used twice, or one surface claimed by two
                names of a kind. The message names each line and what to do about it.
        """
        names: list[CuratedName] = []
        problems: list[str] = []
        first = _Claims()
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                name = _parsed(line)
            except ValueError as error:
                problems.append(f"line {number}: {error}")
                continue
            names.append(name)
            problems += [f"line {number}: {told}" for told in first.conflicts(name, number)]
        if problems:
            left = len(problems) - _SHOWN_PROBLEMS
            more = [f"and {left} more"] if left > 0 else []
            raise ValueError("curated names: " + "\n".join(problems[:_SHOWN_PROBLEMS] + more))
        return cls(tuple(names))

    @cached_property
    def hash(self) -> str:
        """SHA-256, in hex, of the content, whatever the order of the rows."""
        rows = sorted(json.dumps(asdict(name), sort_keys=True) for name in self.names)
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()

    @cached_property
    def by_surface(self) -> Mapping[tuple[str, NameKind], CuratedName]:
        """(Surface exactly as written, kind) to name."""
        return {(surface, name.kind): name for name in self.names for surface in name.surfaces}

    @cached_property
    def by_key(self) -> Mapping[tuple[str, NameKind], CuratedName]:
        """(Key of the surface without its article, kind) to name; see `name_key`."""
        return {(_key(surface), kind): name for (surface, kind), name in self.by_surface.items()}

    def exact(self, surface: str, kind: NameKind) -> CuratedName | None:
        """The name of which `surface` is the canonical form or an alias, letter by letter."""
        return self.by_surface.get((surface, kind))

    def find(self, surface: str, kind: NameKind) -> CuratedName | None:
        """The same, but case, diacritics, dots, dashes and a leading article do not count."""
        return self.by_surface.get((surface, kind)) or self.by_key.get((_key(surface), kind))

    def of_kind(self, kind: NameKind) -> tuple[CuratedName, ...]:
        """The names of one kind, in the order of the file."""
        return tuple(name for name in self.names if name.kind is kind)


class _Claims:
    """Who used an id or a surface first."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._surfaces: dict[tuple[str, NameKind], tuple[str, int]] = {}

    def conflicts(self, name: CuratedName, number: int) -> Iterator[str]:
        earlier = self._ids.setdefault(name.id, number)
        if earlier != number:
            yield f"id {name.id!r} is already used in line {earlier}; give each name its own"
            return
        for surface in name.surfaces:
            owner, line = self._surfaces.setdefault((_key(surface), name.kind), (name.id, number))
            if owner != name.id:
                yield (
                    f"{surface!r} is already a name of {owner!r} (line {line}); "
                    "leave it with the one that it stands for, or with neither"
                )


def _key(surface: str) -> str:
    return name_key(without_article(surface))


def _parsed(line: str) -> CuratedName:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg}); write one object a line") from None
    except RecursionError:
        raise ValueError("nested too deeply; write one flat object a line") from None
    if not isinstance(row, dict):
        raise ValueError("not a JSON object; write {…}")
    if unknown := sorted(set(row) - _FIELDS):
        raise ValueError(f"unknown fields {unknown}; allowed are {sorted(_FIELDS)}")
    kind = _kind(row)
    return CuratedName(
        id=_id(row),
        kind=kind,
        canonical=_surface(row.get("canonical"), "canonical"),
        aliases=_aliases(row.get("aliases", [])),
        point=_point(row.get("point")),
        country=_country(row.get("country")),
        label=_label(row.get("label"), kind),
    )


def _kind(row: Mapping[str, Any]) -> NameKind:
    try:
        return NameKind(str(row.get("kind")))
    except ValueError:
        allowed = ", ".join(NameKind)
        raise ValueError(f"kind {row.get('kind')!r} is not known; use one of {allowed}") from None


def _id(row: Mapping[str, Any]) -> str:
    found = row.get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise ValueError(f"id {found!r} must be lower-case letters and digits joined by hyphens")
    return found


def _surface(found: object, where: str) -> str:
    if not isinstance(found, str) or not name_key(found) or found != " ".join(found.split()):
        raise ValueError(f"{where} {found!r} must be a name, without white space around it")
    return found


def _aliases(found: object) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise ValueError(f"aliases {found!r} must be a list of strings")
    aliases = tuple(_surface(alias, "alias") for alias in found)
    if len(set(aliases)) != len(aliases):
        raise ValueError("an alias stands there twice; keep one")
    return aliases


def _point(found: object) -> tuple[float, float] | None:
    if found is None:
        return None
    match found:
        case [float() | int() as latitude, float() | int() as longitude] if (
            -90 <= latitude <= 90 and -180 <= longitude <= 180
        ):
            return float(latitude), float(longitude)
    raise ValueError(f"point {found!r} must be [latitude, longitude] in degrees")


def _country(found: object) -> str | None:
    if found is None:
        return None
    if isinstance(found, str) and _COUNTRY.fullmatch(found):
        return found
    raise ValueError(f"country {found!r} must be two capitals of ISO 3166, such as QA")


def _label(found: object, kind: NameKind) -> str:
    if found is None:
        return LABEL_OF_KIND[kind]
    allowed = sorted(label for label, of in KIND_OF_LABEL.items() if of is kind)
    if found not in allowed:
        raise ValueError(f"label {found!r} is not one of the kind's: {', '.join(allowed)}")
    return str(found)
