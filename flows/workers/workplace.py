"""What a worker process keeps between its batches: client, pipeline, settings. Made once."""

from __future__ import annotations

import os
import threading
from functools import cache

from flows.batches.place import Workplace
from flows.configured.file import known_sources, rules_in_force
from flows.progress.logs import set_up
from index_mappings.cluster import running_cluster
from index_mappings.curated_file import curated_names
from index_mappings.families import Aliases
from index_mappings.settings import Settings
from transforms.boilerplate.recurring import Recurring
from transforms.names.curated import CuratedNames
from transforms.pipeline import Pipeline
from transforms.stages import pipeline

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


_MAKING = threading.Lock()


class NamesFileError(ValueError):
    """The file of curated names cannot be read."""


def names_of(settings: Settings) -> CuratedNames:
    """The curated names. Raises NamesFileError: their file is not there, or not as it must be."""
    try:
        return curated_names(settings.names_file)
    except ValueError as error:
        raise NamesFileError(str(error)) from error


def pipeline_for(settings: Settings, recurring: Recurring | None = None) -> Pipeline:
    """The pipeline that the settings ask for, with the recurring lines that a run has loaded.

    Raises:
        NamesFileError: the file of names is not there, or not as it must be.
        RulesError, SourceTableError: the same of the files of own rules and of sources.
        ModelMissingError: the spaCy model is not installed.
    """
    names = names_of(settings)
    own = rules_in_force(settings.rules, settings.sources)
    sources = known_sources(settings.sources)
    threshold, longest = settings.boilerplate_threshold, settings.entity_characters
    return pipeline(names, settings.model, threshold, recurring, own, sources, longest)


@cache
def workplace() -> Workplace:
    """This process's workplace, of the environment's settings."""
    settings = Settings()
    set_up(settings)
    return Workplace(
        settings, running_cluster(settings), Aliases(settings.prefix), pipeline_for(settings)
    )


def shared_workplace() -> Workplace:
    """`workplace()`, made once also where threads ask for it at the same time."""
    with _MAKING:
        return workplace()


def limit_math_threads() -> None:
    """One thread a process for matrix work: the processes are the parallelism. Set before numpy."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
