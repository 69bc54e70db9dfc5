"""A report put where people look: beside the flow run in Prefect, and as a page in a folder.

A run is as good without: where it does not work out, that is a warning.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.context import FlowRunContext

from flows.reports.markdown import markdown
from flows.reports.page import run_page
from flows.reports.rows import tally_of
from flows.reports.tables import TITLES, tables
from flows.reports.whole_file import write_whole
from index_mappings.run_record import RunRecord

LOG = logging.getLogger("dateline.report")
MOST_PAGES = 1000
"""The newest stay; an older one is made again with `dateline runs show --html`."""
OURS = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}\.html")


def put_artifacts(record: RunRecord) -> None:
    """Put the report beside the flow run: markdown and tables; nothing outside of a flow."""
    if FlowRunContext.get() is None:
        return
    key, equation = f"dateline-{record.flow}", tally_of(record).equation()
    try:
        create_markdown_artifact(key=key, markdown=markdown(record), description=equation)
        for name, rows in tables(record).items():
            create_table_artifact(key=f"{key}-{name}", table=rows, description=TITLES[name])
    except Exception as error:  # noqa: BLE001 - whatever ails Prefect
        LOG.warning("the report could not be put beside the flow run: %s", type(error).__name__)


def put_page(record: RunRecord, folder: Path) -> Path | None:
    """Write the run's page into the folder, where the newest `MOST_PAGES` stay.

    Returns the file; None where it can't be written.
    """
    path = folder / f"{record.run}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, run_page(record))
        _keep_newest(folder)
    except OSError as error:
        LOG.warning("the run's page could not be written to %s: %s", folder, error.strerror)
        return None
    return path


def _keep_newest(folder: Path) -> None:
    pages = sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name))
    for path in pages[:-MOST_PAGES]:
        path.unlink(missing_ok=True)
