"""Logs of runs: each line names its run, for people or as a line of JSON, and holds no secret.

The standard library's loggers under `dateline`. Prefect's page of a flow run shows them too
(`flows/__init__.py`), and as JSON its own lines take this form as well. A worker process writes to
standard error by itself, a line at a time, so that nothing is lost with one that dies.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

from pydantic import SecretStr

from flows.sources.redact import shown_location
from index_mappings.settings import LogForm, Settings

LOGGER = logging.getLogger("dateline")
LONGEST = 4000
"""Characters of a message or a trace."""
CONSOLES = frozenset({"StreamHandler", "PrefectConsoleHandler", "_Stderr"})


@dataclass(frozen=True, slots=True)
class Ids:
    """Whose log it is: the run's id, and that of the flow run in Prefect where there is one."""

    run: str = ""
    flow_run: str = ""


NOBODY = Ids()
_IDS: ContextVar[Ids] = ContextVar("ids", default=NOBODY)


def ids() -> Ids:
    """The ids of the run that is under way here."""
    return _IDS.get()


@contextmanager
def logged_as(told: Ids) -> Iterator[None]:
    """Within, log lines have these ids; also in threads that take the context along."""
    token = _IDS.set(told)
    try:
        yield
    finally:
        _IDS.reset(token)


def set_up(settings: Settings) -> None:
    """Let the logs of this process have the form and the level of the settings. Safe to repeat."""
    as_json = settings.log is LogForm.JSON
    LOGGER.setLevel((settings.log_level or ("info" if as_json else "warning")).upper())
    LOGGER.propagate = False
    secrets = tuple(value.get_secret_value() for _, value in settings if is_secret(value))
    ours = _Stderr()
    ours.setFormatter(JsonLines() if as_json else PlainLines())
    handlers = [ours, *(each for each in LOGGER.handlers if not isinstance(each, _Stderr))]
    for handler in handlers:
        handler.filters = [each for each in handler.filters if not isinstance(each, Inert)]
        handler.addFilter(Inert(secrets))
    if not as_json:
        ours.addFilter(_but_shown)
    LOGGER.handlers = handlers
    if as_json:
        _take_over(ours)


def is_secret(value: object) -> bool:
    """Whether it is a setting that is never shown."""
    return isinstance(value, SecretStr) and bool(value.get_secret_value())


def _take_over(ours: logging.Handler) -> None:
    """What other libraries log takes our form, in place of the consoles of theirs and Prefect's."""
    root = logging.getLogger()
    kept = [each for each in root.handlers if type(each).__name__ not in CONSOLES]
    root.handlers = [*kept, ours]


def _but_shown(record: logging.LogRecord) -> bool:
    # The bar and the closing message tell it already, where a person looks on.
    return not (getattr(record, "shown", False) and sys.stderr.isatty())


class _Stderr(logging.StreamHandler[TextIO]):
    """To the standard error of the moment: a progress bar puts itself in its place."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Where lines go."""
        return sys.stderr


class Inert(logging.Filter):
    """Makes a record fit to be shown: one inert line, without credentials, with the run's ids."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        if getattr(record, "inert", False):
            return True
        record.msg, record.args = self._without_secrets(record.getMessage()), ()
        if record.exc_info:
            trace = logging.Formatter().formatException(record.exc_info)
            lines = map(self._without_secrets, trace[-LONGEST:].splitlines())
            record.exc_text, record.exc_info = "\n".join(lines), None
        told = ids()
        record.run, record.flow_run, record.inert = told.run, told.flow_run, True
        return True

    def _without_secrets(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return shown_location(text, LONGEST)


class PlainLines(logging.Formatter):
    """For people: time, level, run, logger and what is told."""

    def format(self, record: logging.LogRecord) -> str:
        """The record in a line, a trace in lines below it."""
        run = getattr(record, "run", "") or "-"
        line = (
            f"{_moment(record):%H:%M:%S} {record.levelname:<7} {run} {record.name}: "
            f"{record.getMessage()}"
        )
        return f"{line}\n{record.exc_text}" if record.exc_text else line


class JsonLines(logging.Formatter):
    """For programs: a line of JSON a record; `extra={"told": {…}}` adds fields of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line in ASCII."""
        told: dict[str, Any] = {
            "time": _moment(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "run": getattr(record, "run", "") or None,
            "flow_run": getattr(record, "flow_run", "") or None,
            "process": record.process,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
            "trace": record.exc_text,
        }
        return json.dumps({name: value for name, value in told.items() if value is not None})


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
