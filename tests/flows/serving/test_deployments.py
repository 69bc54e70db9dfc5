"""prefect.yaml as it is, and what is made of a file of deployments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from prefect import Flow
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema
from prefect.utilities.schema_tools import validate

from flows.configured import ConfiguredSource, Schedule
from flows.serving.deployments import FILE, DeployError, of_sources, read_file, scheduled
from index_mappings.settings import Settings

TOLD: list[dict[str, Any]] = read_file(FILE)["deployments"]
IDS = [f"{each['entrypoint']}-{each['name']}" for each in TOLD]


def test_the_four_kinds_of_run_are_deployed() -> None:
    flows = {each["entrypoint"].rpartition(".")[2] for each in TOLD}
    assert flows == {"ingest", "consolidate", "reprocess", "learn"}


@pytest.mark.parametrize("told", TOLD, ids=IDS)
def test_a_deployment_fits_its_flow(told: dict[str, Any]) -> None:
    flow: Flow[..., Any] = load_flow_from_entrypoint(told["entrypoint"], use_placeholder_flow=False)
    assert flow.name == told["entrypoint"].rpartition(".")[2]
    schema = parameter_schema(flow).model_dump()
    validate(told["parameters"], schema, raise_on_error=True)
    assert set(told["parameters"]) <= set(schema["properties"])


@pytest.mark.parametrize("told", TOLD, ids=IDS)
def test_a_deployment_is_bounded(told: dict[str, Any]) -> None:
    assert told["concurrency_limit"]["limit"] == 1
    assert told["concurrency_limit"]["collision_strategy"] == "CANCEL_NEW"
    for schedule in told["schedules"]:
        CronSchedule(**schedule)
    assert "dateline" in told["tags"]
    environment = told["work_pool"]["job_variables"]["env"]
    assert int(environment["PREFECT_FLOWS_DEFAULT_RETRIES"]) > 0
    assert Settings(run_seconds=environment["DATELINE_RUN_SECONDS"]).run_seconds > 0
    assert not [name for name in environment if "ES_" in name]  # Prefect shows it to everybody


HOURLY = Schedule("5 * * * *", "Asia/Tokyo")
SOURCES = (
    ConfiguredSource("courier", feeds=("https://courier.example/rss",), schedule=HOURLY),
    ConfiguredSource("on-demand", locations=("/data",)),
    ConfiguredSource(outlets=("The Lantern",)),
)


def test_a_source_with_a_schedule_is_deployed_like_ingest() -> None:
    (made,) = of_sources(TOLD, scheduled(SOURCES), FILE)
    like = next(each for each in TOLD if each["entrypoint"] == "flows.ingest.ingest")
    assert made["name"] == "courier"
    assert made["parameters"] == {"sources": ["courier"]}
    assert made["schedules"] == [{"cron": "5 * * * *", "timezone": "Asia/Tokyo"}]
    assert made["tags"] == [*like["tags"], "dateline-source"]
    for kept in ("entrypoint", "concurrency_limit", "work_pool"):
        assert made[kept] == like[kept]


def test_sources_need_a_deployment_to_be_like() -> None:
    with pytest.raises(DeployError, match=r"flows\.ingest\.ingest"):
        of_sources([], scheduled(SOURCES), FILE)
    assert of_sources([], [], FILE) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no deployments"),
        ("deployments: []", "no deployments"),
        ("- a list", "no deployments"),
        ("deployments: [", "no YAML"),
        ("deployments: [{name: a}]", "no entrypoint, work_pool"),
    ],
)
def test_a_file_that_is_of_no_use_is_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "prefect.yaml"
    file.write_text(text)
    with pytest.raises(DeployError, match=told):
        read_file(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="No such file"):
        read_file(tmp_path / "prefect.yaml")
