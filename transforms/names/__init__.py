"""Names: which mentions of an article stand for the same person, organisation, place or group."""

from transforms.names.stage import ResolveNames

__all__ = ["ResolveNames"]
