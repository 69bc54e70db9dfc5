"""The flows by themselves: a real server and worker, schedules, retries, alarms, and their end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import pytest
import yaml
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.serving.server_process import free_port
from flows.serving.webhook import post_alarms
from tests.flows.prefect_api import PrefectApi, wait_for
from tests.untrained_model import untrained_model

if TYPE_CHECKING:
    from tests.flows.conftest import Index, NewIndex

PROJECT = Path(__file__).resolve().parents[3]
GROWING, FAILING, SPOILED, STUCK = (
    "ingest/growing",
    "ingest/failing",
    "ingest/spoiled",
    "ingest/stuck",
)
Posted = tuple[str, list[dict[str, Any]]]
ENDLESS = "ingest/endless"
RETRIES = {"PREFECT_FLOWS_DEFAULT_RETRIES": "1", "PREFECT_FLOWS_DEFAULT_RETRY_DELAY_SECONDS": "0"}
OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
QUICK = {
    "PREFECT_WORKER_QUERY_SECONDS": "2",
    "PREFECT_WORKER_PREFETCH_SECONDS": "1",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "1",
}


def deployment(name: str, location: Path, **told: Any) -> dict[str, Any]:  # noqa: ANN401
    environment = told.pop("env", {})
    return {
        "name": name,
        "entrypoint": "flows.ingest.ingest",
        "parameters": {"locations": [str(location)]},
        "concurrency_limit": {"limit": 1, "collision_strategy": "CANCEL_NEW"},
        "work_pool": {"name": "news", "job_variables": {"env": environment}},
    } | told


@dataclass
class Folders:
    """What the deployments read, and the file that tells of them."""

    root: Path
    growing: Path = field(init=False)
    spoiled: Path = field(init=False)

    def __post_init__(self) -> None:
        self.growing, self.spoiled = self.root / "growing", self.root / "spoiled"
        for folder in (self.growing, self.spoiled):
            folder.mkdir()
        self.add("first")
        (self.spoiled / "well.txt").write_text("A lamp was lit at the end of the long pier.")
        for number in range(2):
            (self.spoiled / f"{number}.txt").write_bytes(b"")
        os.mkfifo(self.root / "stuck")
        schedule = [{"interval": 2.0}]
        told = [
            deployment("growing", self.growing, schedules=schedule, paused=True),
            deployment("failing", self.root / "nowhere", env=RETRIES),
            deployment("spoiled", self.spoiled, env={"DATELINE_ALARM_DOCUMENTS": "2"}),
            deployment("stuck", self.root / "stuck", env={"DATELINE_RUN_SECONDS": "2"}),
            deployment("endless", self.root / "stuck"),
        ]
        self.file.write_text(yaml.safe_dump({"deployments": told}))
        source = (
            f'[[source]]\nname = "lamps"\nlocation = "{self.growing}"\nschedule = "0 4 1 1 *"\n'
        )
        self.sources.write_text(source)

    @property
    def sources(self) -> Path:
        return self.root / "sources.toml"

    @property
    def file(self) -> Path:
        return self.root / "deployments.yaml"

    def add(self, name: str) -> None:
        part = self.root / f"{name}.part"
        part.write_text(f"The {name} of the harbour's notices was read out at noon on Tuesday.")
        part.rename(self.growing / f"{name}.txt")


@contextmanager
def dateline(*words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A command, in an environment that knows of no other server; killed in the end."""
    known = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
    process = subprocess.Popen(
        [sys.executable, "-c", "from cli.main import main; main()", *words],
        cwd=PROJECT,
        env=known | QUICK | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@dataclass
class Served:
    """A `dateline serve` that is up, with what it reads and fills."""

    process: subprocess.Popen[str]
    output: list[str]
    api: PrefectApi
    folders: Folders
    index: Index

    def loaded(self) -> int:
        client, alias = self.index.client, self.index.aliases.articles
        if not client.indices.exists(index=alias):
            return 0
        client.indices.refresh(index=alias)
        return int(client.count(index=alias)["count"])


def reading(process: subprocess.Popen[str]) -> list[str]:
    """The lines that a process prints, as they come."""
    lines: list[str] = []

    def drain() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)

    threading.Thread(target=drain, daemon=True).start()
    return lines


def up(process: subprocess.Popen[str]) -> list[str]:
    """What it prints, and will print, when it says that all is there."""
    lines = reading(process)

    def told() -> bool:
        assert process.poll() is None, "".join(lines)
        return any("Ctrl-C ends it all" in line for line in lines)

    wait_for("a server, the deployments and a worker", told)
    return lines


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return Folders(tmp_path_factory.mktemp("news"))


@pytest.fixture(scope="module")
def empty(new_index: NewIndex, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index whose name every process of this module knows, and a model that loads at once."""
    model = untrained_model(tmp_path_factory.mktemp("model"))
    with new_index() as index, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATELINE_MODEL", model)
        yield index


@contextmanager
def serving(folders: Folders, home: Path, port: int, index: Index, **told: str) -> Iterator[Served]:
    words = ("serve", "--port", str(port), "--runs", "4", "--file", str(folders.file))
    with dateline(*words, PREFECT_HOME=str(home), **told) as process:
        api = PrefectApi(f"http://127.0.0.1:{port}/api")
        yield Served(process, up(process), api, folders, index)


@dataclass(frozen=True)
class Place:
    """Where a server keeps its records, and listens."""

    home: Path
    port: int


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("home"), free_port())


@pytest.fixture(scope="module")
def served(empty: Index, folders: Folders, place: Place) -> Iterator[Served]:
    sources = {"DATELINE_SOURCES": str(folders.sources)}
    with serving(folders, place.home, place.port, empty, **sources) as found:
        yield found


@dataclass(frozen=True)
class Killed:
    """What was left of `served` when it was killed with a run under way."""

    run: str
    children: int
    alive: list[list[str]]


@pytest.fixture(scope="module")
def killed(served: Served) -> Killed:
    run = served.api.start(ENDLESS)
    wait_for("the run", lambda: served.api.run(run)["state_name"] == "Running")
    children = psutil.Process(served.process.pid).children(recursive=True)
    served.process.kill()
    _, alive = psutil.wait_procs(children, timeout=60)
    return Killed(run, len(children), [process.cmdline() for process in alive])


@pytest.fixture(scope="module")
def again(killed: Killed, empty: Index, folders: Folders, place: Place) -> Iterator[Served]:
    """The same once more, without a file of sources."""
    with serving(folders, place.home, place.port, empty) as found:
        yield found


def test_one_command_tells_where_the_page_is(served: Served) -> None:
    page = served.api.address.removesuffix("/api")
    told = "".join(served.output)
    assert f"Prefect's page: {page}" in told
    assert f"deployed {GROWING}" in told
    assert "deployed ingest/lamps" in told  # a source with a schedule of its own
    assert served.api.deployment("ingest/lamps")["parameters"] == {"sources": ["lamps"]}
    assert "<html" in httpx.get(page, follow_redirects=True).text.lower()


def test_the_server_is_given_none_of_our_settings(served: Served) -> None:
    children = psutil.Process(served.process.pid).children()
    (server,) = (each for each in children if "flows.serving.server_process" in each.cmdline())
    assert [name for name in server.environ() if name.startswith("DATELINE_")] == []


def test_a_schedule_runs_by_itself_over_a_folder_that_grows(served: Served) -> None:
    api = served.api
    api.switch(GROWING, on=True)
    for count, name in enumerate(("first", "second", "third"), start=1):
        served.folders.add(name)
        wait_for(f"article {count}", lambda count=count: served.loaded() == count)  # type: ignore[misc]
    wait_for("three runs", lambda: len(api.runs(GROWING, "Completed")) >= 3)
    api.switch(GROWING, on=False)
    wait_for("the last run", lambda: not api.runs(GROWING, "Pending", "Running"))

    completed = api.runs(GROWING, "Completed")
    assert all(run["auto_scheduled"] for run in completed)
    assert [name for name in ("Failed", "Crashed") if api.runs(GROWING, name)] == []
    indexed = [re.search(r"(\d+) indexed", run["state"]["message"]) for run in completed]
    assert sum(int(found[1]) for found in indexed if found) == 3
    # One at a time: what came due meanwhile is cancelled.
    spans = sorted((run["start_time"], run["end_time"]) for run in completed)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    reasons = {run["state"]["message"] for run in api.runs(GROWING, "Cancelled")}
    assert "Deployment concurrency limit reached." in reasons
    assert len(served.index.articles()) == 3


def test_a_source_is_read_by_its_name(served: Served) -> None:
    served.folders.add("first")
    run = served.api.ended(served.api.start("ingest/lamps"))
    assert run["state_name"] == "Completed"
    articles = len(list(served.folders.growing.iterdir()))
    assert run["state"]["message"].startswith(f"{articles} read = ")


@pytest.fixture(scope="module")
def posted() -> Iterator[Posted]:
    """The address of a server outside that is told of alarms, and what it was told."""
    told: list[dict[str, Any]] = []

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Desk) as desk:
        threading.Thread(target=desk.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{desk.server_port}/alarms?token=hush", told
        desk.shutdown()


@pytest.fixture(scope="module")
def ended(again: Served, posted: Posted) -> dict[str, dict[str, Any]]:
    """Runs that do not go well, all at once, when they have ended; alarms are posted."""
    with temporary_settings({PREFECT_API_URL: again.api.address}):
        for address in ("http://127.0.0.1:9/gone", posted[0]):  # the second takes the first's place
            post_alarms(address)
    started = {name: again.api.start(name) for name in (FAILING, SPOILED, STUCK)}
    return {name: again.api.ended(id) for name, id in started.items()}


def test_killed_it_leaves_no_process(killed: Killed) -> None:
    assert killed.children >= 3  # server, worker, run
    assert killed.alive == []


def test_a_run_that_was_killed_stands_in_nobodys_way(killed: Killed, again: Served) -> None:
    left = again.api.run(killed.run)
    assert left["state_name"] == "Crashed"
    assert left["state"]["message"].startswith("Killed with its worker")


def test_a_source_that_is_no_more_is_not_deployed_any_more(again: Served) -> None:
    assert "taken away ingest/lamps" in "".join(again.output)


def test_a_failing_run_is_tried_again_and_then_says_why(
    again: Served, ended: dict[str, dict[str, Any]]
) -> None:
    run = ended[FAILING]
    assert "AwaitingRetry" in again.api.states(run["id"])
    assert (run["run_count"], run["state_name"]) == (2, "Failed")
    nowhere = again.folders.root / "nowhere"
    assert run["state"]["message"].startswith(f"no such file or folder: {nowhere}")


def test_a_run_whose_time_is_over_has_failed(ended: dict[str, dict[str, Any]]) -> None:
    assert ended[STUCK]["state_name"] == "TimedOut"
    assert "2.0 second" in ended[STUCK]["state"]["message"]


def test_alarms_are_events_and_reach_a_webhook(
    again: Served, ended: dict[str, dict[str, Any]], posted: Posted
) -> None:
    assert ended[SPOILED]["state_name"] == "Completed"

    def high() -> list[dict[str, Any]]:
        return again.api.events("dateline.quarantine.high")

    (event,) = wait_for("the event", high)
    assert event["payload"]["told"] == "2 of 3 documents (67%) are in quarantine"
    assert event["payload"]["reasons"] == {"empty at read": 2}
    roles = {each["prefect.resource.role"] for each in event["related"]}
    assert {"flow-run", "flow"} <= roles

    wait_for("three posts", lambda: len(posted[1]) >= 3)
    told = {(post["event"], post["alarm"]["flow"]): post["text"] for post in posted[1]}
    assert "67%" in told["dateline.quarantine.high", "ingest"]
    assert len([post for post in posted[1] if post["event"] == "dateline.run.failed"]) == 2


def test_missed_runs_do_not_pile_up(again: Served) -> None:
    """The server goes on planning while nobody works; then there is room for one run at a time."""
    api = again.api
    api.ask("PATCH", "/work_pools/news", {"is_paused": True, "concurrency_limit": 1})
    api.switch(GROWING, on=True)
    missed = wait_for("late runs", lambda: (found := api.runs(GROWING, "Late"))[3:] and found)
    api.ask("PATCH", "/work_pools/news", {"is_paused": False})

    def states() -> Counter[str]:
        return Counter(api.run(each["id"])["state_name"] for each in missed)

    wait_for("all of them", lambda: states().keys() <= {"Completed", "Cancelled"})
    api.switch(GROWING, on=False)
    assert states() == {"Completed": 1, "Cancelled": len(missed) - 1}
    told = [str(api.run(each["id"])["state"]["message"]) for each in missed]
    assert any(each.startswith("Missed: ") for each in told), told


def test_told_to_end_it_ends_with_all_it_has_started(again: Served) -> None:
    run = again.api.start(ENDLESS)  # its place is free, though a killed run had it
    wait_for("the run", lambda: again.api.run(run)["state_name"] == "Running")
    children = psutil.Process(again.process.pid).children(recursive=True)
    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(timeout=120) == 0
    assert not [process for process in children if process.is_running()]
    wait_for("its last word", lambda: "Everything has ended." in again.output[-1])
