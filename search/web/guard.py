"""What stands before every request and behind every answer: who may ask, what a page may do.

The server has no log-in: it trusts whoever reaches it. So a page of another site, in the same
browser, must not reach it. A name that an attacker's DNS turns to the loopback address is refused
by its `Host`; a form of another site by `Origin`, by the cookie that it does not come with
(SameSite=Strict), and by the token that it cannot know.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
import secrets
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("dateline.web")
SESSION = "dateline_session"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: with it, browsers say `Origin: null` of the site's own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """An application behind the checks that hold for all requests.

    Args:
        app: what answers.
        names: host names under which it may be asked for, beside localhost and any IP address:
            an address can't be turned to another by a DNS that someone else keeps.
    """

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self.app = app
        self.names = frozenset({"localhost", *(name.lower().rstrip(".") for name in names)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) == 1 and self.knows(hosts[0].decode("latin-1")):
            await self._answered(scope, receive, guarded)
        else:
            await _refusal()(scope, receive, guarded)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception:  # what nobody expected has been answered by a page; the trace is for here
            LOG.exception("A page failed: %s", scope["path"])

    def knows(self, host: str) -> bool:
        """Whether a `Host` header names this server.

        >>> guard = Guard(_refusal())
        >>> guard.knows("127.0.0.1:8321"), guard.knows("rebound.example:8321")
        (True, False)
        """
        try:
            parts = urlsplit(f"//{host}")
            name = (parts.hostname or "").rstrip(".")
            known = name in self.names or bool(ipaddress.ip_address(name))
            return known and parts.port != 0 and not parts.username and parts.path == ""
        except ValueError:
            return False


def _refusal() -> Response:
    return PlainTextResponse(
        "This server does not answer to that name. Ask for http://127.0.0.1 or http://localhost "
        "with its port, or start it with --name for a name of its own.\n",
        status_code=421,
    )


class Forms:
    """Tokens for forms, each bound to the session of one browser. The key lasts as the process."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)

    def session(self, request: Request) -> str:
        """The session that a browser has, or a new one."""
        told = request.cookies.get(SESSION, "")
        return told if 32 <= len(told) <= 64 and told.isascii() else secrets.token_urlsafe(32)

    def token(self, session: str) -> str:
        """The token of a session."""
        return hmac.new(self.key, session.encode(), hashlib.sha256).hexdigest()

    def keep(self, response: Response, session: str) -> None:
        """Let the browser have the session: not for scripts, and not on other sites' errands."""
        response.set_cookie(SESSION, session, httponly=True, samesite="strict", path="/")

    def sent(self, request: Request, token: str) -> bool:
        """Whether a form was sent from a page of this server, to the browser that sends it."""
        origin = request.headers.get("origin", "")
        own = f"{request.url.scheme}://{request.headers.get('host', '')}"
        session = request.cookies.get(SESSION, "")
        expected = self.token(session).encode()
        same = hmac.compare_digest(expected, token.encode("utf-8", "replace"))
        return bool(session) and same and origin.lower() == own.lower()
