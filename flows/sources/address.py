"""An article's address, as a source tells it, fit to be kept and to be clicked on."""

from __future__ import annotations

import re

USERINFO = re.compile(r"^((?:[a-z][a-z0-9+.-]*:)?//)[^/?#\s]*@", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
WEB = ("http:", "https:")


def web_address(told: str) -> str | None:
    """The address without credentials; None where it leads elsewhere than to the web.

    What names no scheme, such as a path, is left as it is: it leads nowhere.

    >>> web_address("https://ada:word@wire.example/pier")
    'https://wire.example/pier'
    >>> web_address("javascript:alert(1)") is web_address("file:///etc/passwd") is None
    True
    """
    scheme = SCHEME.match(told)
    if scheme is not None and scheme.group().lower() not in WEB:
        return None
    return USERINFO.sub(r"\1", told)
