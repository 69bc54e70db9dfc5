"""What comparing two surfaces tells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """How sure it is, from 0 to 1, that two surfaces name the same, and why."""

    score: float
    reason: str
