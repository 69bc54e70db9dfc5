"""Judgements as a file that people fill in: one pair a line, as JSON.

    {"left": "person-1f…", "right": "per-ada-quill", "names": ["A. Quill", "Ada Quill"],
     "score": 0.8, "why": "with initials of Ada Quill", "verdict": ""}

`verdict` is "same", "different", or empty for what stays unsure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from transforms.names.across.model import Judgement, Verdict

DECIDED = (Verdict.SAME, Verdict.DIFFERENT)
REASON = "by review"


class JudgementsFileError(ValueError):
    """A line is not as it must be. The message names it."""


def as_lines(judgements: Iterable[Judgement]) -> Iterator[str]:
    """A line for each pair, its verdict left open."""
    for each in judgements:
        told = {
            "left": each.left,
            "right": each.right,
            "names": list(each.names or ()),
            "score": each.score,
            "why": each.why,
            "verdict": "",
        }
        yield json.dumps(told, ensure_ascii=False)


def from_lines(lines: Iterable[str], by: str) -> list[Judgement]:
    """The judgements that were filled in, as those of whoever did it.

    Raises JudgementsFileError naming the first line that can't be read.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            judgement = _read(line, by)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise JudgementsFileError(f"line {number}: {_said(error)}") from None
        if judgement is not None:
            found.append(judgement)
    return found


def _read(line: str, by: str) -> Judgement | None:
    told: dict[str, Any] = json.loads(line)
    left, right, verdict = told["left"], told["right"], told.get("verdict") or ""
    if not (isinstance(left, str) and isinstance(right, str) and left != right):
        raise ValueError("left and right must be the ids of two names")
    if verdict in ("", Verdict.UNSURE):
        return None
    if verdict not in DECIDED:
        raise ValueError(f'verdict {verdict!r} must be "same", "different" or empty')
    names = tuple(told.get("names") or ())
    shown = (str(names[0]), str(names[1])) if len(names) == len(DECIDED) else None
    return Judgement(left, right, Verdict(verdict), by, REASON, 1.0, names=shown)


def _said(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return f"not as it must be: {error}"
