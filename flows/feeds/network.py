"""Connections to public addresses alone: no feed may lead a run into its own network.

What a feed links to, and where a server redirects, is in a stranger's hand. A name is looked up
once, and the connection made to an address that was judged: a second look-up could tell another.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

MOST_ADDRESSES = 4
NAT64 = IPv6Network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}

Site = tuple[str, int]
"""A host's name, in lower case, and a port."""


class PrivateAddressError(Exception):
    """A name that leads to no public address."""


def site_of(url: httpx.URL) -> Site:
    """The host and port that a URL leads to."""
    return url.raw_host.decode("ascii").lower(), url.port or PORTS.get(url.scheme, 0)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where it is wrapped in another.

    >>> [is_public(each) for each in ("93.184.216.34", "10.1.2.3", "::ffff:127.0.0.1")]
    [True, False, False]
    """
    found = _unwrapped(ip_address(address.partition("%")[0]))
    return found.is_global and not found.is_multicast


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class PublicTransport(httpx.AsyncBaseTransport):
    """Sends requests to public addresses, and to the sites that a person has named.

    Raises PrivateAddressError for what has no address that it may go to.

    Args:
        named: sites that may have any address.
    """

    def __init__(self, named: Iterable[Site] = ()) -> None:
        self._named = frozenset(named)
        # None is kept open: to the pool, two names at one address would be the same server, and
        # the second one's certificate would not be looked at.
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it to the first of the addresses that takes the connection."""
        addresses = await self._addresses(site_of(request.url))
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_pinned(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_pinned(request, addresses[-1]))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()

    async def _addresses(self, site: Site) -> Sequence[str]:
        host, port = site
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"no address of {host!r:.200} is known") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if site not in self._named:
            addresses = [each for each in addresses if is_public(each)]
        if not addresses:
            raise PrivateAddressError(host)
        return addresses[:MOST_ADDRESSES]


def _pinned(request: httpx.Request, address: str) -> httpx.Request:
    """The request to this address; the name stays in its Host header and its TLS handshake."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")},
    )
