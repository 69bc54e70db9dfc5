"""What reading a web page costs, beside what trafilatura alone costs, on one core.

    python -m benchmarks.main_text [FOLDER] [MOST]

Prints pages a second of processor time over the HTML of `seeds/articles`, or of a folder's files
("*.html" and "*.html.gz", MOST of them at most). The ratio of the two is what a busy machine
changes least: both read each page in turn, and of each the best of three rounds counts.
"""

import gzip
import logging
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import trafilatura

from transforms.extract import main_text

ROUNDS = 3
MOST = 200
SEEDS = Path(__file__).parents[1] / "seeds/articles"


def pages(folder: Path) -> Iterator[str]:
    """The pages of a folder, in the order of their names."""
    for file in sorted(folder.glob("*.html*")):
        content = file.read_bytes()
        told = gzip.decompress(content) if file.suffix == ".gz" else content
        yield told.decode("utf-8", "replace")


def trafilatura_alone(html: str) -> object:
    """What trafilatura reads as it comes, comments left out."""
    return trafilatura.extract(html, include_comments=False)


def best(read: Callable[[str], object], html: str) -> float:
    """Seconds of processor time for one page."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        read(html)
        spent.append(time.process_time() - started)
    return min(spent)


def main(folder: Path, most: int) -> None:
    told = list(islice(pages(folder), most))
    ours = theirs = 0.0
    for html in told:
        ours += best(main_text, html)
        theirs += best(trafilatura_alone, html)
    print(f"{len(told)} pages of {sum(map(len, told)) / len(told) / 1000:.0f},000 characters")
    print(f"main text: {len(told) / ours:.1f} pages/s, {1000 * ours / len(told):.1f} ms a page")
    print(f"trafilatura: {len(told) / theirs:.1f} pages/s")
    print(f"ratio: {theirs / ours:.2f}")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    given = sys.argv[1:]
    main(Path(given[0]) if given else SEEDS, int(given[1]) if given[1:] else MOST)
