"""All that Dateline brings to a Kibana, as saved objects and as the file that Kibana imports."""

from __future__ import annotations

import json
import re
from datetime import date

from search.kibana.columns import Json
from search.kibana.maps import MAPS
from search.kibana.newsroom import NEWSROOM
from search.kibana.operations import OPERATIONS
from search.kibana.saved import Names
from search.kibana.searches import SEARCHES
from search.kibana.timeline import TIMELINE
from search.kibana.views import VIEWS

DASHBOARDS = (NEWSROOM, TIMELINE, OPERATIONS)
SINCE = "now-5y"
RELATIVE = re.compile(r"now-[0-9]{1,4}[hdwMy]")


def period_start(told: str) -> str:
    """How far back, as Kibana writes it: "now-5y" as it is, a day as its first moment.

    Raises ValueError on anything else.

    >>> period_start("2012-01-01")
    '2012-01-01T00:00:00.000Z'
    """
    if RELATIVE.fullmatch(told):
        return told
    try:
        return f"{date.fromisoformat(told).isoformat()}T00:00:00.000Z"
    except ValueError:
        raise ValueError(f"{told!r} is neither as now-5y nor a day as 2012-01-01") from None


def saved_objects(prefix: str, since: str = SINCE) -> list[Json]:
    """The saved objects for the indices of this prefix; what is referred to comes first.

    Args:
        since: how far back Newsroom and Timeline look when they are opened, as `period_start`.
    """
    start = period_start(since)
    names = Names(prefix)
    return [
        *(view.saved(names) for view in VIEWS.values()),
        *(search.saved(names) for search in SEARCHES),
        *(map.saved(names) for map in MAPS),
        *(dashboard.saved(names, start) for dashboard in DASHBOARDS),
    ]


def ndjson(objects: list[Json]) -> str:
    """One object a line, as Kibana exports them; the same for the same objects."""
    lines = (
        json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for each in objects
    )
    return "".join(f"{line}\n" for line in lines)
