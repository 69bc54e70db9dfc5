import pytest

from transforms.published.in_url import in_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://paper.example/2024/10/30/bridge", "2024-10-30"),
        ("https://paper.example/world/2024/oct/30/bridge-shut", "2024-10-30"),
        ("https://paper.example/news/2024-10-30-bridge", "2024-10-30"),
        ("https://paper.example/news/2024_10_30", "2024-10-30"),
        ("https://paper.example/a/20241030/bridge.html", "2024-10-30"),
        ("https://paper.example/bridge-30-10-2024", "2024-10-30"),
        ("https://paper.example/2024/1030/bridge", "2024-10-30"),
        ("https://paper.example/2024/10/bridge", None),
        ("https://paper.example/story-20241390", None),
        ("https://paper.example/id/f20241030c9", None),
        ("https://paper.example/12024103012", None),
        ("https://paper.example/bridge?day=2024-10-30", None),
        ("file:///archive/2024-10-30/bridge.txt", None),
        ("http://[broken/2024/10/30/", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_in_an_address(url: str | None, expected: str | None) -> None:
    moment = in_url(url)
    assert (moment and moment.day.isoformat()) == expected
