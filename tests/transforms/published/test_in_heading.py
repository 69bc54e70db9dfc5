import pytest
from lxml.html import document_fromstring

from transforms.published.in_heading import in_heading, kind_of_label

PROSE = "The swing bridge over the Tarrow stays shut until the spring, the board said. " * 4
TITLE = "Swing bridge stays shut until spring"


def found(
    after: str = "", before: str = "", end: str = "", language: str | None = "en"
) -> list[tuple[str, str]]:
    tree = document_fromstring(
        f"<html><body>{before}<article><h1>{TITLE}</h1>{after}"
        f"<p>{PROSE}</p><p>{PROSE}</p>{end}</article></body></html>"
    )
    told = in_heading(tree, TITLE, language)
    return [(c.found_in.value, c.moment.day.isoformat()) for c in told]


@pytest.mark.parametrize(
    "line",
    [
        "<div>October 30, 2024</div>",
        "<p class=meta>By Ilse Marran | 30 October 2024 | 4:05 PM | 5 min read</p>",
        "<div><span>Published</span> <b>30 October 2024</b></div>",
        "<p class=date>Written: 2024-10-30 15:03:30<i> / </i>Updated: 2024-11-02 15:30</p>",
        "<p>Last updated 2 Nov 2024, originally created 30 Oct 2024</p>",
        "<p>Posted Oct. 30, 2024 | Updated Nov. 2, 2024</p>",
        "<time>Oct 30, 2024</time>",
        '<a href="/bridge">30 October 2024</a>',
        "<p>Member since 3 May 2011</p><p>30 October 2024</p>",
        f"<p>{PROSE}</p><p>30 October 2024</p>",
    ],
)
def test_the_day_beside_the_headline_is_that_of_publication(line: str) -> None:
    assert ("heading", "2024-10-30") in found(line)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Updated: 30 October 2024</p>",
        "<p>Joined <b>30 October 2024</b></p>",
        "<p>The bridge was opened on 30 October 2024, the board said, and shut a week later.</p>",
        "<p>“I saw it on 30 October 2024!”</p>",
        "<a href='/other'>Ferry lost on 30 October 2024</a>",
        "<nav>30 October 2024</nav>",
        "<div class='related-stories'>30 October 2024</div>",
        "<script>30 October 2024</script>",
        "<p>2024年10月30日(水)～31日(木)</p>",
        "<p>October 2024</p>",
    ],
)
def test_other_days_beside_it_are_not(line: str) -> None:
    assert "heading" not in dict(found(line))


def test_todays_date_above_the_headline_gives_way_to_the_one_below() -> None:
    told = found("<p>30 October 2024</p>", before="<div>Friday, 1 November 2024</div>")
    assert told == [("heading", "2024-10-30")]


def test_a_change_is_told_as_one() -> None:
    assert found("<p>Last updated: <b>30 October 2024</b></p>") == [("updated", "2024-10-30")]


def test_far_from_the_headline_only_one_labelled_day_counts() -> None:
    assert found(end="<p>Published: 30 October 2024</p>") == [("heading", "2024-10-30")]
    assert found(end="<p>30 October 2024</p>") == []
    assert found(end="<p>Published: 30 October 2024</p><p>Published: 3 May 2023</p>") == []


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Published: ", "published"),
        ("Published on Tuesday, ", "published"),
        ("Veröffentlicht am", "published"),
        ("Updated ", "changed"),
        ("Last updated 2 Nov, originally created ", "published"),
        ("Published 2 Nov, updated ", "changed"),
        ("Version 3, ", "other"),
        ("By Ilse Marran", None),
        ("Candidate ", None),
        ("", None),
    ],
)
def test_the_last_cue_says_what_a_date_is(label: str, kind: str | None) -> None:
    assert kind_of_label(label) == kind


@pytest.mark.parametrize(
    "html",
    ["<p>", "<h1>" * 5_000, "<p>2024 " * 30_000, "<h1>x</h1>" + "<b>Oct 30, 2024</b>" * 5_000],
)
def test_hostile_pages_end(html: str) -> None:
    list(in_heading(document_fromstring(html), None, None))
