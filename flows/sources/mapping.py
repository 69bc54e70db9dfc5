"""Which field of a record is what: by a person's mapping, else by the field's usual names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from flows.sources.usual_names import folded, usual_names
from flows.sources.values import line_of, text_of

EXTRA_FIELDS = 64
EXTRA_NAME = 100
EXTRA_VALUE = 1_000
"""Bounds of `Metadata.extra`: number of fields, characters of a name, characters of a value."""

CONTENT = ("text", "html")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: its path, and its value."""

    path: str
    value: object


@dataclass(frozen=True)
class FieldMap:
    """Target and path pairs, such as ("text", "content.body"); the usual names for the rest.

    A path is a field's name, or names joined by dots into nested objects and (by number) lists; a
    field whose own name has the dots comes first. Targets: text, html, title, published, source,
    url, language, author, timezone, encoding, id. A mapping of `text` or `html` settles both.

    Raises:
        ValueError: an unknown target, or one that is given twice.
    """

    paths: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        targets = [target for target, _ in self.paths]
        for target, path in self.paths:
            if target not in usual_names():
                allowed = ", ".join(usual_names())
                raise ValueError(f"cannot map {target!r}: one of {allowed}")
            if not path:
                raise ValueError(f"the mapping of {target!r} names no field")
            if targets.count(target) > 1:
                raise ValueError(f"{target!r} is mapped twice")

    @classmethod
    def parse(cls, told: str) -> FieldMap:
        """Read "text=content,published=date".

        >>> FieldMap.parse("text=content.body, published=date").paths
        (('text', 'content.body'), ('published', 'date'))
        """
        pairs = []
        for part in filter(None, (piece.strip() for piece in told.split(","))):
            target, equals, path = part.partition("=")
            if not equals:
                raise ValueError(f"a mapping is TARGET=FIELD, not {part!r}")
            pairs.append((target.strip(), path.strip()))
        return cls(tuple(pairs))

    def find(self, record: Mapping[str, object]) -> dict[str, Field]:
        """The record's fields by target, where they say something."""
        mapped = dict(self.paths)
        by_name: dict[str, str] = {}
        for name in record:
            by_name.setdefault(folded(name), name)
        found: dict[str, Field] = {}
        for target, usual in usual_names().items():
            if target in mapped:
                candidates = iter([_at_path(record, mapped[target])])
            elif target in CONTENT and any(content in mapped for content in CONTENT):
                continue
            else:
                candidates = (Field(by_name[n], record[by_name[n]]) for n in usual if n in by_name)
            if (field := _first_telling(target, candidates)) is not None:
                found[target] = field
        return found

    def has_content(self, names: list[str]) -> bool:
        """Whether one of a table's columns holds the text or the HTML."""
        return any(target in CONTENT for target in self.find(dict.fromkeys(names, "some")))

    def sought(self) -> str:
        """For messages: the field that should hold the text."""
        mapped = [path for target, path in self.paths if target in CONTENT]
        return f"no text in the field {mapped[0]!r}" if mapped else "no field with the text"


def leaves(record: Mapping[str, object], depth: int = 4) -> Iterator[Field]:
    """A record's fields by path, nested objects opened: what a mapping could name."""
    for name, value in record.items():
        if isinstance(value, dict) and value and depth > 1:
            for field in leaves(value, depth - 1):
                yield Field(f"{name}.{field.path}", field.value)
        else:
            yield Field(name, value)


def extra_of(record: Mapping[str, object], used: set[str]) -> tuple[tuple[str, str], ...]:
    """The record's other fields as bounded strings, in the record's order."""
    left = {name: value for name, value in record.items() if name not in used}
    told = (
        (line_of(field.path, EXTRA_NAME), line_of(field.value, EXTRA_VALUE))
        for field in leaves(left)
        if field.path not in used
    )
    return tuple(islice(((name, value) for name, value in told if name and value), EXTRA_FIELDS))


def _at_path(record: Mapping[str, object], path: str) -> Field | None:
    if path in record:
        return Field(path, record[path])
    top, *rest = path.split(".")
    value = record.get(top)
    for step in rest:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return Field(path, value)


def _first_telling(target: str, candidates: Iterator[Field | None]) -> Field | None:
    """The first that says something; for content, else the first that is an empty text."""
    blank: Field | None = None
    for field in candidates:
        if field is None:
            continue
        told = text_of(field.value) if target in CONTENT else line_of(field.value)
        if told and not told.isspace():
            return field
        if told is not None and blank is None:
            blank = field
        if target in CONTENT and field.value is None:
            blank = blank or Field(field.path, "")
    return blank
