"""Why something of the web was not to be had, and whether it may be had another time."""

from __future__ import annotations

from flows.sources.outcome import Reason


class FetchError(Exception):
    """An address that gives nothing, with the reason for quarantine.

    `for_now`: another time it may, so that the next run tries again.
    """

    def __init__(self, reason: Reason, error: str, *, for_now: bool = False) -> None:
        super().__init__(error)
        self.reason = reason
        self.error = error
        self.for_now = for_now


class LaterError(Exception):
    """An address that this run leaves alone, and the next one asks again.

    `seconds`: how long its server asks not to be called; None where it does not say.
    """

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


def unreachable(error: str) -> FetchError:
    """A server that does not answer as it should, today."""
    return FetchError(Reason.UNREACHABLE, error, for_now=True)
