"""MinHash signatures of bodies (Broder 1997), with bands to find candidates (LSH).

A copy of a wire story with a few edits shares most of its four-word shingles. The chance that two
bodies of Jaccard similarity s share a band of r rows out of b is 1 - (1 - s^r)^b: with 32 bands
of 4 rows .999 at s = .7, .74 at s = .45, .05 at s = .2. Candidates are then verified on all 128
minima; the standard error of that estimate is at most .044.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Any

import numpy as np

from transforms.article import Signature

SHINGLE_WORDS = 4
PERMUTATIONS = 128
ROWS_A_BAND = 4
WORD = re.compile(r"\w+")


def similarity(one: Signature, other: Signature) -> float:
    """The estimated Jaccard similarity of two bodies' shingles, 0 to 1."""
    a = np.frombuffer(one.values, dtype=">u4")
    b = np.frombuffer(other.values, dtype=">u4")
    if a.size == 0 or a.size != b.size:
        return 0.0
    return float(np.mean(a == b))


def sign(body: str, shingle_words: int = SHINGLE_WORDS) -> Signature | None:
    """The signature of a body, or None where it is shorter than one shingle."""
    shingles = _shingles(body, shingle_words)
    if not shingles:
        return None
    minhash = _empty_minhash().copy()
    minhash.update_batch(shingles)
    values = np.asarray(minhash.hashvalues).astype(">u4")
    bands = tuple(
        f"{number:x}-{_hash64(values[number * ROWS_A_BAND : (number + 1) * ROWS_A_BAND])}"
        for number in range(PERMUTATIONS // ROWS_A_BAND)
    )
    return Signature(bands, values.tobytes())


def _shingles(body: str, words: int) -> list[bytes]:
    found = [match.group() for match in WORD.finditer(body.lower())]
    # Sorted, so that the signature never depends on the order of a set.
    return sorted({" ".join(found[i : i + words]).encode() for i in range(len(found) - words + 1)})


def _hash64(rows: Any) -> str:  # noqa: ANN401 - a numpy slice
    return hashlib.blake2b(rows.tobytes(), digest_size=8).hexdigest()


@cache
def _empty_minhash() -> Any:  # noqa: ANN401 - datasketch has no types
    # Imported late: the package loads parts of SciPy, a second that a search need not pay.
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1)
