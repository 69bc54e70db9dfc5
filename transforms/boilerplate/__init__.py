"""What is not the article's own text: found by weighed cues, shape, place and block structure.

Knowledge lives in `data/`: one file of cues a language, and `common.toml` for all of them.
"""

from transforms.boilerplate.removals import keep, removals
from transforms.boilerplate.stage import RemoveBoilerplate

__all__ = ["RemoveBoilerplate", "keep", "removals"]
