"""What finding dates costs: the rules alone, on one core.

    python -m benchmarks.dates [FILE.jsonl]

Prints articles of 570 words (the mean of the news) a second, of processor time, over the texts of
`seeds/articles`, or over the "text" of a file of records ("dct" is the day of publication, if it
has one), and how many times as fast as dateparser's search that is, over the first of them. The
best of several rounds counts: others use the machine, too.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from dateparser.search import search_dates  # type: ignore[import-untyped]

from benchmarks.text_cleaning import WORDS, seeds
from transforms.dates import date_mentions

ROUNDS = 7
COMPARED = 10
ANCHOR = date(2024, 10, 30)


def records(path: str) -> Iterator[tuple[str, date]]:
    """The texts of a file of records, with their day of publication."""
    for line in Path(path).read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["text"], date.fromisoformat(row["dct"][:10]) if row.get("dct") else ANCHOR


def round_of(texts: list[tuple[str, date]]) -> tuple[float, int]:
    """Seconds of processor time for all texts, and the mentions found."""
    started = time.process_time()
    found = sum(len(date_mentions(text, anchor)) for text, anchor in texts)
    return time.process_time() - started, found


def peer(texts: list[tuple[str, date]]) -> float:
    """Seconds of processor time of dateparser's search."""
    started = time.process_time()
    for text, anchor in texts:
        base = datetime.combine(anchor, datetime.min.time())
        search_dates(text, languages=["en"], settings={"RELATIVE_BASE": base})
    return time.process_time() - started


def main(file: str | None) -> None:
    """Print the figures."""
    texts = list(records(file)) if file else [(text, ANCHOR) for text in seeds()]
    words = sum(len(text.split()) for text, _ in texts)
    _, found = round_of(texts)
    spent = min(round_of(texts)[0] for _ in range(ROUNDS))
    print(f"{len(texts)} texts, {words} words, {found} mentions, {1000 * spent:.0f} ms")
    print(f"{words / WORDS / spent:.0f} articles of {WORDS} words a second")
    some = texts[:COMPARED]
    ours = min(round_of(some)[0] for _ in range(ROUNDS))
    print(f"{peer(some) / ours:.0f} times as fast as dateparser's search")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
