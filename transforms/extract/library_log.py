"""The logs of the libraries that read pages."""

from __future__ import annotations

import logging
from functools import cache


@cache
def quieten(package: str) -> None:
    """Keep what a library says of single pages off the terminal, once a process.

    What matters of it is an outcome of the stage: a reason in quarantine, or a problem. A level
    that the application has set stays as it is.
    """
    log = logging.getLogger(package)
    if log.level == logging.NOTSET:
        log.setLevel(logging.CRITICAL)
