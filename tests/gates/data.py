"""The data that is measured on, and its hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
EVAL = PROJECT.parent / "shared" / "eval"
Figures = dict[str, float]


def rows(path: str) -> list[dict[str, Any]]:
    """The lines of a JSONL file of the evaluation data."""
    with (EVAL / path).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def sha256(paths: tuple[Path, ...]) -> str:
    """One hash over the files that a measure reads; a folder counts with all its files."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()
