"""Which cluster there is to talk to: the one that the settings name, else the local node."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from index_mappings import node
from index_mappings.client import ClusterError, check, connect
from index_mappings.settings import Settings


def open_cluster(settings: Settings) -> Elasticsearch:
    """A checked client; the local node is started where no cluster is named and it rests.

    Raises ClusterError or NodeError in plain words where there is no cluster to talk to.
    """
    client = connect(settings, settings.es_url or node.start().url)
    check(client)
    return client


def running_cluster(settings: Settings) -> Elasticsearch:
    """A client for a cluster that another process has opened and checked."""
    url = settings.es_url or node.running_url()
    if url is None:
        raise ClusterError("The local Elasticsearch has stopped: `dateline node start`.")
    return connect(settings, url)
