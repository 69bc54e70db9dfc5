"""What all saved objects share: ids of their own, references, the versions of their shapes.

`coreMigrationVersion` and `typeMigrationVersion` say in which version's shape an object is. Kibana
brings older shapes up to its own when it imports them, and refuses newer ones; so each is the
oldest that our shape needs, which 8.16 and later and 9.x all know.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from search.kibana.columns import Json

CORE_VERSION = "8.8.0"
TYPE_VERSIONS = {
    "index-pattern": "8.0.0",
    "search": "8.0.0",
    "map": "8.4.0",
    "dashboard": "8.9.0",
}
OLDEST_KIBANA = (8, 16)


@dataclass(frozen=True, slots=True)
class Names:
    """What objects are called under a prefix of the indices, so that several can be side by side.

    >>> Names("dateline-").id("newsroom"), Names("dateline-").title("Newsroom")
    ('dateline-newsroom', '[Dateline] Newsroom')
    >>> Names("eu.").id("newsroom"), Names("eu.").title("Newsroom")
    ('eu.newsroom', '[eu] Newsroom')
    """

    prefix: str

    def id(self, key: str) -> str:
        """The id of an object."""
        return f"{self.prefix}{key}"

    def title(self, title: str) -> str:
        """A title that says whose it is."""
        whose = "Dateline" if self.prefix == "dateline-" else self.prefix.rstrip("-_.")
        return f"[{whose}] {title}"


def reference(type: str, id: str, name: str) -> Json:
    """A reference to another saved object, by the name that the object has for it."""
    return {"type": type, "id": id, "name": name}


def saved(type: str, id: str, attributes: Json, references: list[Json]) -> Json:
    """A saved object as Kibana exports it, but for times and the version of a stored one."""
    return {
        "attributes": attributes,
        "coreMigrationVersion": CORE_VERSION,
        "id": id,
        "managed": False,
        "references": references,
        "type": type,
        "typeMigrationVersion": TYPE_VERSIONS[type],
    }


def packed(value: object) -> str:
    """JSON within JSON, the same each time."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
