"""Names: which mentions of an article stand for the same person, organisation, place or group."""

from transforms.names.compare import compare, same_name
from transforms.names.comparison import Comparison
from transforms.names.document import canonical_names
from transforms.names.stage import ResolveNames

__all__ = ["Comparison", "ResolveNames", "canonical_names", "compare", "same_name"]
