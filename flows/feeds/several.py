"""Many feeds at a time, as one stream of documents: a slow server holds up nobody but itself."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Generic, TypeVar

LOG = logging.getLogger("dateline.feeds")
T = TypeVar("T")
AHEAD = 64
"""Documents that wait for the reader; when there are so many, fetching waits."""


class _End:
    """What the stream ends with: an error, or none."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class Several(Generic[T]):
    """Streams that run in an event loop of their own thread, read from this one as they come.

    Args:
        streams: what makes each stream; called in the loop, one after the other.
        at_a_time: how many run at the same time.
    """

    def __init__(self, streams: Sequence[Callable[[], AsyncIterator[T]]], at_a_time: int) -> None:
        self._streams = streams
        self._at_a_time = at_a_time
        self._found: queue.SimpleQueue[T | _End] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._room = asyncio.Semaphore(AHEAD)
        self._stopped = False

    def __iter__(self) -> Iterator[T]:
        """Everything that the streams give. Raises what one of them has raised."""
        thread = threading.Thread(target=self._run, name="feeds", daemon=True)
        thread.start()
        try:
            while not isinstance(found := self._found.get(), _End):
                self._call(self._room.release)
                yield found
            if found.error is not None:
                raise found.error
        finally:
            self._stop()
            thread.join()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            asyncio.run(self._all())
        except asyncio.CancelledError:
            pass
        except BaseException as cause:  # noqa: BLE001 - raised again where the stream is read
            error = cause
        self._found.put(_End(error))

    async def _all(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        if self._stopped:
            return
        at_work = asyncio.Semaphore(self._at_a_time)
        try:
            async with asyncio.TaskGroup() as group:
                for stream in self._streams:
                    group.create_task(self._one(stream, at_work))
        except BaseExceptionGroup as group_of:
            raise group_of.exceptions[0] from group_of

    async def _one(
        self, stream: Callable[[], AsyncIterator[T]], at_work: asyncio.Semaphore
    ) -> None:
        async with at_work:
            async for found in stream():
                await self._room.acquire()
                self._found.put(found)

    def _stop(self) -> None:
        self._stopped = True
        if self._task is not None:
            self._call(self._task.cancel)

    def _call(self, what: Callable[[], object]) -> None:
        try:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(what)
        except RuntimeError:  # the loop has ended: there is nothing left to tell it
            return
