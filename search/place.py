"""Where is searched, as one value for those who ask more than one question."""

from __future__ import annotations

from dataclasses import dataclass

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from transforms.names.curated import CuratedNames


@dataclass(frozen=True)
class Place:
    """A cluster, the aliases of its indices, and the curated names."""

    client: Elasticsearch
    aliases: Aliases
    names: CuratedNames
