"""Entities: which spans of a body name a person, an organisation, a place or a group."""

from transforms.entities.model import ModelMissingError
from transforms.entities.stage import FindEntities

__all__ = ["FindEntities", "ModelMissingError"]
