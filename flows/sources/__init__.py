"""Reading raw articles from files, folders, stores and streams."""

from flows.sources.extent import Extent, extents, is_gone
from flows.sources.mapping import FieldMap
from flows.sources.options import SourceOptions
from flows.sources.outcome import Outcome, Reason, SourceError, Unreadable
from flows.sources.progress import Progress
from flows.sources.read import count_hint, read_sources

__all__ = [
    "Extent",
    "FieldMap",
    "Outcome",
    "Progress",
    "Reason",
    "SourceError",
    "SourceOptions",
    "Unreadable",
    "count_hint",
    "extents",
    "is_gone",
    "read_sources",
]
