"""All settings, typed, with defaults that work. Environment first: `DATELINE_…`, then `.env`.

The local node's own settings (cache folder, heap) are with the node, in `node/settings.py`.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index_mappings.split import Split

PROJECT = Path(__file__).resolve().parent.parent


class Runner(StrEnum):
    """Where the batches of a run are worked on."""

    PROCESSES = "processes"
    THREADS = "threads"
    DASK = "dask"


class LogForm(StrEnum):
    """How log lines look."""

    PLAIN = "plain"
    JSON = "json"


def secrets_apart(told: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Settings in which user and password of the address stand where they are never shown.

    Args:
        told: settings by name, among them `url`, `user` and `password`, with the prefix.
    """
    url = urlsplit(str(told.get(f"{prefix}url") or ""))
    if url.username is None:
        return told
    address = url._replace(netloc=url.netloc.rpartition("@")[2]).geturl()
    user, password = unquote(url.username), unquote(url.password or "")
    return {f"{prefix}user": user, f"{prefix}password": password, **told, f"{prefix}url": address}


class Settings(BaseSettings):
    """What a run and a search need to know. Frozen; pass it on, don't read it anew."""

    model_config = SettingsConfigDict(
        env_prefix="DATELINE_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # it holds the credentials
    )

    es_url: str | None = Field(
        None, description="A cluster of your own. Empty: the local node, started on demand."
    )
    es_user: str | None = Field(None, description="User of the cluster, with its password.")
    es_password: SecretStr | None = Field(None, description="The user's password.")
    es_api_key: SecretStr | None = Field(None, description="API key, instead of user and password.")
    es_ca_file: Path | None = Field(None, description="PEM file of the CA that signed the cluster.")
    es_timeout: float = Field(60.0, gt=0, description="Seconds until a request is given up.")
    es_patience: float = Field(
        120.0, ge=0, description="Seconds to wait for a cluster that does not answer."
    )

    prefix: str = Field(
        "dateline-",
        pattern=r"^[a-z0-9][a-z0-9_.-]{0,60}$",
        description="What the names of all indices, aliases and templates begin with.",
    )

    split: Split = Field(
        Split.NONE,
        description="What the indices of articles are split by: none, year or source. Where there "
        "are articles, `dateline index migrate` carries it out.",
    )

    names_file: Path = Field(PROJECT / "seeds" / "names.jsonl", description="The curated names.")
    model: str = Field(
        "en_dateline_news",
        description="The entity model: the project's own, or any spaCy model, as it is imported.",
    )
    entity_characters: int = Field(
        500_000, ge=1, description="Characters of a body that are read for names."
    )
    boilerplate_threshold: float = Field(
        0.5, ge=0, le=1, description="Higher removes less: 0.3 is bold, 0.8 cautious."
    )

    rules: Path | None = Field(None, description="Own rules for boilerplate, a TOML file.")
    sources: Path | None = Field(
        None, description="What is known of sources, as their time zones: a TOML file."
    )
    recurring_folder: Path = Field(
        PROJECT / "recurring", description="The snapshots of lines that sources repeat."
    )

    spool_folder: Path = Field(
        PROJECT / "spool",
        description="Where documents wait that a cluster out of reach could not take.",
    )

    log: LogForm = Field(LogForm.PLAIN, description="plain, or json: a line of JSON each.")
    log_level: Literal["debug", "info", "warning", "error"] | None = Field(
        None, description="debug, info, warning or error; default: info as json, else warning."
    )
    reports: Path = Field(
        PROJECT / "reports", description="Where each run's page is written, a file of HTML."
    )

    user_agent: str = Field(
        "Dateline/1.0",
        pattern=r"^[A-Za-z][A-Za-z_-]*(/[!-~ ]+)?$",
        description="What servers of feeds are told: a name, as robots.txt has it, and a contact.",
    )
    feeds_at_a_time: int = Field(8, ge=1, le=256, description="Feeds that are read side by side.")

    runner: Runner = Field(Runner.PROCESSES, description="processes, threads or dask.")
    dask_address: str | None = Field(
        None, description="Dask's scheduler, as tcp://host:8786. Empty: a cluster on this machine."
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, description="Batches at a time."
    )
    workers_read_from: int = Field(
        64, ge=1, description="From so many workers on, they read the sources themselves."
    )
    article_seconds: float = Field(
        120.0, gt=0, description="An article that takes longer goes to quarantine."
    )
    batch_size: int = Field(64, ge=1, le=5000, description="Articles a batch.")
    batch_bytes: int = Field(16 * 2**20, ge=1, description="Bytes of raw content a batch.")
    max_document_bytes: int = Field(
        10 * 2**20, ge=1, description="A larger document goes to quarantine."
    )
    chunk_bytes: int = Field(8 * 2**20, ge=1, description="Bytes a bulk request.")
    chunk_documents: int = Field(200, ge=1, description="Documents a bulk request.")

    run_seconds: float = Field(
        6 * 3600.0, gt=0, description="A deployment's run that takes longer is ended, and fails."
    )
    alarm_share: float = Field(
        0.05, ge=0, le=1, description="Share of a run's documents in quarantine that is an alarm,"
    )
    alarm_documents: int = Field(5, ge=1, description="where they are no fewer than these.")
    alarm_failures: int = Field(
        1, ge=1, description="Failed runs of a deployment in a row that are an alarm."
    )

    @model_validator(mode="before")
    @classmethod
    def _no_secret_in_the_url(cls, told: dict[str, Any]) -> dict[str, Any]:
        return secrets_apart(told, "es_")

    @model_validator(mode="after")
    def _one_way_in(self) -> Settings:
        if self.es_api_key and (self.es_user or self.es_password):
            raise ValueError("give either DATELINE_ES_API_KEY or user and password, not both")
        if bool(self.es_user) != bool(self.es_password):
            raise ValueError("DATELINE_ES_USER and DATELINE_ES_PASSWORD go together")
        if not self.es_url and (self.es_user or self.es_api_key or self.es_ca_file):
            raise ValueError("credentials need DATELINE_ES_URL: the local node has none")
        if self.es_ca_file and not str(self.es_url).startswith("https://"):
            raise ValueError(
                "DATELINE_ES_CA_FILE needs a DATELINE_ES_URL that begins with https://"
            )
        return self
