"""JSON: a record a line, or the values of a file one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

from flows.sources.bounded import Line, split_lines
from flows.sources.encoding import LineDecoder, sampled
from flows.sources.json_values import Value, ValueSplitter
from flows.sources.outcome import Outcome, Reason
from flows.sources.records import Container, Record, Spot, article_of
from flows.sources.values import Number

TYPE_OF_START = {"[": "a list", '"': "a string", "t": "true", "f": "false", "n": "null"}


def read_lines(chunks: Iterator[bytes], container: Container) -> Iterator[Outcome]:
    """JSON Lines: one outcome for each line that is not blank."""
    decoder, stream = sampled(chunks)
    for line in split_lines(stream, container.options.max_bytes):
        if (outcome := read_line(line, container, decoder)) is not None:
            yield outcome


def read_line(line: Line, container: Container, decoder: LineDecoder) -> Outcome | None:
    """The outcome of one line; None where it is blank."""
    spot = Spot("line", line.number)
    if line.too_large:
        return container.too_large(line.data, line.length, spot)
    if not line.data or line.data.isspace():
        return None
    return _record(line.data, container, spot, decoder)


def read_file(chunks: Iterator[bytes], container: Container) -> Iterator[Outcome]:
    """A JSON file: an object; an array of objects, however long; or objects one after the other."""
    decoder, stream = sampled(chunks)
    splitter = ValueSplitter(container.options.max_bytes)
    values = splitter.split(stream)
    first = next(values, None)
    if first is None:
        if not splitter.saw_array:
            yield container.unreadable(Reason.EMPTY, "there is no text in it", b"")
        return
    # Whether an object is all of its file shows only when the next one is looked for.
    second = None if first.in_array else next(values, None)
    alone = second is None and not first.in_array
    yield _value(first, container, decoder, alone)
    for value in chain((second,) if second else (), values):
        yield _value(value, container, decoder)


def loads(text: str) -> object:
    """Parse JSON. Numbers stay as written (`Number`): a long id loses no digit.

    Raises:
        ValueError: it is not JSON, or nested too deeply.
    """
    try:
        parsed: object = json.loads(text, parse_int=Number, parse_float=Number)
    except json.JSONDecodeError as error:
        place = f"column {error.colno:,}"
        if error.lineno > 1:
            place = f"line {error.lineno:,} of it, {place}"
        raise ValueError(f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} at {place}") from error
    except RecursionError as error:
        raise ValueError("not read: the JSON is nested too deeply") from error
    return parsed


def _value(
    value: Value, container: Container, decoder: LineDecoder, alone: bool = False
) -> Outcome:
    spot = Spot("record", value.number, value.line)
    if value.too_large:
        return container.too_large(value.data, value.length, spot)
    if not value.complete:
        error = "the file ends in the middle of it, or of its array: fetch it again"
        return container.unreadable(Reason.NOT_JSON, error, value.data, spot)
    return _record(value.data, container, spot, decoder, alone)


def _record(
    data: bytes, container: Container, spot: Spot, decoder: LineDecoder, alone: bool = False
) -> Outcome:
    text = decoder.decode(data)
    if text is None:
        error = "bytes in no encoding that can be told: recode them as UTF-8"
        return container.unreadable(Reason.NOT_TEXT, error, data, spot)
    try:
        fields = loads(text.removeprefix("\ufeff"))
    except ValueError as fault:
        return container.unreadable(Reason.NOT_JSON, str(fault), data, spot)
    if not isinstance(fields, dict):
        told = TYPE_OF_START.get(text.lstrip()[:1], "a number")
        error = f"{told}, where an object with the article's fields is expected"
        return container.unreadable(Reason.NOT_OBJECT, error, data, spot)
    try:
        return article_of(Record(fields, container, spot, data, alone))
    except RecursionError:
        error = "not read: the JSON is nested too deeply"
        return container.unreadable(Reason.NOT_JSON, error, data, spot)
