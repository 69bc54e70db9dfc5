"""Tasks over a stream with a bounded number in flight, so that memory is flat in its length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from prefect.futures import PrefectFuture, as_completed

T = TypeVar("T")


def in_window(
    items: Iterable[T], submit: Callable[[T], PrefectFuture[Any]], size: int
) -> Iterator[tuple[T, PrefectFuture[Any]]]:
    """Submit each item and yield it with its finished future, in order of completion.

    The next item is read only when fewer than `size` are in flight.
    """
    flying: dict[PrefectFuture[Any], T] = {}
    for item in items:
        flying[submit(item)] = item
        if len(flying) >= size:
            yield _landed(flying)
    while flying:
        yield _landed(flying)


def _landed(flying: dict[PrefectFuture[Any], T]) -> tuple[T, PrefectFuture[Any]]:
    future = next(iter(as_completed(list(flying))))
    return flying.pop(future), future
