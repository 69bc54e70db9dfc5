"""What a cluster that can't answer is told as."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import ApiError, BadRequestError, NotFoundError, TransportError

from index_mappings.client import ClusterError
from index_mappings.families import Aliases
from search.errors import NothingLoadedError, SearchError


@contextmanager
def answering(aliases: Aliases) -> Iterator[None]:
    """Turn the client's errors into those that `find` tells of."""
    try:
        yield
    except NotFoundError as error:
        raise NothingLoadedError(
            f"There is no index {aliases.articles} yet: load something with `dateline ingest`."
        ) from error
    except BadRequestError as error:
        raise SearchError(
            f"Elasticsearch can't answer this ({_cause(error)}): ask for less at once."
        ) from error
    except (ApiError, TransportError) as error:
        # Never the error's own text: it can hold the URL with its credentials.
        status = (
            f"HTTP {error.status_code}" if isinstance(error, ApiError) else type(error).__name__
        )
        raise ClusterError(
            f"Elasticsearch did not answer the search ({status}). Is it running? "
            "`dateline node status` tells for the local one."
        ) from error


def _cause(error: BadRequestError) -> str:
    told = error.body.get("error", {}) if isinstance(error.body, dict) else {}
    causes = told.get("root_cause", []) if isinstance(told, dict) else []
    return str(causes[0].get("reason")) if causes else error.message
