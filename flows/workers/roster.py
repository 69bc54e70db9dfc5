"""Who of a cluster's workers lives, and who is free: a worker has one batch at a time.

So that where a worker dies, one batch alone is to blame.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class NobodyThereError(Exception):
    """No worker lives."""


class Roster:
    """Workers by address, handed out one at a time. Safe to use from several threads.

    Args:
        living: asks who lives just now.
        patience: seconds to wait where nobody does.
    """

    def __init__(self, living: Callable[[], frozenset[str]], patience: float) -> None:
        self._living = living
        self._patience = patience
        self._busy: set[str] = set()
        self._left: set[str] = set()
        self._given_back = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[str]:
        """The address of a free worker, for as long as it is needed.

        Raises NobodyThereError where for a while not one lives.
        """
        worker = self._free()
        try:
            yield worker
        finally:
            with self._given_back:
                self._busy.discard(worker)
                self._given_back.notify()

    def leave(self, worker: str) -> None:
        """Hand this worker out no more: it is at something that does not end."""
        self._left.add(worker)

    def lives(self, worker: str) -> bool:
        """Whether it is still there."""
        return worker in self._living()

    def _free(self) -> str:
        last_seen = time.monotonic()
        while True:
            living = self._living() - self._left
            with self._given_back:
                if free := sorted(living - self._busy):
                    self._busy.add(free[0])
                    return free[0]
                if living:
                    last_seen = time.monotonic()
                elif time.monotonic() - last_seen > self._patience:
                    raise NobodyThereError
                self._given_back.wait(SECONDS_BETWEEN_LOOKS)


SECONDS_BETWEEN_LOOKS = 1.0
