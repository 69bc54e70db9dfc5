"""A client for the cluster that the settings name, and patience with one that does not answer."""

from __future__ import annotations

import logging
import random
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    Elasticsearch,
    TransportError,
    UnsupportedProductError,
)
from elasticsearch import ConnectionError as NoConnection
from elasticsearch import SSLError as TlsError

from index_mappings.settings import Settings

LOG = logging.getLogger("dateline.index")
BUSY = frozenset({429, 502, 503, 504})
OLDEST = (8, 16)
RETRIES = 5
BLOCKED = "cluster_block_exception"
"""An index that takes no writes for now: the disk is full, or a migration is at its last step."""
T = TypeVar("T")


class ClusterError(Exception):
    """The cluster cannot be used. The message says what is wrong and what to do."""


class BusyError(Exception):
    """Elasticsearch takes some documents of a request not now: to be sent again."""


def connect(settings: Settings, url: str) -> Elasticsearch:
    """A client for `url` with the settings' credentials. Sends nothing yet.

    Raises ClusterError where the CA file is not there or none.
    """
    # It warns of each failed request; `patiently` says once what matters.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    return Elasticsearch(
        url,
        **_trust(settings.es_ca_file),
        api_key=settings.es_api_key.get_secret_value() if settings.es_api_key else None,
        basic_auth=(settings.es_user, settings.es_password.get_secret_value())
        if settings.es_user and settings.es_password
        else None,
        request_timeout=settings.es_timeout,
        retry_on_timeout=False,
        max_retries=0,
    )


def _trust(ca_file: Path | None) -> dict[str, Any]:
    if ca_file is None:
        return {}
    try:
        return {"ssl_context": ssl.create_default_context(cafile=str(ca_file))}
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"DATELINE_ES_CA_FILE, {ca_file}, is no file of certificates in PEM that can be read."
        ) from error


def check(client: Elasticsearch) -> str:
    """The server's version. Raises ClusterError in plain words where it is of no use."""
    try:
        version = str(hasty(client).info()["version"]["number"])
    except AuthenticationException as error:
        raise ClusterError(
            "Elasticsearch refuses these credentials: check DATELINE_ES_USER and "
            "DATELINE_ES_PASSWORD, or DATELINE_ES_API_KEY."
        ) from error
    except AuthorizationException as error:
        raise ClusterError(
            "Elasticsearch knows these credentials, but they may do nothing here: give them one of "
            "the roles that `dateline index roles` shows."
        ) from error
    except UnsupportedProductError as error:
        raise ClusterError("What answers at DATELINE_ES_URL is not Elasticsearch.") from error
    except TlsError as error:
        raise ClusterError(
            "The certificate of DATELINE_ES_URL is not one to trust (wrong host, out of date, or "
            "of an unknown CA): name the CA that signed it with DATELINE_ES_CA_FILE."
        ) from error
    except (TransportError, ApiError) as error:
        raise ClusterError(
            f"Elasticsearch does not answer ({_short(error)}): check DATELINE_ES_URL, the CA file "
            "and that the server runs (`dateline node status` for the local one)."
        ) from error
    if tuple(map(int, version.split(".")[:2])) < OLDEST:
        raise ClusterError(f"Elasticsearch {version} is too old: Dateline needs 8.16 or later.")
    return version


def hasty(client: Elasticsearch) -> Elasticsearch:
    """The client for small requests: one that is refused for now is made again at once."""
    return client.options(retry_on_status=tuple(BUSY), max_retries=RETRIES)


def patiently(call: Callable[[], T], patience: float) -> T:
    """Call until the cluster answers: exponential backoff with jitter.

    Only failures of the cluster are waited for (no connection, a timeout, 429, 502–504, a block on
    writes), for `patience` seconds from the first one on; any other error is the caller's. `call`
    must be safe to repeat, and short: one request, or one batch. Raises ClusterError at the end of
    patience.
    """
    deadline: float | None = None
    delay = 0.5
    while True:
        try:
            return call()
        except (TransportError, ApiError, BusyError) as error:
            if not _passing(error):
                raise
            now = time.monotonic()
            deadline = deadline or now + patience
            if now + delay > deadline:
                raise ClusterError(_given_up(error, patience)) from error
            LOG.warning("Elasticsearch is not ready (%s): waiting %.1f s", _short(error), delay)
            time.sleep(delay * random.uniform(0.75, 1.25))  # noqa: S311 - jitter, no secret
            delay = min(delay * 2, 15.0)


def _given_up(error: Exception, patience: float) -> str:
    if BLOCKED in str(getattr(error, "message", error)):
        return (
            f"Elasticsearch has taken no writes for {patience:.0f} s. Either its disk is full: "
            "make room, and it takes them again. Or a migration was cut short: `dateline index "
            "plan` says so. What was loaded stays; start the run again, and it finishes the work."
        )
    return (
        f"Elasticsearch did not answer for {patience:.0f} s ({_short(error)}). What was loaded "
        "stays; start the run again when the cluster is back, and it finishes the work."
    )


def _passing(error: Exception) -> bool:
    if isinstance(error, ApiError):
        return error.status_code in BUSY or error.message == BLOCKED
    return isinstance(error, NoConnection | ConnectionTimeout | BusyError)


def _short(error: Exception) -> str:
    # Never str(error): a transport error's text can hold the URL with its credentials.
    status = getattr(error, "status_code", None)
    return f"HTTP {status}" if status else type(error).__name__
