"""All that Dateline brings to a Kibana, as saved objects and as the file that Kibana imports."""

from __future__ import annotations

import json

from search.kibana.columns import Json
from search.kibana.maps import MAPS
from search.kibana.newsroom import NEWSROOM
from search.kibana.operations import OPERATIONS
from search.kibana.saved import Names
from search.kibana.searches import SEARCHES
from search.kibana.timeline import TIMELINE
from search.kibana.views import VIEWS

DASHBOARDS = (NEWSROOM, TIMELINE, OPERATIONS)


def saved_objects(prefix: str) -> list[Json]:
    """The saved objects for the indices of this prefix; what is referred to comes first."""
    names = Names(prefix)
    return [
        *(view.saved(names) for view in VIEWS.values()),
        *(search.saved(names) for search in SEARCHES),
        *(map.saved(names) for map in MAPS),
        *(dashboard.saved(names) for dashboard in DASHBOARDS),
    ]


def ndjson(objects: list[Json]) -> str:
    """One object a line, as Kibana exports them; the same for the same objects."""
    lines = (
        json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for each in objects
    )
    return "".join(f"{line}\n" for line in lines)
