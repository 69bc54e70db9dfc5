"""Pages whose main text is known, as blocks with their signals and whether they belong to it."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from urllib.parse import urlsplit

from transforms.extract import page
from transforms.extract.content.blocks import PageBlock, page_blocks
from transforms.extract.content.model import Evidence, evidence
from transforms.extract.content.reading import agreement, reading
from transforms.extract.main_content import titles

UNREAD = 12
"""One page in so many is taken as if there was no other reading of it, as of hostile pages."""
FEWEST_WORDS = 30
MOST = 2.0
SHINGLE = 4

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """One page: of each block its signals, whether it is main content, how much it counts.

    `folder` is where the page is from.
    """

    folder: Path
    id: str
    site: str
    signals: Evidence
    kept: Sequence[bool]
    weights: Sequence[float]

    def fold(self, count: int) -> int:
        """The part of the sites that its site belongs to."""
        return number(self.site) % count


def number(text: str) -> int:
    """A number that depends on the text alone."""
    return int(md5(text.encode(), usedforsecurity=False).hexdigest(), 16)


def pages(folder: Path) -> list[Page]:
    """The pages of a folder of the form that `training.main_text.fit` tells."""
    made = (
        page_of(folder, id, told.get("url") or id, told["articleBody"])
        for id, told in sorted(truth_of(folder).items())
    )
    return [page for page in made if page is not None]


def truth_of(folder: Path) -> dict[str, dict[str, str]]:
    """What is known of the pages of a folder, by their ids."""
    told: dict[str, dict[str, str]] = json.loads((folder / "truth.json").read_text("utf-8"))
    return told


def html_of(folder: Path, id: str) -> str:
    """A page as it was stored."""
    content = gzip.decompress((folder / "html" / f"{id}.html.gz").read_bytes())
    return content.decode("utf-8", "replace")


def page_of(folder: Path, id: str, url: str, truth: str) -> Page | None:
    """One page; None where there is nothing on it."""
    parsed = page.parse(html_of(folder, id))
    if parsed is None:
        return None
    regions, blocks = page_blocks(parsed.tree)
    if not blocks:
        return None
    read = "" if number(id) % UNREAD == 0 else reading(parsed.tree, regions)
    agreed = agreement(blocks, read)
    signals = evidence(regions, blocks, titles(parsed.tree), agreed)
    kept = [share >= 0.5 for share in shares_kept(blocks, truth)]
    return Page(folder, id, site(url), signals, kept, importance(blocks, kept))


def importance(blocks: Sequence[PageBlock], kept: Sequence[bool]) -> list[float]:
    """How much each block counts: by its words, all main content of a page as one, the rest as MOST
    at most, so that no page outweighs the others.
    """
    due = sum(b.words + 2 for b, keep in zip(blocks, kept, strict=True) if keep)
    rest = sum(block.words + 2 for block in blocks) - due
    scale = 1 / max(FEWEST_WORDS, due, rest / MOST)
    return [(block.words + 2) * scale for block in blocks]


def shares_kept(blocks: Sequence[PageBlock], truth: str) -> list[float]:
    """Of each block the share of its words that stand in runs of four that the truth has too."""
    known = set(shingles(_WORD.findall(truth)))
    words: list[str] = []
    owner: list[int] = []
    for at, block in enumerate(blocks):
        own = _WORD.findall(block.text)
        words += own
        owner += [at] * len(own)
    hit = [False] * len(words)
    for at, run in enumerate(shingles(words)):
        if run in known:
            hit[at : at + SHINGLE] = [True] * SHINGLE
    right = Counter(at for at, told in zip(owner, hit, strict=True) if told)
    every = Counter(owner)
    return [right[at] / every[at] if every[at] else 0.0 for at in range(len(blocks))]


def shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All runs of four words."""
    return (tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def site(url: str) -> str:
    """The registered domain of an address, near enough: "news.example.co.uk" is "example.co.uk"."""
    host = (urlsplit(url).hostname or url).split(".")
    short = len(host) > 2 and len(host[-1]) == 2 and len(host[-2]) <= 3
    return ".".join(host[-3:] if short else host[-2:])
