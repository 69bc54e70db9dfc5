"""What each date mention was read against: nothing, the day of publication, or the text itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from transforms.article import DateMention, TimexType
from transforms.dates.mentions import Found, found_mentions, read
from transforms.dates.period import Period
from transforms.dates.reading import Reading, Scene


class AnchoredTo(StrEnum):
    """What an anchor is, by the `Scene`'s attribute that gives it."""

    TOPIC = "topic"
    REFERENCE = "reference"
    NARRATED = "narrated"
    PUBLISHED = "anchor"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a mention is counted from; `value` is a TIMEX3 value."""

    to: AnchoredTo
    value: str

    def __str__(self) -> str:
        """For people to read."""
        return f"{self.value}, {_TOLD[self.to]}"


_TOLD = {
    AnchoredTo.TOPIC: "which the text reports on",
    AnchoredTo.REFERENCE: "spoken of before",
    AnchoredTo.NARRATED: "where the story is",
    AnchoredTo.PUBLISHED: "the day of publication",
}


@dataclass(frozen=True, slots=True)
class ExplainedMention:
    """A mention and why it is what it is.

    `anchor` is None where it needs none; `open` is true where it needs one and there is none.
    `direction` is where its clause points: -1 back, 1 ahead, 0 where that does not show.
    """

    mention: DateMention
    anchor: Anchor | None
    open: bool
    direction: int

    def document(self) -> dict[str, Any]:
        """The mention as JSON values; every key is always there."""
        mention, anchor = self.mention, self.anchor
        return {
            **mention_document(mention),
            "direction": self.direction,
            "anchor": {"to": anchor.to.name.lower(), "value": anchor.value} if anchor else None,
        }


def explained_mentions(body: str, anchor: date | None, language: str) -> Iterator[ExplainedMention]:
    """The mentions that `date_mentions` gives, explained."""
    for found in found_mentions(body, anchor, language):
        needed = anchor_of(found)
        is_open = needed is None and found.reading.period is None and _is_open(found.mention)
        yield ExplainedMention(found.mention, needed, is_open, found.scene.points)


def anchor_of(found: Found) -> Anchor | None:
    """What the reading hangs on: the first thing without which it would be another.

    Things are taken away one after the other, what the text says before the day of publication,
    for a reading falls back on that.
    """
    scene = found.scene
    for to in AnchoredTo:
        told: Period | date | None = getattr(scene, to)
        if told is None:
            continue
        without: dict[str, Any] = {to: None}
        scene = replace(scene, **without)
        if not _same(found, scene):
            return Anchor(to, told.value if isinstance(told, Period) else told.isoformat())
    return None


def mention_document(mention: DateMention) -> dict[str, Any]:
    """A mention as JSON values; every key is always there."""
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "type": str(mention.type),
        "value": mention.value,
        "mod": mention.mod,
        "gte": mention.gte.isoformat() if mention.gte else None,
        "lte": mention.lte.isoformat() if mention.lte else None,
        "granularity": str(mention.granularity),
        "rule": mention.rule,
        "confidence": mention.confidence,
    }


def _same(found: Found, scene: Scene) -> bool:
    without: Reading | None = read(found.reads, found.slots, scene)
    told = found.reading
    return without is not None and (without.value, without.type) == (told.value, told.type)


def _is_open(mention: DateMention) -> bool:
    return mention.type in (TimexType.DATE, TimexType.TIME) and "X" in mention.value
