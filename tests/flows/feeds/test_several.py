"""Many streams as one: all of them, an error of one, and an end before theirs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from functools import partial

import pytest

from flows.feeds.several import AHEAD, Several


async def numbers(start: int, count: int) -> AsyncIterator[int]:
    for number in range(start, start + count):
        await asyncio.sleep(0)
        yield number


async def waiting(released: list[str]) -> AsyncIterator[int]:
    try:
        yield 0
        await asyncio.Event().wait()
    finally:
        released.append("released")


async def failing() -> AsyncIterator[int]:
    yield 0
    raise LookupError("lost")


@pytest.mark.parametrize("at_a_time", [1, 3, 100])
def test_all_streams_come_to_their_end(at_a_time: int) -> None:
    streams = [partial(numbers, start, 2 * AHEAD) for start in range(0, 10 * AHEAD, 2 * AHEAD)]
    assert sorted(Several(streams, at_a_time)) == list(range(10 * AHEAD))


def test_no_streams_are_an_end_as_well() -> None:
    assert list(Several[int]([], 8)) == []


def test_an_error_of_one_is_raised_and_the_others_end() -> None:
    released: list[str] = []
    with pytest.raises(LookupError, match="lost"):
        list(Several[int]([partial(waiting, released), failing], 8))
    assert released == ["released"]


def test_who_stops_reading_stops_the_streams() -> None:
    released: list[str] = []
    stream = iter(Several([partial(waiting, released)], 8))
    assert next(stream) == 0
    stream.close()  # type: ignore[attr-defined]
    assert released == ["released"]
    assert not [each for each in threading.enumerate() if each.name == "feeds"]


def test_streams_do_not_run_far_ahead_of_the_reader() -> None:
    made: list[int] = []

    async def counted() -> AsyncIterator[int]:
        for number in range(10 * AHEAD):
            made.append(number)
            yield number

    stream = iter(Several([counted], 1))
    next(stream)
    assert len(made) <= AHEAD + 2
    assert len(list(stream)) == 10 * AHEAD - 1
