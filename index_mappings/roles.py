"""What each kind of user may do on a cluster with security on, and no more.

Privileges are named as in Elasticsearch's reference ("Security privileges"); where those are wider
than what is needed, the action itself is named, as the reference allows.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases

ROLES = ("loader", "operator", "searcher")


def roles(aliases: Aliases, only: str = "") -> dict[str, dict[str, Any]]:
    """Each role's body by its name, as Elasticsearch's role API and its API keys take it.

    `only`: one of ROLES.

    >>> list(roles(Aliases("dateline-")))
    ['dateline-loader', 'dateline-operator', 'dateline-searcher']
    """
    wanted = (only,) if only else ROLES
    return {f"{aliases.prefix}{name}": _role(name, aliases.prefix) for name in wanted}


def put_roles(client: Elasticsearch, aliases: Aliases, only: str = "") -> list[str]:
    """Make the roles, or change them to what they are today. Returns their names.

    The client's user needs the privilege `manage_security`.
    """
    wanted = roles(aliases, only)
    for name, body in wanted.items():
        client.security.put_role(name=name, **body)
    return list(wanted)


def _role(name: str, prefix: str) -> dict[str, Any]:
    path = files("index_mappings") / "templates" / "role" / f"{name}.json"
    role: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for granted in role["indices"]:
        granted["names"] = [f"{prefix}{each}" for each in granted["names"]]
    return role
