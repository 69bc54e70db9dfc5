"""Blocks of boilerplate, and of body that looks like it, written for this project.

`blocks/*.jsonl`: {"place": "start" | "middle" | "end", "lines": [[kind, text], …]}. A line is
known by its neighbours too, so each block is set into the body of a labelled article.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.boilerplate.labelled import BODY, Labelled

BLOCKS = Path(__file__).parent / "blocks"
SEED = 4
LEAST_BODY = 8


def set_in(hosts: Sequence[Labelled]) -> Iterator[Labelled]:
    """Each block within the body of a host of its language; only the block's lines count."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    long_enough = [h for h in hosts if h.language == "en" and h.kinds.count(BODY) >= LEAST_BODY]
    for file in sorted(BLOCKS.glob("*.jsonl")):
        for number, row in enumerate(file.read_text("utf-8").splitlines()):
            block = json.loads(row)
            host = chance.choice(long_enough)
            body = [t for t, k in zip(host.lines, host.kinds, strict=True) if k == BODY]
            at = _place(block["place"], len(body), chance)
            lines = [" ".join(text.split()) for _, text in block["lines"]]
            yield Labelled(
                id=f"{file.name}:{number + 1}",
                origin="blocks",
                group="blocks",
                language="en",
                lines=(*body[:at], *lines, *body[at:]),
                kinds=(
                    *[BODY] * at,
                    *(kind for kind, _ in block["lines"]),
                    *[BODY] * (len(body) - at),
                ),
                rows=range(at, at + len(lines)),
            )


def _place(place: str, lines: int, chance: random.Random) -> int:
    if place == "start":
        return chance.randrange(2)
    return lines if place == "end" else chance.randrange(2, lines - 1)
