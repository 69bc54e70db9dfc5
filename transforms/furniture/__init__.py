"""What stands around the body, in fields of its own: authors, datelines, captions, notes."""

from transforms.furniture.stage import CollectFurniture

__all__ = ["CollectFurniture"]
