"""The pages served for a test, as `dateline web` serves them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp

from search.web.serving import address_of, listening, server


@contextmanager
def served(application: ASGIApp) -> Iterator[str]:
    """The origin at which the application answers."""
    with listening("127.0.0.1", 0) as at:
        running = server(application)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [at]}, daemon=True)
        thread.start()
        while thread.is_alive() and not running.started:
            time.sleep(0.01)
        try:
            yield address_of(at).rstrip("/")
        finally:
            running.should_exit = True
            thread.join(30)
