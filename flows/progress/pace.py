"""How fast a run goes, and how much time it has left: from what it has done so far."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from flows.progress.duration import about

WINDOW = 120.0
"""Seconds that the time left is judged by: longer than a batch, shorter than the run's moods."""

SHORTEST = 0.5
"""Seconds between two samples that are kept: so there are few, however often one is added."""

STARTING = 4
"""Samples after which the start is left out."""


@dataclass(frozen=True, slots=True)
class Sample:
    """At a moment (seconds, monotonic): documents done, and the share of all, where it is known."""

    at: float
    done: int
    share: float | None


@dataclass
class Pace:
    """The pace of a run, from samples in the order of time."""

    samples: deque[Sample] = field(default_factory=deque)

    def add(self, at: float, done: int, share: float | None) -> None:
        """So much is done at this moment."""
        sample = Sample(at, done, share)
        if len(self.samples) > 1 and at - self.samples[-2].at < SHORTEST:
            self.samples.pop()
        self.samples.append(sample)
        while len(self.samples) > 2 and self._is_past(self.samples[0], at):
            self.samples.popleft()

    def _is_past(self, sample: Sample, now: float) -> bool:
        # How long workers take to start says nothing of their pace.
        start = not sample.done and len(self.samples) > STARTING
        return start or sample.at < now - WINDOW

    @property
    def rate(self) -> float | None:
        """Documents a second of late; None before the first batch is done."""
        if not self.samples:
            return None
        first, last = self.samples[0], self.samples[-1]
        seconds = last.at - first.at
        return (last.done - first.done) / seconds if seconds > 0 and last.done else None

    @property
    def seconds_left(self) -> float | None:
        """By the pace of late; None where nobody can tell."""
        if not self.samples:
            return None
        first, last = self.samples[0], self.samples[-1]
        if first.share is None or last.share is None or last.share <= first.share:
            return None
        return (1 - last.share) * (last.at - first.at) / (last.share - first.share)

    @property
    def told(self) -> str:
        """Both in words, as far as they are known.

        >>> pace = Pace()
        >>> pace.add(0.0, 0, 0.0)
        >>> pace.add(10.0, 140, 0.25)
        >>> pace.told
        '14 a second, about 30 s left'
        """
        rate, left = self.rate, self.seconds_left
        parts = [] if rate is None else [f"{rate:.{0 if rate >= 10 else 1}f} a second"]
        parts += [] if not left else [f"about {about(left)} left"]
        return ", ".join(parts)
