"""Near-duplicates: MinHash of a body, and how alike two bodies are."""

from transforms.duplicates.signature import similarity
from transforms.duplicates.stage import SignBody

__all__ = ["SignBody", "similarity"]
