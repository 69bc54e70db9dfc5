"""Sources as configuration: `sources.toml`, and what a run reads by their names."""

from flows.configured.entry import (
    ArticlesFrom,
    Boilerplate,
    ConfiguredSource,
    Limits,
    Schedule,
)
from flows.configured.file import configured_sources, known_sources

__all__ = [
    "ArticlesFrom",
    "Boilerplate",
    "ConfiguredSource",
    "Limits",
    "Schedule",
    "configured_sources",
    "known_sources",
]
