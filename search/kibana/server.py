"""A Kibana to talk to: its answers, and what is wrong with it in plain words."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from search.kibana.columns import Json
from search.kibana.saved import OLDEST_KIBANA
from search.kibana.settings import KibanaSettings

MOST_SAID = 500
VERSION = re.compile(r"(\d+)\.(\d+)")
SPACE = re.compile(r"[a-z0-9_-]+")
# What Kibana asks of every request that changes something, against forged ones.
XSRF = {"kbn-xsrf": "true"}
UNSENDABLE = "The credentials hold characters that no request can carry."
OTHERS = {
    "osd-name": "What answers there is OpenSearch Dashboards; these objects are for Kibana.",
    "x-elastic-product": (
        "What answers there is Elasticsearch. Kibana is a server of its own, mostly at port 5601."
    ),
}


class KibanaError(Exception):
    """Kibana cannot be used. The message says what is wrong and what to do; it holds no secret."""


class Kibana:
    """A Kibana that was asked who it is. `version` is as "8.19.2"."""

    def __init__(self, client: httpx.Client, settings: KibanaSettings) -> None:
        self._client = client
        self._settings = settings
        self.version = self._checked_version()
        self._check_space()

    @property
    def space(self) -> str:
        """The space that objects go to."""
        return self._settings.space or "default"

    def dashboard(self, id: str) -> str:
        """The address of a dashboard's page."""
        return f"{self._settings.base}/app/dashboards#/view/{id}"

    def post(self, path: str, **told: Any) -> httpx.Response:  # noqa: ANN401 - httpx' own
        """A request to the space's API. Raises KibanaError unless the answer is 200 or 400."""
        answer = self._asked("POST", f"{self._settings.base}{path}", headers=XSRF, **told)
        if answer.status_code not in {200, 400}:
            raise KibanaError(self._refusal(answer))
        return answer

    def _asked(self, method: str, url: str, **told: Any) -> httpx.Response:  # noqa: ANN401
        with in_plain_words(self._settings):
            return self._client.request(method, url, **told)

    def _checked_version(self) -> str:
        answer = self._asked("GET", f"{self._settings.root}/api/status")
        for header, told in OTHERS.items():
            if header in answer.headers:
                raise KibanaError(told)
        # A Kibana with a plugin that ails says so with 503, and its version with it.
        status = _object(answer)
        version = status.get("version")
        number = str(version.get("number", "")) if isinstance(version, dict) else ""
        found = VERSION.match(number)
        if found is None:
            raise KibanaError(self._nobody(answer, status))
        if (int(found[1]), int(found[2])) < OLDEST_KIBANA:
            oldest = ".".join(map(str, OLDEST_KIBANA))
            raise KibanaError(
                f"Kibana {number} is too old: these dashboards need {oldest} or later, or 9.x."
            )
        return number

    def _nobody(self, answer: httpx.Response, told: Json) -> str:
        """Why there is no version in the answer."""
        if answer.status_code == 503 or "not ready" in answer.text[:MOST_SAID]:
            return "Kibana is not ready yet: try again in a minute."
        if answer.status_code == 200 and "status" in told:
            return (
                "Kibana tells who it is only to those who log in: set DATELINE_KIBANA_API_KEY, or "
                "DATELINE_KIBANA_USER and DATELINE_KIBANA_PASSWORD."
            )
        if answer.status_code in {401, 403} or answer.is_redirect:
            return self._refusal(answer)
        return (
            f"What answers at {self._settings.root} is not Kibana (HTTP {answer.status_code} to "
            "/api/status): check the address. A Kibana behind a proxy may have a base path, as "
            "https://host/kibana."
        )

    def _check_space(self) -> None:
        space = self._settings.space
        if not space:
            return
        if not SPACE.fullmatch(space):
            raise KibanaError(
                f"{space!r} is no id of a space: these are a-z, 0-9, _ and -. It stands in the "
                "address of the space: /s/ID/app."
            )
        # Kibana itself would write into a space that is not there, where nobody finds it.
        answer = self._asked("GET", f"{self._settings.root}/api/spaces/space/{space}")
        if answer.status_code == 404:
            raise KibanaError(
                f"There is no space {space!r} in this Kibana, or these credentials may not see it: "
                "check its id in Stack Management, Spaces."
            )
        if answer.status_code != 200:
            raise KibanaError(self._refusal(answer))

    def _refusal(self, answer: httpx.Response) -> str:
        """What an answer that is none says, and what to do."""
        said = said_by(answer)
        if answer.is_redirect:
            return (
                f"Kibana's address redirects to {_place(answer.headers.get('location', ''))}: give "
                "that one, base path and all."
            )
        told = REFUSALS.get(answer.status_code, "Kibana refuses the request: HTTP {status}.")
        more = f" Kibana says: {said}" if said and answer.status_code != 401 else ""
        return told.format(status=answer.status_code, space=self.space) + more


REFUSALS = {
    401: (
        "Kibana refuses these credentials: check DATELINE_KIBANA_API_KEY, or DATELINE_KIBANA_USER "
        "and DATELINE_KIBANA_PASSWORD."
    ),
    403: (
        "These credentials may not do this in the space {space!r}: their role needs the Kibana "
        'privilege "Saved Objects Management: All" there.'
    ),
    404: "Kibana has no API for saved objects at this address: check it, base path and all.",
    413: (
        "Kibana, or a proxy before it, takes no file of this size: raise "
        "savedObjects.maxImportPayloadBytes, or the proxy's limit."
    ),
    415: "A proxy before Kibana has changed the request: HTTP 415.",
    422: "This Kibana does not know the shape of the objects: it is too old for them.",
    429: "Kibana is busy: try again in a minute.",
    502: "A proxy before Kibana does not reach it: HTTP 502.",
    503: "Kibana is not ready yet: try again in a minute.",
    504: "Kibana took too long for a proxy before it: HTTP 504.",
}


@contextmanager
def kibana(settings: KibanaSettings) -> Iterator[Kibana]:
    """The Kibana of the settings. Raises KibanaError in plain words where it is of no use."""
    key, password = settings.api_key, settings.password
    headers = {"authorization": f"ApiKey {key.get_secret_value()}"} if key else {}
    auth = (settings.user, password.get_secret_value()) if settings.user and password else None
    try:
        client = httpx.Client(
            headers={"accept": "application/json", **headers},
            auth=auth,
            verify=_trusted(settings),
            timeout=settings.timeout,
            follow_redirects=False,  # credentials go to the address that was named, and no other
        )
    except UnicodeEncodeError:
        raise KibanaError(UNSENDABLE) from None
    with client:
        yield Kibana(client, settings)


def _trusted(settings: KibanaSettings) -> ssl.SSLContext:
    if settings.ca_file is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=str(settings.ca_file))
    except (OSError, ValueError):
        raise KibanaError(
            f"The CA file, {settings.ca_file}, is no file of certificates in PEM that can be read."
        ) from None


@contextmanager
def in_plain_words(settings: KibanaSettings) -> Iterator[None]:
    """Turn the HTTP library's errors into a KibanaError, without a cause: theirs hold requests."""
    try:
        yield
    except httpx.TimeoutException:
        raise KibanaError(
            f"Kibana did not answer within {settings.timeout:g} s (DATELINE_KIBANA_TIMEOUT)."
        ) from None
    except httpx.LocalProtocolError:
        raise KibanaError(UNSENDABLE) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise KibanaError(_unreached(error, settings)) from None


def _unreached(error: Exception, settings: KibanaSettings) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return (
            "The certificate of Kibana is not one to trust (wrong host, out of date, or of an "
            "unknown CA): name the CA that signed it with --ca-file."
        )
    if "SSL" in str(error).upper():
        return f"Kibana at {settings.root} does not speak TLS: try http://, or the right port."
    if isinstance(error, httpx.ConnectError):
        hint = "check the address, and that it runs."
    else:
        hint = "check the address, and whether it is to begin with https://."
    return f"Kibana cannot be reached at {settings.root} ({type(error).__name__}): {hint}"


def said_by(answer: httpx.Response) -> str:
    """The message of an answer, in one short line; empty where it has none."""
    told = _object(answer).get("message", "")
    return " ".join(str(told).split())[:MOST_SAID]


def _object(answer: httpx.Response) -> Json:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _place(location: str) -> str:
    """Where a redirect leads, without what may be a secret in it."""
    url = urlsplit(location)
    return url._replace(netloc=url.netloc.rpartition("@")[2], query="", fragment="").geturl()
