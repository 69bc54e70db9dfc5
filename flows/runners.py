"""Where batches are worked on, by setting."""

from __future__ import annotations

import os
from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.parent_watch import end_with
from index_mappings.settings import Runner, Settings


def task_runner(settings: Settings) -> TaskRunner[Any]:
    """The runner that `settings.runner` names, with `settings.workers` workers.

    Processes by default: the entity model holds the interpreter's lock for most of its time.
    """
    if settings.runner is Runner.THREADS:
        return ThreadPoolTaskRunner(max_workers=settings.workers)
    return ProcessPoolTaskRunner(
        max_workers=settings.workers, initializer=end_with, initargs=(os.getpid(),)
    )
