"""Which cluster there is to talk to: the one that the settings name, else the local node."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import ApiError, Elasticsearch, TransportError

from index_mappings import node
from index_mappings.client import ClusterError, check, connect, hasty
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.settings import Settings

UNPRIVILEGED = ". These credentials may not do this: `dateline index roles` shows which role may."


class RequestError(ClusterError):
    """A request that failed and that waiting does not mend."""


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn the client library's errors into a RequestError.

    Theirs cannot be unpickled in another process, and their text can hold the cluster's URL with
    its credentials; so this one has no cause either.
    """
    try:
        yield
    except ApiError as error:
        hint = UNPRIVILEGED if error.message == "security_exception" else ""
        raise RequestError(
            f"Elasticsearch refuses a request: HTTP {error.status_code}, {error.message}{hint}"
        ) from None
    except TransportError as error:
        raise RequestError(f"Elasticsearch cannot be reached: {type(error).__name__}") from None


def open_cluster(settings: Settings) -> Elasticsearch:
    """A checked client; the local node is started where no cluster is named and it rests.

    Raises ClusterError or NodeError in plain words where there is no cluster to talk to.
    """
    client = connect(settings, settings.es_url or node.start().url)
    try:
        check(client)
    except BaseException:
        client.close()
        raise
    return client


def running_cluster(settings: Settings) -> Elasticsearch:
    """A client for a cluster that another process has opened and checked."""
    url = settings.es_url or node.running_url()
    if url is None:
        raise ClusterError("The local Elasticsearch has stopped: `dateline node start`.")
    return connect(settings, url)


def cluster_id(client: Elasticsearch) -> str:
    """The cluster's own id: the same by whatever address it is reached."""
    return str(hasty(client).info()["cluster_uuid"])


@contextmanager
def cluster_of_today(*, made: bool = False) -> Iterator[tuple[Elasticsearch, Aliases]]:
    """The cluster of the environment's settings and its aliases, for one command.

    Args:
        made: make what indices are not there yet.

    Errors as `open_cluster`, `in_plain_words` and `ensure`.
    """
    settings = Settings()
    with in_plain_words(), open_cluster(settings) as client:
        aliases = Aliases(settings.prefix)
        if made:
            ensure(client, aliases, settings.split)
        yield client, aliases
