"""Fetching from the web: politely, within limits, and never where a feed must not lead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from flows.feeds.answer import BUSY, REDIRECTS, Answer, address_of, target_of
from flows.feeds.failure import FetchError, LaterError, unreachable
from flows.feeds.network import PrivateAddressError, Site, site_of
from flows.feeds.robots import MOST_BYTES as MOST_OF_ROBOTS
from flows.feeds.robots import Robots, everything, nothing, robots_answered
from flows.sources.outcome import Reason

MOST_REDIRECTS = 5
PATIENCE = 60.0
"""Seconds that a request waits for its turn at most, whoever asks for them."""
MOST_SILENCE = 3
"""Times in a row without an answer, after which a host is left alone for the rest of the run."""
TRIES = 3

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one answer: bytes as they come, and seconds from connection to last byte.

    `pause`: seconds between two requests to one host.
    """

    most_bytes: int
    seconds: float
    pause: float


@dataclass
class Host:
    """How a host is dealt with in this run: one request at a time."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    robots: Robots | None = None
    free_at: float = 0.0
    silent: int = 0


@dataclass
class Hosts:
    """The hosts of a run, whichever of its feeds leads to them. `agent` is the User-Agent."""

    agent: str
    by_site: dict[Site, Host] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """What a robots.txt calls it by: the User-Agent's first word."""
        return self.agent.partition("/")[0].strip()

    def of(self, site: Site) -> Host:
        """The host of a site."""
        return self.by_site.setdefault(site, Host())


@dataclass(frozen=True)
class Fetcher:
    """Fetches what belongs to one source.

    Args:
        client: one that follows no redirect by itself.
        hosts: shared by all fetchers of a run.
        bounds: of each answer.
    """

    client: httpx.AsyncClient
    hosts: Hosts
    bounds: Bounds

    async def get(self, address: str, headers: Headers | None = None) -> Answer:
        """What an address gives in the end, redirects followed: an answer of 200 or 304.

        Args:
            headers: of a conditional request.

        Raises:
            FetchError: it gives nothing, or must not be asked.
            LaterError: its host is to be left alone for now.
        """
        url = address_of(address)
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._allowed(url, headers or {})
            if answer.status not in REDIRECTS:
                return answer.good()
            url = target_of(answer, url)
        raise FetchError(Reason.NOT_SERVED, f"redirected over {MOST_REDIRECTS} times", for_now=True)

    async def _allowed(self, url: httpx.URL, headers: Headers) -> Answer:
        host = self.hosts.of(site_of(url))
        async with host.turn:
            if host.robots is None:
                host.robots = await self._robots(url, host)
            if not host.robots.allows(str(url)):
                if host.robots.for_now:
                    raise unreachable(host.robots.closed or "")
                told = host.robots.closed or "its robots.txt does not allow it"
                raise FetchError(Reason.DISALLOWED, told)
            for _ in range(TRIES):
                answer = await self._at_its_time(url, headers, host)
                if answer.status not in BUSY:
                    return answer
                asked = answer.retry_after
                if asked is None:
                    break
                host.free_at = max(host.free_at, _now() + asked)
            # It is busy, and asking for more would make it worse.
            host.free_at = max(host.free_at, _now() + 2 * PATIENCE)
            return answer

    async def _robots(self, url: httpx.URL, host: Host) -> Robots:
        at = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                answer = await self._at_its_time(at, {}, host)
                if answer.status not in REDIRECTS:
                    content = answer.body(MOST_OF_ROBOTS)[0] if answer.status == 200 else b""
                    return robots_answered(answer.status, content, self.hosts.token)
                at = target_of(answer, at)
        except FetchError as error:
            if error.reason is Reason.BAD_ADDRESS:
                raise
            told = f"its robots.txt can't be had: {error.error}"
            return nothing(self.hosts.token, told, for_now=True)
        # As RFC 9309 has it: rules that are so far away are none.
        return everything(self.hosts.token)

    async def _at_its_time(self, url: httpx.URL, headers: Headers, host: Host) -> Answer:
        wait = host.free_at - _now()
        if wait > PATIENCE:
            raise LaterError(f"its server asks to be left alone for {wait:,.0f} s", wait)
        if host.silent >= MOST_SILENCE:
            raise LaterError(f"its server has not answered {host.silent} times in a row")
        await asyncio.sleep(max(0.0, wait))
        try:
            answer = await self._answer(url, headers)
        except FetchError as error:
            host.silent += error.for_now
            raise
        finally:
            asked = host.robots.delay if host.robots else 0.0
            host.free_at = _now() + max(self.bounds.pause, asked)
        host.silent = 0
        return answer

    async def _answer(self, url: httpx.URL, headers: Headers) -> Answer:
        sent = {"User-Agent": self.hosts.agent, "Accept-Encoding": "gzip, zstd", **headers}
        with _told(self.bounds.seconds):
            async with (
                # Of all of it: one that sends a byte now and then would never run into another.
                asyncio.timeout(self.bounds.seconds),
                self.client.stream("GET", url, headers=sent) as response,
            ):
                status, told = response.status_code, dict(response.headers)
                if status != 200:
                    return Answer(str(url), status, told)
                content, whole = await _read(response, self.bounds.most_bytes)
                return Answer(str(url), status, told, content, whole)


async def _read(response: httpx.Response, most: int) -> tuple[bytes, bool]:
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) > most:
            return bytes(content[:most]), False
    return bytes(content), True


@contextmanager
def _told(seconds: float) -> Iterator[None]:
    """What can go wrong with a request as a FetchError, without addresses that hold secrets."""
    try:
        yield
    except (TimeoutError, httpx.TimeoutException) as error:
        raise unreachable(f"no whole answer within {seconds:g} s") from error
    except PrivateAddressError as error:
        told = "leads to an address that is not public: only a source's own server may have one"
        raise FetchError(Reason.BAD_ADDRESS, told) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise FetchError(Reason.BAD_ADDRESS, "not an address that can be asked for") from error
    except httpx.RequestError as error:
        raise unreachable(f"{type(error).__name__}: {str(error)[:200]}") from error


def _now() -> float:
    return asyncio.get_running_loop().time()
