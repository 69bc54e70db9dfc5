"""`python -m tests.gates.pin [MEASURE…]`: the figures of today, as `floors.toml` holds them."""

import math
import sys
import time

from tests.gates.data import sha256
from tests.gates.measures import MEASURES, measure


def main(names: list[str]) -> None:
    """Print each measure's figures, rounded down to three places, with its data's hash."""
    for name in names or MEASURES:
        started = time.perf_counter()
        figures = measure(name)
        print(f"# {time.perf_counter() - started:.0f} s", file=sys.stderr)
        print(f'[{name}]\nsha256 = "{sha256(MEASURES[name][1])}"\n[{name}.floors]')
        for figure, value in figures.items():
            print(f"{figure} = {math.floor(value * 1000) / 1000:.3f}")
        print(flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
