"""What libraries log of single pages stays off the terminal, unless it is asked for."""

import logging
import subprocess
import sys

import pytest

from transforms.extract.library_log import quieten

EMPTY_PAGE = """
import logging
from transforms.extract import main_text
from transforms.published import published_date
logging.basicConfig(level=logging.WARNING)
print(main_text("<html><body></body></html>") or "nothing")
published_date("<html><body><time>soon</time><p>Nothing here.</p></body></html>", "")
"""


def test_a_page_without_content_leaves_no_word_on_the_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", EMPTY_PAGE], capture_output=True, check=True)
    assert done.stdout.strip() == b"nothing"
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("before", "after"),
    [(logging.NOTSET, logging.CRITICAL), (logging.DEBUG, logging.DEBUG)],
)
def test_a_level_that_is_set_stays(before: int, after: int) -> None:
    name = f"a_library_at_{before}"
    logging.getLogger(name).setLevel(before)
    quieten(name)
    assert logging.getLogger(name).level == after
