"""The last bar of a histogram is as whole as the others, however long its bars are."""

from __future__ import annotations

import pytest

from search.request import Interval
from tests.search.conftest import Searched


@pytest.mark.parametrize("interval", Interval)
@pytest.mark.parametrize("text", ["", "energy", "transformers", "Geneva"])
def test_no_day_of_publication_is_left_out(seeds: Searched, text: str, interval: Interval) -> None:
    result = seeds(text, histograms=("published",), interval=interval, size=1000)
    dated = [hit for hit in result.hits if hit.published]
    told = result.histograms["published"]
    assert told.earlier + sum(bar.count for bar in told.bars) + told.later == len(dated)
