"""The deployments: those of a file as `prefect.yaml`, and one for each source with a schedule.

What a deployment is, Prefect's own file says; a source's is the file's first one of `ingest`, with
the source's name, schedule and parameters in the place of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.responses import DeploymentResponse
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.workers.process import ProcessWorker

from flows.configured import ConfiguredSource, configured_sources
from index_mappings.settings import PROJECT, Settings

FILE = PROJECT / "prefect.yaml"
INGEST = "flows.ingest.ingest"
OF_A_SOURCE = "dateline-source"
"""The tag of deployments that stand for a source: where it is no more, neither are they."""
SECONDS = 300.0
PAGE = 200
"""What Prefect's server gives at most of a list."""


class DeployError(Exception):
    """The deployments can't be made. The message says why."""


@dataclass(frozen=True)
class Deployed:
    """What was deployed: names as flow/deployment, those taken away, and the pool they run in."""

    names: tuple[str, ...]
    gone: tuple[str, ...]
    pool: str


def deploy(file: Path = FILE) -> Deployed:
    """Make the deployments on the server of PREFECT_API_URL, or change them to what they are now.

    Raises:
        DeployError: the file can't be read or has nothing to deploy, or Prefect refuses it.
        SourceTableError: the file of sources can't be read, or is wrong.
    """
    told = read_file(file)
    sources = scheduled(configured_sources(Settings().sources))
    told["deployments"] += of_sources(told["deployments"], sources, file)
    (pool, *others) = sorted({each["work_pool"]["name"] for each in told["deployments"]})
    if others:
        raise DeployError(f"{file}: one work pool for all, not {pool}, {', '.join(others)}")
    with get_client(sync_client=True) as client:
        ensure_pool(client, pool)
        _with_prefect(told)
        gone = tuple(_take_away(client, {source.name for source in sources}))
    return Deployed(tuple(_named(each) for each in told["deployments"]), gone, pool)


def read_file(file: Path) -> dict[str, Any]:
    """A file of deployments. Raises DeployError."""
    try:
        told = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise DeployError(f"{file} can't be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DeployError(f"{file} is no YAML: {error}") from error
    if not isinstance(told, dict) or not told.get("deployments"):
        raise DeployError(f"{file} has no deployments")
    for each in told["deployments"]:
        missing = [key for key in ("name", "entrypoint", "work_pool") if not each.get(key)]
        if missing:
            raise DeployError(f"{file}: a deployment has no {', '.join(missing)}")
    return told


def scheduled(sources: Sequence[ConfiguredSource]) -> list[ConfiguredSource]:
    """The sources that are read by themselves."""
    return [source for source in sources if source.is_read and source.name and source.schedule]


def of_sources(
    deployments: Sequence[dict[str, Any]], sources: Sequence[ConfiguredSource], file: Path
) -> list[dict[str, Any]]:
    """A deployment of each source. Raises DeployError where there is none to make them like."""
    like = next((each for each in deployments if each["entrypoint"] == INGEST), None)
    if sources and like is None:
        raise DeployError(
            f"{file} has no deployment of {INGEST}: those of sources are made like it"
        )
    return [_of_source(like or {}, source) for source in sources]


def _of_source(like: dict[str, Any], source: ConfiguredSource) -> dict[str, Any]:
    when = source.schedule
    taken = {"name", "description", "parameters", "schedules", "schedule", "triggers"}
    return {key: value for key, value in like.items() if key not in taken} | {
        "name": source.name,
        "description": f"Read the source {source.name}, and load what has come.",
        "parameters": {"sources": [source.name]},
        "schedules": [{"cron": when.cron, "timezone": when.timezone}] if when else [],
        "tags": [*like.get("tags", ()), OF_A_SOURCE],
    }


def ensure_pool(client: SyncPrefectClient, name: str) -> None:
    """A work pool of processes, made where there is none of this name."""
    try:
        client.read_work_pool(name)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        try:
            client.create_work_pool(
                WorkPoolCreate(name=name, type="process", base_job_template=template)
            )
        except ObjectAlreadyExists:
            return


def _with_prefect(told: dict[str, Any]) -> None:
    # A process, because Prefect has no other way in for a file of deployments than its command.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "prefect.yaml"
        file.write_text(yaml.safe_dump(told, sort_keys=False), "utf-8")
        command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
        done = subprocess.run(
            [*command, "--prefect-file", str(file)],
            cwd=PROJECT,  # where the flows are: deployments remember it
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise DeployError("Prefect does not take the deployments:\n" + "\n".join(said[-12:]))


def _take_away(client: SyncPrefectClient, names: set[str | None]) -> Iterator[str]:
    """Delete the deployments of sources that are no more."""
    for each in list(_of_any_source(client)):
        if each.name not in names:
            client.delete_deployment(each.id)
            yield f"ingest/{each.name}"


def _of_any_source(client: SyncPrefectClient) -> Iterator[DeploymentResponse]:
    tagged = DeploymentFilter(tags=DeploymentFilterTags(all_=[OF_A_SOURCE]))
    read = 0
    while page := client.read_deployments(deployment_filter=tagged, limit=PAGE, offset=read):
        yield from page
        read += len(page)


def _named(deployment: dict[str, Any]) -> str:
    return f"{str(deployment['entrypoint']).rpartition('.')[2]}/{deployment['name']}"
