"""Names: which mentions of an article stand for the same person, organisation, place or group."""

from transforms.names.compare import same_name
from transforms.names.document import canonical_names
from transforms.names.stage import ResolveNames

__all__ = ["ResolveNames", "canonical_names", "same_name"]
