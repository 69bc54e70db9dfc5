"""Which cluster there is to talk to: the one that the settings name, else the local node."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from index_mappings import node
from index_mappings.client import ClusterError, check, connect
from index_mappings.node import NodeStatus
from index_mappings.node_settings import NodeSettings
from index_mappings.settings import Settings


def open_cluster(settings: Settings) -> Elasticsearch:
    """A checked client; the local node is started where no cluster is named and it rests.

    Raises ClusterError or NodeError in plain words where there is no cluster to talk to.
    """
    client = connect(settings, settings.es_url or _url(node.start(NodeSettings.from_env())))
    check(client)
    return client


def running_cluster(settings: Settings) -> Elasticsearch:
    """A client for a cluster that another process has opened and checked."""
    return connect(settings, settings.es_url or _url(node.status(NodeSettings.from_env())))


def _url(status: NodeStatus) -> str:
    if status.url is None:
        raise ClusterError("The local Elasticsearch has stopped: `dateline node start`.")
    return status.url
