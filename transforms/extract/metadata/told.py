"""What one part of a page says, unjudged."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.article import MetadataFrom

MOST_VALUES = 100
"""Entries of a list, and strings for a field, that are looked at."""

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The strings that a part of a page gives for each field, the most trusted first."""

    found_in: MetadataFrom
    authors: Values = ()
    site: Values = ()
    url: Values = ()
    language: Values = ()
    section: Values = ()
    tags: Values = ()
    image_caption: Values = ()
