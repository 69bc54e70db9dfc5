"""Every kind of bad input in one folder, read in one run: each has its outcome, none hurts another.

The kinds are the tables beside (`bad_input/`), a row each.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.reports.report import RunReport
from flows.running.outcomes import Outcome
from tests.flows.bad_input import containers, encodings, pages, places, records
from tests.flows.bad_input.kind import LIMIT, Document, Kind

if TYPE_CHECKING:
    from tests.flows.conftest import Index, NewIndex

ALL = (
    *encodings.KINDS, *containers.KINDS, *records.KINDS, *pages.KINDS, *places.KINDS,
)  # fmt: skip
KINDS = [kind for kind in ALL if not (kind.needs_user and os.geteuid() == 0)]
GOOD = {
    "pier": "Engineers found on Monday that four of the oak piles of the ferry pier had rotted.",
    "bridge": "Carla Lindqvist, who built the swing bridge, is to speak in Lower Ashby in June.",
    "court": "On 3 May 2024 a judge ordered the water company to give its records to the press.",
    "books": "Ben Okoro read from his new novel last week; the Harbour Library was full.",
    "rain": "The reservoirs of the Oxney valley are three quarters full after a wet autumn.",
}


@dataclass(frozen=True)
class Left:
    """What a run has left: its report, and the documents by id."""

    report: RunReport
    articles: dict[str, Document]
    quarantined: dict[str, Document]
    raws: dict[str, Document]

    @property
    def reasons(self) -> dict[str, str]:
        """By id, why a document is in quarantine."""
        return {id: each["reason"] for id, each in self.quarantined.items()}


@dataclass(frozen=True)
class Runs:
    """The run over the good articles alone, the one over everything, and that once more."""

    folder: Path
    alone: Left
    first: Left
    second: Left

    def read_from(self, kind: Kind, documents: dict[str, Document], field: str) -> list[Document]:
        """The documents whose field names a file of the kind's folder, or the folder."""
        start = (self.folder / kind.name).as_uri() + "/"
        return [each for each in documents.values() if f"{each.get(field)}/".startswith(start)]


@pytest.fixture(scope="module")
def runs(new_index: NewIndex, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("everything")
    (folder / "good").mkdir()
    for name, text in GOOD.items():
        (folder / "good" / f"{name}.txt").write_text(text)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATELINE_SPOOL_FOLDER", str(tmp_path_factory.mktemp("spool")))
        environment.setenv("DATELINE_MAX_DOCUMENT_BYTES", str(LIMIT))
        # Enough for each article but the longest lines, whose every word the model would weigh.
        environment.setenv("DATELINE_ENTITY_CHARACTERS", "10000")
        with new_index() as index:
            alone = ran(index, folder)
        for kind in KINDS:
            kind.lay_into(folder / kind.name)
        with new_index() as index:
            return Runs(folder, alone, ran(index, folder), ran(index, folder))


def ran(index: Index, folder: Path) -> Left:
    report = index.ingest(folder)
    names = index.aliases
    return Left(
        report, index.all(names.articles), index.all(names.quarantine), index.all(names.raw)
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_of_bad_input_has_its_outcome(runs: Runs, kind: Kind) -> None:
    articles = runs.read_from(kind, runs.first.articles, "read_from")
    failed = runs.read_from(kind, runs.first.quarantined, "uri")
    assert sorted(each["reason"] for each in failed) == sorted(kind.reasons)
    assert len(articles) == kind.indexed
    assert all(each["error"].isprintable() for each in failed)
    if kind.holds:
        assert [each["text"][:200] for each in articles if not kind.holds(each)] == []


def test_every_document_is_accounted_for(runs: Runs) -> None:
    runs.first.report.close()
    assert runs.first.report.tally.outcomes == {
        Outcome.INDEXED: len(GOOD) + sum(kind.indexed for kind in KINDS),
        Outcome.DUPLICATE: sum(kind.duplicates for kind in KINDS),
        Outcome.QUARANTINED: sum(len(kind.reasons) for kind in KINDS),
    }
    assert runs.first.report.skipped == sum(kind.skipped for kind in KINDS)
    assert len(runs.first.articles) == runs.first.report.tally.outcomes[Outcome.INDEXED]
    assert runs.first.raws.keys() == runs.first.articles.keys()


def test_no_good_article_is_hurt(runs: Runs) -> None:
    assert len(runs.alone.articles) == len(GOOD)
    assert {id: runs.first.articles[id] for id in runs.alone.articles} == runs.alone.articles


def test_a_second_run_changes_nothing(runs: Runs) -> None:
    counted = runs.second.report.tally.outcomes
    assert counted[Outcome.UNCHANGED] == len(runs.first.articles)
    assert counted[Outcome.INDEXED] == counted[Outcome.UPDATED] == 0
    assert runs.second.articles == runs.first.articles
    assert runs.second.raws == runs.first.raws
    assert runs.second.reasons == runs.first.reasons


def test_no_credential_is_kept_or_shown(runs: Runs) -> None:
    for left in (runs.first, runs.second):
        assert "hush" not in json.dumps([left.articles, left.raws, left.report.document()])
        assert "hush" not in "".join(each["error"] for each in left.quarantined.values())


def test_the_table_is_long() -> None:
    assert len({kind.name for kind in ALL}) == len(ALL) >= 60
