"""How the commands that carry out a run tell how it went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.text import Text

from cli.terminal import OUT, told_plainly

if TYPE_CHECKING:
    from flows.reports.report import RunReport


def tell(report: RunReport, as_json: bool) -> None:
    """Print a report; end with exit code 1 where it does not close, or something was refused."""
    from flows.reports.report import RefusedError
    from flows.reports.terminal import closing_table
    from flows.running.outcomes import NotClosedError

    if as_json:
        OUT.print_json(json.dumps(report.document()))
    else:
        OUT.print(closing_table(report))
        _name_page(report)
    with told_plainly(NotClosedError, RefusedError):
        report.close()


def _name_page(report: RunReport) -> None:
    from index_mappings.settings import Settings

    page = Settings().reports / f"{report.run}.html"
    if page.is_file():
        OUT.print(Text(f"its page: {page}", style="dim"), soft_wrap=True)
