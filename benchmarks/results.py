"""The table and the picture of docs/performance.md, made of what the benchmarks have measured.

    python -m benchmarks.results

A benchmark that is run with `--keep` writes its ratios to `results.json`; this writes them, beside
what they should be, into the page. Ratios are of one run each: what the machine does besides falls
on both sides.
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

KEPT = Path(__file__).with_name("results.json")
PAGE = Path(__file__).parents[1] / "docs/performance.md"
PICTURE = PAGE.with_suffix(".svg")
TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end -->)", re.S)
WIDTH, ROW, LEFT, UNIT = 960, 30, 400, 330
"""Pixels of the picture: its width, a row's height, where bars begin, and how long a target is."""
LONGEST = 1.4
"""A bar that is longer is cut: more than that much above its target is only "above"."""


@dataclass(frozen=True)
class Row:
    """A ratio and its target, which is the least that it should be, or the most."""

    key: str
    what: str
    target: float
    command: str
    most: bool = False
    form: str = ".2f"

    @property
    def aim(self) -> str:
        """The target in words."""
        return f"{'≤' if self.most else '≥'} {self.target:{self.form}}"

    def reached(self, value: float) -> float:
        """The value as a share of the target: 1 and more is met."""
        return self.target / value if self.most else value / self.target


ROWS = (
    Row("of_ner", "end to end, one worker, against the entity model alone", 0.90, "end_to_end"),
    Row("two_workers", "two workers against one, end to end", 1.7, "end_to_end"),
    Row("loading", "loading, against a bare parallel_bulk of the same bytes", 0.95, "loading"),
    Row("second_run", "second run over what has not changed", 40, "unchanged", form=".0f"),
    Row("prefect", "Prefect's share of a run", 0.03, "prefect_overhead", most=True, form=".1%"),
    Row("cost", "cost of an article, ten times as many", 1.05, "growth", most=True),
    Row("memory", "peak memory, ten times as many articles", 1.05, "growth", most=True),
    Row("worker", "peak memory of a worker, in GB", 1.2, "growth", most=True),
)


def arguments(benchmark: str) -> argparse.ArgumentParser:
    """The arguments of a benchmark, of which `--keep` is one already."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{benchmark}")
    parser.add_argument("--keep", action="store_true", help="keep what is measured for the page")
    return parser


def keep(key: str, value: float, told: str) -> None:
    """Keep a ratio, and in words what it was made of."""
    assert key in {row.key for row in ROWS}, key
    kept = results()
    kept[key] = {"value": value, "told": told, "measured": f"{datetime.now(UTC):%Y-%m-%d}"}
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


def results() -> dict[str, dict[str, str | float]]:
    """What was kept, by the rows' keys."""
    return json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}


def table(kept: Mapping[str, Mapping[str, str | float]]) -> str:
    """The rows that were measured, as a table of markdown."""
    lines = ["| what | target | measured | of what | `benchmarks.…` |", "|---|---|---|---|---|"]
    for row, value in _measured(kept):
        shown = f"{value:{row.form}}"
        shown = f"**{shown}**" if row.reached(value) >= 1 else f"{shown} (missed)"
        told = kept[row.key]["told"]
        lines.append(f"| {row.what} | {row.aim} | {shown} | {told} | `{row.command}` |")
    return "\n".join(lines) + "\n"


def picture(kept: Mapping[str, Mapping[str, str | float]]) -> str:
    """The same as SVG: bars as shares of their targets, which are one line."""
    rows = list(_measured(kept))
    height = ROW * len(rows) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-label="Measured ratios against their targets" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for at, (row, value) in enumerate(rows):
        top, reached = ROW * at + 10, row.reached(value)
        colour = "#2f6f5e" if reached >= 1 else "#b3541e"
        width = UNIT * min(reached, LONGEST)
        parts += [
            f'<text x="{LEFT - 10}" y="{top + 15}" text-anchor="end">{escape(row.what)}</text>',
            f'<rect x="{LEFT}" y="{top}" width="{width:.0f}" height="20" fill="{colour}"/>',
            f'<text x="{LEFT + 8}" y="{top + 15}" fill="#fff">{value:{row.form}} '
            f"({escape(row.aim)})</text>",
        ]
    line, bottom = LEFT + UNIT, ROW * len(rows) + 8
    parts += [
        f'<path d="M{line} 4V{bottom}" stroke="#222" stroke-dasharray="4 3"/>',
        f'<text x="{line}" y="{bottom + 18}" text-anchor="middle">target; longer is better</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _measured(kept: Mapping[str, Mapping[str, str | float]]) -> Iterator[tuple[Row, float]]:
    for row in ROWS:
        if row.key in kept:
            yield row, float(kept[row.key]["value"])


def main() -> None:
    kept = results()
    PICTURE.write_text(picture(kept), "utf-8")
    page = PAGE.read_text("utf-8")
    PAGE.write_text(TABLE.sub(lambda _: table(kept), page), "utf-8")


if __name__ == "__main__":
    main()
