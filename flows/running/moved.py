"""Files that moved: the article under the new name stays, the one under the old leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flows.running.run import Run
from flows.sources import is_gone
from index_mappings.moves import twins
from index_mappings.tombstones import bury


def settle_moves(run: Run, runs: Sequence[str]) -> None:
    """For what these runs wrote, bury the articles of the same content whose files are no more.

    The index is then what reading the files as they lie today would make it, whatever they were
    called before. A copy whose original is still there is an article of its own. Raises as
    `client.patiently` does.
    """
    for page in twins(run.client, run.aliases, runs, run.settings.es_patience):
        gone = {file for file in {pair.old_file for pair in page} if is_gone(file)}
        moved_to: dict[str, str] = {}
        for pair in sorted(page, key=lambda pair: pair.new):
            if pair.old_file in gone:
                moved_to.setdefault(pair.old, pair.new)
        if moved_to:
            run.tally.events["moved"] += bury(
                run.client, run.aliases, list(moved_to), run.id, datetime.now(UTC), run.settings,
                moved_to,
            )  # fmt: skip
