"""The settings of a run as they may be kept and shown."""

from __future__ import annotations

import re

from pydantic import SecretStr

from flows.sources.redact import shown_location
from index_mappings.settings import Settings

WITHHELD = re.compile(r"user|password|secret|token|api_key|webhook")
"""Names of settings that are nobody's business, though one of them were no `SecretStr`."""
LONGEST = 1000


def shown_settings(settings: Settings) -> dict[str, str]:
    """By name what is set, as text: nothing secret, addresses without userinfo and query."""
    return {
        name: shown_location(str(value), LONGEST)
        for name, value in settings
        if value is not None and not isinstance(value, SecretStr) and not WITHHELD.search(name)
    }
