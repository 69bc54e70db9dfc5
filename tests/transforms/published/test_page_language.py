import pytest

from transforms.extract.page import parse
from transforms.published.page_language import page_language

COM = "https://paper.example/bridge"


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        ('<html lang="de"><p>x</p>', COM, "de"),
        ('<html lang="de_AT"><p>x</p>', COM, "de-AT"),
        ('<html lang="en"><p>x</p>', COM, "en"),
        ('<html lang="en-GB"><p>x</p>', COM, "en-GB"),
        ('<html lang="en"><meta property="og:locale" content="en_US"><p>x</p>', COM, "en-US"),
        ('<html lang="en-US"><p>x</p>', "https://paper.example.uk/bridge", "en-GB"),
        ('<html lang="en"><p>31/10/2024, 02/11/2024</p>', COM, "en-GB"),
        ('<html lang="en-GB"><p>10/31/2024</p>', COM, "en-US"),
        ('<html lang="en"><p>10/31/2024 and 31/10/2024</p>', COM, "en"),
        ('<html lang="de"><p>10/31/2024</p>', COM, "de"),
        ("<html><p>x</p>", COM, None),
        ("<html lang='!!'><p>x</p>", "http://[broken", None),
    ],
)
def test_what_decides_the_order_of_day_and_month(html: str, url: str, expected: str | None) -> None:
    page = parse(html)
    assert page is not None
    assert page_language(page, url) == expected
