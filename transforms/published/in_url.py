"""The date of publication in an article's address."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from transforms.published.notation import Moment, month_number

LONGEST = 4_000
WEB = ("http", "https")

_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[/_.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[/_-](?P<month>[a-z]{3,9})[/_-](?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[/_.-])(?P<month>\d{1,2}|[a-z]{3,9})(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?<![\da-f])(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?![\da-f])",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)(?P<day>\d\d)(?=/)",
    )
)


_MONTH = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0[1-9]|1[0-2])(?=/)")


def in_url(url: str | None) -> Moment | None:
    """The day in the path of a URL: /2024/10/30/, 2024-10-30, /2024/oct/30/, 20241030.

    >>> in_url("https://paper.example/world/2024/oct/30/bridge").day.isoformat()
    '2024-10-30'
    >>> in_url("https://paper.example/story-20241390") is None
    True
    """
    try:
        address = urlsplit((url or "")[:LONGEST])
    except ValueError:
        return None
    # A folder's date tells when somebody filed or fetched what is in it.
    path = address.path if address.scheme in WEB else ""
    for shape in _SHAPES:
        for match in shape.finditer(path):
            if day := _day(match["year"], match["month"], match["day"]):
                return Moment(day)
    return None


def month_in_url(url: str | None) -> tuple[int, int] | None:
    """Year and month of two folders in the path of a URL.

    >>> month_in_url("https://paper.example/2024/10/bridge")
    (2024, 10)
    """
    try:
        path = urlsplit((url or "")[:LONGEST]).path
    except ValueError:
        return None
    match = _MONTH.search(path)
    return (int(match["year"]), int(match["month"])) if match else None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else month_number(month, "en")
    try:
        return date(int(year), number or 0, int(day))
    except ValueError:
        return None
