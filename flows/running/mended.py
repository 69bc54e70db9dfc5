"""What could not be read once and can be now: it leaves the quarantine, whatever its new name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flows.running.missing import Reading
from flows.running.run import Run
from index_mappings.client import patiently
from index_mappings.moment import PointInTime, point_in_time
from index_mappings.quarantine import release

PAGE = 500


def release_mended(run: Run, reading: Reading) -> None:
    """Release earlier failures to read of files that are now read to their end without any.

    A line of a file has the file's address and its place in it; mended, it is an article with an
    address of its own, by which nobody would find the failure. A file of which anything can't be
    read keeps them all: where it broke off is not known here.
    """
    aliases, patience = run.aliases, run.settings.es_patience
    with point_in_time(run.client, aliases.quarantine, patience) as held:
        for ids in _mended(held, reading, run.id):
            patiently(partial(release, run.client, aliases, ids, run.settings), patience)
            run.tally.events["mended"] += len(ids)


def _mended(held: PointInTime, reading: Reading, run: str) -> Iterator[list[str]]:
    earlier = {"bool": {"filter": {"term": {"stage": "read"}}, "must_not": {"term": {"run": run}}}}
    for page in held.pages(earlier, PAGE, source_includes=["uri"]):
        addresses = {hit["_id"]: hit["_source"].get("uri") for hit in page}
        if ids := [id for id, uri in addresses.items() if uri and reading.without_fault(uri)]:
            yield ids
