"""Log lines name their run, hold no secret, and are one line each, in every process of a run."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest

from flows.progress.logs import LOGGER, Ids, logged_as, set_up
from index_mappings.settings import LogForm, Settings

LOG = logging.getLogger("dateline.run")
IDS = Ids("20241030T060000Z-0a1b2c3d", "0d9f")
SECRET = "hushed-key"


Told = Callable[[], str]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[Told]:
    """What has gone to standard error; the loggers are left as they were."""
    root = logging.getLogger()
    before = (LOGGER.handlers, LOGGER.level, LOGGER.propagate, root.handlers)
    yield lambda: capsys.readouterr().err
    LOGGER.handlers, LOGGER.level, LOGGER.propagate, root.handlers = before


def as_json(**told: Any) -> Settings:  # noqa: ANN401
    return Settings(log=LogForm.JSON, es_url="https://es.example", es_api_key=SECRET, **told)


def documents(told: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.splitlines()]


def test_a_line_names_its_run_and_has_fields_of_its_own(told: Told) -> None:
    set_up(as_json())
    with logged_as(IDS):
        LOG.info("%d done", 3, extra={"told": {"read": 3}})
    LOG.debug("not at this level")
    LOG.warning("of no run")
    first, second = documents(told())
    assert first["run"] == IDS.run
    assert first["flow_run"] == IDS.flow_run
    assert (first["level"], first["logger"], first["message"]) == ("info", "dateline.run", "3 done")
    assert first["read"] == 3
    assert first["process"] > 0
    assert "run" not in second


def test_threads_take_the_run_along(told: Told) -> None:
    set_up(as_json())
    with logged_as(IDS), ThreadPoolExecutor(1) as pool:
        pool.submit(copy_context().run, LOG.info, "from a thread").result()
    (line,) = documents(told())
    assert line["run"] == IDS.run


HOSTILE = [
    f"https://u:{SECRET}@h.example/a?key={SECRET} is away",
    f"the key {SECRET} was refused",
    "two\nlines and \x1b[31mred",
]


@pytest.mark.parametrize("message", HOSTILE)
@pytest.mark.parametrize("form", list(LogForm))
def test_a_line_is_inert_and_holds_no_secret(told: Told, message: str, form: LogForm) -> None:
    set_up(as_json().model_copy(update={"log": form, "log_level": "debug"}))
    LOG.info("%s", message)
    try:
        raise ValueError(message)
    except ValueError:
        LOG.exception("it failed: %s", message)
    text = told()
    assert SECRET not in text
    assert "\x1b" not in text
    first = text.splitlines()[0]
    assert "h.example" in first or "refused" in first or "lines" in first
    if form is LogForm.JSON:
        assert "ValueError" in documents(text)[1]["trace"]


def test_setting_up_again_doubles_nothing(told: Told) -> None:
    for _ in range(3):
        set_up(as_json())
    LOG.info("once")
    assert len(documents(told())) == 1


def test_as_json_other_libraries_take_the_same_form(told: Told) -> None:
    set_up(as_json())
    logging.getLogger("some.library").warning("watch %s", "out")
    (line,) = documents(told())
    assert (line["logger"], line["message"]) == ("some.library", "watch out")


@pytest.mark.parametrize(
    ("settings", "level"),
    [
        (Settings(), logging.WARNING),
        (Settings(log=LogForm.JSON), logging.INFO),
        (Settings(log_level="debug"), logging.DEBUG),
        (Settings(log=LogForm.JSON, log_level="error"), logging.ERROR),
    ],
)
def test_the_level_follows_the_form_where_none_is_set(
    told: Told, settings: Settings, level: int
) -> None:
    set_up(settings)
    assert LOGGER.level == level


def test_prefect_takes_these_logs_and_does_not_print_them_again() -> None:
    script = (
        "import flows, logging\nfrom prefect import flow\n"
        "from flows.progress.logs import set_up\n"
        "from index_mappings.settings import Settings\n"
        "set_up(Settings())\n"
        "logging.getLogger('dateline.run').warning('watch out')\n"
        "kinds = [type(h).__name__ for h in logging.getLogger('dateline').handlers]\n"
        "print(*kinds)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stderr.count("watch out") == 1
    assert "APILogHandler" in run.stdout
