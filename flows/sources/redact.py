"""Locations and documents' URIs as they may be shown and kept: without credentials."""

from __future__ import annotations

import re

from flows.sources.outcome import printable

# Userinfo, up to the last @ before the path; and a query, which may be a signature. A `?` without
# a `=` behind it is a glob's.
USERINFO = re.compile(r"(?<=://)[^/\s]*@")
QUERY = re.compile(r"(?<=[^\s?])\?[^\s?=]*=[^\s'\"]*?(?=::|[\s'\"]|$)")
SCHEME = "://"


def shown_location(location: str, limit: int = 500) -> str:
    """A location, or a text with URLs in it, as one inert line without userinfo and query.

    >>> shown_location("https://user:word@host.example/a.jsonl?X-Amz-Signature=0f")
    'https://host.example/a.jsonl'
    >>> shown_location("archive/2024-0?.jsonl")
    'archive/2024-0?.jsonl'
    """
    if SCHEME in location:
        location = QUERY.sub("", USERINFO.sub("", location))
    return printable(location, limit)
