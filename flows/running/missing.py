"""What the sources no longer have: found by what a run has read, and buried on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from flows.running.batching import file_key, unreadable_key
from flows.running.run import Run
from flows.running.seen import SeenIds
from flows.sources import Extent, Progress
from flows.sources.redact import shown_location
from index_mappings.moment import PointInTime, point_in_time
from index_mappings.tombstones import ReadFrom, bury, read_from

MOST_SHARE = 0.5
PAGE = 500


@dataclass(frozen=True)
class Reading:
    """What a run has read: ids and files, and where it could not."""

    seen: SeenIds
    progress: Progress

    def misses(self, article: ReadFrom, extent: Extent) -> bool:
        """Whether the source certainly has this article no longer.

        Its file is gone, or was read to its end without the article in it. A file that could not
        be read says nothing, nor does one that was passed over or holds nothing at all any more.
        """
        if self.seen.holds(article.id) or self.seen.holds(unreadable_key(article.id)):
            return False
        if self.progress.faulty(article.file):
            return False
        return self.seen.holds(file_key(article.file)) or extent.is_gone(article.file)

    def without_fault(self, uri: str) -> bool:
        """Whether the file that this is the address of, or of a place in, was read to its end."""
        file = uri.partition("#")[0]
        return self.seen.holds(file_key(file)) and not self.progress.faulty(file)


def bury_missing(run: Run, extents: Sequence[Extent], reading: Reading, force: bool) -> str | None:
    """Bury the articles that the locations no longer have. Returns why not, where it does not.

    It does not where more than half of what a location held would go, which looks like a place
    that is not mounted or a path that has changed, unless `force`d; and in no case where a
    location that held articles gave none.
    """
    with point_in_time(run.client, run.aliases.raw, run.settings.es_patience) as raws:
        for extent in extents:
            if why := _refusal(extent, raws, reading, force):
                return why
        for extent in extents:
            missing = (each.id for each in _held(extent, raws) if reading.misses(each, extent))
            while page := list(islice(missing, PAGE)):
                now = datetime.now(UTC)
                buried = bury(run.client, run.aliases, page, run.id, now, run.settings)
                run.tally.events["tombstoned"] += buried
    return None


def _refusal(extent: Extent, raws: PointInTime, reading: Reading, force: bool) -> str | None:
    held = missing = found = 0
    for article in _held(extent, raws):
        held += 1
        missing += reading.misses(article, extent)
        found += reading.seen.holds(article.id)
    place = shown_location(extent.start)
    if missing and not found:
        return (
            f"{place} held {held:,} articles and gave none of them: nothing was deleted. See "
            "whether it is mounted and is the right place."
        )
    if missing > MOST_SHARE * held and not force:
        return (
            f"{missing:,} of {held:,} articles of {place} are missing, more than half: nothing was "
            "deleted. If that is right, run it again with --force."
        )
    return None


def _held(extent: Extent, raws: PointInTime) -> Iterator[ReadFrom]:
    return (each for each in read_from(raws, extent.start) if extent.covers(each.file))
