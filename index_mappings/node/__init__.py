"""The local Elasticsearch: a real server, without Docker, root or an installed Java."""

from index_mappings.node.life import (
    NodeState,
    NodeStatus,
    RunningNode,
    logs,
    running_url,
    start,
    status,
    stop,
)
from index_mappings.node.settings import NodeError, NodeSettings

__all__ = [
    "NodeError",
    "NodeSettings",
    "NodeState",
    "NodeStatus",
    "RunningNode",
    "logs",
    "running_url",
    "start",
    "status",
    "stop",
]
