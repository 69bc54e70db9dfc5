"""Near-duplicates: MinHash of a body, and how alike two bodies are."""

from transforms.duplicates.signature import SignBody, similarity

__all__ = ["SignBody", "similarity"]
