"""Who may ask, from where, and what a page may do: without a browser and without an index."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from elasticsearch import Elasticsearch
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from index_mappings.settings import Settings
from search.web.app import MOST_FORM, Web
from search.web.guard import SESSION, Forms, Guard
from tests.search.web.served import served

AWAY = "http://127.0.0.1:9"
SESSION_OF_TESTS = "s" * 43
FORM = "application/x-www-form-urlencoded"


def made(reviewer: str | None) -> Web:
    client = Elasticsearch(AWAY, max_retries=0)
    return Web(client, Settings(prefix="none-"), reviewer=reviewer)


@pytest.fixture(scope="module")
def web() -> Web:
    return made("ada")


@pytest.fixture(scope="module")
def reviewing(web: Web) -> Iterator[httpx.Client]:
    """Of pages whose cluster is away: what is refused is refused before it is asked."""
    application = web.application(["archive.intern.example"])
    with served(application) as origin, httpx.Client(base_url=origin, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def reading() -> Iterator[httpx.Client]:
    with served(made(None).application()) as origin, httpx.Client(base_url=origin) as client:
        yield client


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:8321", True),
        ("127.0.0.1", True),
        ("localhost:9", True),
        ("LOCALHOST.:9", True),
        ("[::1]:8321", True),
        ("192.0.2.7:80", True),
        ("archive.intern.example", True),
        ("Archive.Intern.Example:8321", True),
        ("rebound.example:8321", False),
        ("localhost.rebound.example", False),
        ("127.0.0.1.rebound.example", False),
        ("rebound.example#localhost", False),
        ("localhost@rebound.example", False),
        ("user@127.0.0.1", False),
        ("127.0.0.1/x", False),
        ("127.0.0.1:x", False),
        ("0x7f000001", False),
        ("2130706433", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_a_name_that_a_strangers_dns_could_have_given_is_refused(
    reviewing: httpx.Client, host: str, known: bool
) -> None:
    assert Guard(PlainTextResponse(""), ["Archive.intern.example."]).knows(host) is known
    told = reviewing.get("/static/dateline.js", headers={"Host": host})
    assert (told.status_code == 200) is known


@pytest.mark.parametrize(
    "path", ["/", "/article/" + "0" * 32, "/nowhere", "/static/dateline.css", "/names", "/static/x"]
)
def test_every_answer_says_what_a_page_may_do(reviewing: httpx.Client, path: str) -> None:
    for host in ("127.0.0.1", "rebound.example"):
        headers = reviewing.get(path, headers={"Host": host}).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "cache-control" in headers


def test_a_page_has_nothing_inline(reviewing: httpx.Client) -> None:
    told = reviewing.get("/").text
    assert "<style" not in told
    assert "style=" not in told.replace("stylesheet", "")
    assert "onclick" not in told
    assert told.count("<script") == told.count('<script src="/static/dateline.js?v=') == 1


def send(client: httpx.Client, web: Web, **changed: str | None) -> int:
    """The status of a form that is right but for what is changed; None leaves it out."""
    told: dict[str, str | None] = {
        "origin": str(client.base_url).rstrip("/"),
        "cookie": f"{SESSION}={SESSION_OF_TESTS}",
        "token": web.forms.token(SESSION_OF_TESTS),
        "content-type": FORM,
        **changed,
    }
    token = told.pop("token") or ""
    headers = {name: value for name, value in told.items() if value is not None}
    body = f"token={token}&pair=x&verdict=same"
    return client.post("/names", headers=headers, content=body).status_code


def test_a_form_of_its_own_page_is_taken(reviewing: httpx.Client, web: Web) -> None:
    assert send(reviewing, web) == 503  # no index is there to judge in


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": None},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8321"},
        {"origin": "http://127.0.0.1:9"},
        {"origin": "http://rebound.example"},
        {"cookie": None},
        {"cookie": f"{SESSION}={'t' * 43}"},
        {"cookie": f"{SESSION}="},
        {"token": None},
        {"token": "0" * 64},
        {"token": "ö"},
        {"token": Forms().token(SESSION_OF_TESTS)},
    ],
)
def test_a_form_of_any_other_is_not(
    reviewing: httpx.Client, web: Web, changed: dict[str, str | None]
) -> None:
    assert send(reviewing, web, **changed) == 403


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": None}, 415),
        ({"token": "0" * MOST_FORM}, 413),
    ],
)
def test_only_a_form_is_read_and_it_has_an_end(
    reviewing: httpx.Client, web: Web, changed: dict[str, str | None], status: int
) -> None:
    assert send(reviewing, web, **changed) == status


def test_a_session_is_kept_from_scripts_and_other_sites(web: Web) -> None:
    page = PlainTextResponse("")
    web.forms.keep(page, SESSION_OF_TESTS)
    told = page.headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=strict" in told


@pytest.mark.parametrize("cookie", ["", "short", "x" * 65])
def test_a_session_that_was_not_given_here_is_not_taken(web: Web, cookie: str) -> None:
    request = Request({"type": "http", "headers": [(b"cookie", f"{SESSION}={cookie}".encode())]})
    assert web.forms.session(request) != cookie


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/names", "/runs", "/article/" + "0" * 32])
def test_without_review_nothing_but_reading_is_answered(
    reading: httpx.Client, path: str, method: str
) -> None:
    assert reading.request(method, path).status_code in (404, 405)


def test_without_review_there_is_no_page_of_it(reading: httpx.Client) -> None:
    assert reading.get("/names").status_code == 404
    assert "Review of names" not in reading.get("/").text


@pytest.mark.parametrize("path", ["/", "/runs", "/names", "/article/" + "0" * 32])
def test_a_cluster_that_is_away_is_told_without_a_trace(reviewing: httpx.Client, path: str) -> None:
    told = reviewing.get(path)
    assert told.status_code == 503
    assert "dateline node status" in told.text
    assert "Traceback" not in told.text
    assert AWAY not in told.text
