"""What a worker process keeps between its batches: client, pipeline, settings. Made once."""

from __future__ import annotations

import os
import threading
import time
from functools import cache
from pathlib import Path

from elasticsearch import Elasticsearch

from flows.batch import Workplace
from index_mappings import node
from index_mappings.client import ClusterError, check, connect
from index_mappings.families import Aliases
from index_mappings.node import NodeStatus
from index_mappings.node_settings import NodeSettings
from index_mappings.settings import Settings
from transforms.names.curated import CuratedNames
from transforms.pipeline import Pipeline
from transforms.stages import pipeline

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def client_for(settings: Settings) -> Elasticsearch:
    """A checked client: for the named cluster, else for the local node, started where it rests.

    Raises ClusterError or NodeError in plain words where there is no cluster to talk to.
    """
    client = connect(settings, settings.es_url or _local_url(node.start(NodeSettings.from_env())))
    check(client)
    return client


def pipeline_for(settings: Settings) -> Pipeline:
    """The pipeline that the settings ask for. Raises ValueError on a bad file of names."""
    return pipeline(
        curated_names(settings.names_file), settings.model, settings.boilerplate_threshold
    )


@cache
def workplace() -> Workplace:
    """This process's workplace, of the environment's settings."""
    settings = Settings()
    url = settings.es_url or _local_url(node.status(NodeSettings.from_env()))
    return Workplace(
        settings, connect(settings, url), Aliases(settings.prefix), pipeline_for(settings)
    )


def start_worker(parent: int) -> None:
    """Called once in each worker process: it ends itself when the process that made it is gone.

    A killed run would otherwise leave workers that wait for batches for ever.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def limit_math_threads() -> None:
    """One thread a process for matrix work: the processes are the parallelism. Set before numpy."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


def _local_url(status: NodeStatus) -> str:
    if status.url is None:
        raise ClusterError("The local Elasticsearch has stopped: `dateline node start`.")
    return status.url


@cache
def curated_names(path: Path) -> CuratedNames:
    """The curated names of a file, read once. Raises ValueError naming a row that is wrong."""
    with path.open(encoding="utf-8") as lines:
        return CuratedNames.from_lines(lines)
