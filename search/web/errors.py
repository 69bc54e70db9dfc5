"""What goes wrong, as pages that say what to do. Never a trace, never an address with secrets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from elasticsearch import ApiError, NotFoundError, TransportError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from index_mappings.client import ClusterError
from search.errors import NothingLoadedError, SearchError
from search.web.site import html

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def error_page(request: Request, status: int, title: str, told: str) -> Response:
    """A page about what went wrong; what is between backticks is a command."""
    query, reviews = request.query_params.get("q", ""), request.app.state.reviews
    return html("error.html", status, title=title, told=told, query=query, reviews=reviews)


def _not_understood(request: Request, error: Exception) -> Response:
    return error_page(request, 400, "That can't be searched for", str(error))


def _no_index(request: Request, error: Exception) -> Response:
    told = "There is no index yet: load something with `dateline ingest`, then load this page anew."
    return error_page(request, 503, "Nothing is loaded yet", told)


def _no_cluster(request: Request, error: Exception) -> Response:
    # Not their own texts: the client library's can hold the cluster's address with its
    # credentials, and others speak of runs.
    cause = error.__cause__ or error
    status = f"HTTP {cause.status_code}" if isinstance(cause, ApiError) else type(cause).__name__
    told = (
        f"It did not answer ({status}). Is it running? `dateline node status` tells for the local "
        "one; when it does, load this page anew."
    )
    return error_page(request, 503, "Elasticsearch does not answer", told)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - by the table below
    titles = {404: "There is no such page", 405: "That can't be done here", 403: "Not done"}
    told = error.detail if error.status_code not in (404, 405) or " " in error.detail else ""
    title = titles.get(error.status_code, "That can't be answered")
    return error_page(
        request, error.status_code, title, told or "The search is a place to start from."
    )


def _unexpected(request: Request, error: Exception) -> Response:
    told = "This is a fault of Dateline. The terminal that `dateline web` runs in tells more of it."
    return error_page(request, 500, "Something went wrong", told)


HANDLERS: dict[int | type[Exception], Handler] = {
    NothingLoadedError: _no_index,
    SearchError: _not_understood,
    NotFoundError: _no_index,
    ApiError: _no_cluster,
    TransportError: _no_cluster,
    ClusterError: _no_cluster,
    HTTPException: _http,
    Exception: _unexpected,
}
