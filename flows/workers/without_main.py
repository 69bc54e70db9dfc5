"""Processes that do not run the caller's script again.

`spawn` of multiprocessing does, in each process that it makes: a script that calls `run_ingest`
without `if __name__ == "__main__":` would start a run in each of its own workers. What a worker
calls here stands in modules of the project, so nothing of the script is needed.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.popen_spawn_posix import Popen
from multiprocessing.process import BaseProcess
from types import ModuleType

_ONE_AT_A_TIME = threading.Lock()


class _Process(SpawnProcess):
    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Popen:  # noqa: N802 - the library's name
        with _no_main():
            return Popen(process_obj)


class WithoutMain(SpawnContext):
    """The `spawn` of multiprocessing, for functions that are not defined in the script itself."""

    Process = _Process


@contextmanager
def _no_main() -> Iterator[None]:
    """An empty module as the script, for as long as a process is given what it begins with."""
    with _ONE_AT_A_TIME:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
