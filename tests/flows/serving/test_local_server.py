"""The Prefect server of a run is no place for what the run knows."""

from __future__ import annotations

import psutil
import pytest

from flows.serving.local_server import ONLY_FOR_THIS_PROCESS, configured_server
from flows.serving.server_process import ServerError, end, free_port, start_server


def test_credentials_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ES_PASSWORD", "hush")
    monkeypatch.setenv("DATELINE_ES_API_KEY", "hush too")
    process = start_server(free_port(), ONLY_FOR_THIS_PROCESS)
    try:
        environment = psutil.Process(process.pid).environ()
    finally:
        end(process)
    assert "hush" not in str(environment)
    assert [name for name in environment if name.startswith("DATELINE_")] == []
    assert environment.keys() >= {"PATH", "PREFECT_HOME", *ONLY_FOR_THIS_PROCESS}


def test_a_server_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    address = f"http://127.0.0.1:{free_port()}/api"
    with temporary_settings({PREFECT_API_URL: address}), pytest.raises(ServerError, match=address):
        configured_server()
