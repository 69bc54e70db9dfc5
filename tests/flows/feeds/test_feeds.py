"""Feeds end to end: what is new is fetched and loaded, what is not costs one small request."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flows.configured.file import sources_table
from flows.reports.report import RunReport
from flows.running.outcomes import Outcome
from tests.flows.feeds.played import cut_gzip

if TYPE_CHECKING:
    from tests.flows.conftest import Index
    from tests.flows.feeds.played import PlayedWeb

WORDS = {
    "pier": "The ferry pier closed on Tuesday, Mayor Ada Roe said after divers had looked at it.",
    "court": "A court in Port Alder has ordered the water company to publish its own records.",
    "bank": "The sand bank has moved sixty yards since spring, and ships now pass it at night.",
}


def page(name: str) -> str:
    text = WORDS[name]
    return f"<html><body><article><h1>{name}</h1><p>{text}</p><p>{text}</p></article></body></html>"


def item(web: PlayedWeb, name: str, more: str = "") -> str:
    return (
        f"<item><title>News of the {name}</title><link>{web.url(f'/{name}.html')}</link>"
        f"<guid isPermaLink='false'>id-{name}</guid><author>Ada Brook</author>"
        f"<category>Sea</category><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>{more}</item>"
    )


def rss(*items: str) -> str:
    return (
        "<?xml version='1.0'?><rss version='2.0' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Wire</title>"
        f"<language>en</language>{''.join(items)}</channel></rss>"
    )


class Desk:
    """A table of sources over the played web, and runs over it."""

    def __init__(self, index: Index, web: PlayedWeb, file: Path) -> None:
        self.index, self.web, self.file = index, web, file
        web.put("/robots.txt", "User-agent: *\nDisallow: /private")
        for name in WORDS:
            web.put(f"/{name}.html", page(name), headers={"Content-Type": "text/html"})

    def configure(self, **told: str) -> None:
        lines = {
            "name": '"wire"',
            "feed": f'"{self.web.url("/rss")}"',
            "limits": "{ pause = 0 }",
            **told,
        }
        entry = "\n".join(f"{key} = {value}" for key, value in lines.items())
        self.file.write_text(f"[[source]]\n{entry}\n")
        sources_table.cache_clear()

    def feed(self, *items: str, etag: str) -> None:
        self.web.put("/rss", rss(*items), etag=etag)

    def run(self) -> tuple[dict[str, int], list[str]]:
        """The outcomes of a run, and what it asked for."""
        self.web.forget()
        report = self.index.ingest("@wire")
        assert report.tally.closes
        return counts(report), sorted(self.web.paths)

    def articles(self) -> Mapping[str, dict[str, Any]]:
        found = self.index.articles().values()
        return {each["uri"].rpartition("/")[2]: each for each in found}


def counts(report: RunReport) -> dict[str, int]:
    return {
        str(outcome): report.tally.outcomes[outcome]
        for outcome in Outcome
        if report.tally.outcomes[outcome]
    }


@pytest.fixture
def desk(index: Index, web: PlayedWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    file = tmp_path / "sources.toml"
    monkeypatch.setenv("DATELINE_SOURCES", str(file))
    made = Desk(index, web, file)
    made.configure()
    return made


def test_run_after_run_only_what_is_new_is_fetched(desk: Desk, web: PlayedWeb) -> None:
    desk.feed(item(web, "pier"), item(web, "court"), etag='"1"')
    assert desk.run() == ({"indexed": 2}, ["/court.html", "/pier.html", "/rss"])
    pier = desk.articles()["pier.html"]
    assert "ferry pier closed" in pier["body"]
    assert pier["metadata"]["published"] == "Mon, 02 Mar 2026 08:00:00 GMT"
    assert pier["metadata"]["author"] == "Ada Brook"
    assert pier["metadata"]["extra"] == [["feed.id", "id-pier"], ["feed.categories", "Sea"]]
    assert pier["read_from"] == web.url("/rss")

    # Nothing has changed: one conditional request, and no document at all.
    assert desk.run() == ({}, ["/rss"])
    assert web.asked[-1].headers["If-None-Match"] == '"1"'

    # A new entry: the old ones are looked at, and not fetched.
    desk.feed(item(web, "bank"), item(web, "pier"), item(web, "court"), etag='"2"')
    assert desk.run() == ({"indexed": 1, "unchanged": 2}, ["/bank.html", "/rss"])

    # A changed entry: its page is fetched, and the article is the new one.
    web.put("/pier.html", page("pier").replace("Tuesday", "Friday"))
    changed = item(web, "pier", "<description>Corrected.</description>")
    desk.feed(item(web, "bank"), changed, etag='"3"')
    assert desk.run() == ({"updated": 1, "unchanged": 1}, ["/pier.html", "/rss"])
    assert "closed on Friday" in desk.articles()["pier.html"]["body"]
    assert len(desk.articles()) == 3


def test_what_is_taken_out_of_the_index_is_fetched_again(desk: Desk, web: PlayedWeb) -> None:
    desk.feed(item(web, "pier"), item(web, "court"), etag='"1"')
    desk.run()
    id = desk.articles()["pier.html"]["id"]
    for alias in (desk.index.aliases.articles, desk.index.aliases.raw):
        desk.index.client.delete(index=alias, id=id, refresh=True)
    assert desk.run() == ({"indexed": 1, "unchanged": 1}, ["/pier.html", "/rss"])


def test_entries_that_hold_their_articles_are_read_from_the_feed(
    desk: Desk, web: PlayedWeb
) -> None:
    desk.configure(articles='"entries"', outlet='"The Wire"')
    full = f"<content:encoded><![CDATA[<p>{WORDS['pier']}</p>]]></content:encoded>"
    empty = "<item><title/><guid isPermaLink='false'>none</guid></item>"
    desk.feed(item(web, "pier", f"<description>Short.</description>{full}"), empty, etag='"1"')
    assert desk.run() == ({"indexed": 1, "quarantined": 1}, ["/rss"])
    pier = desk.articles()["pier.html"]
    assert pier["body"] == WORDS["pier"]
    assert pier["source"] == "The Wire"
    assert list(desk.index.quarantined().items()) == [(f"{web.url('/rss')}#none", "empty")]
    # A changed setting is a reason to read all of it again.
    desk.configure(articles='"pages"', outlet='"The Wire"')
    assert desk.run()[0] == {"updated": 1, "quarantined": 1}


def test_bad_pages_have_their_reasons_and_hurt_no_other(desk: Desk, web: PlayedWeb) -> None:
    names = ("gone", "broken", "half", "picture", "empty", "private/x", "moved")
    for name in names:
        WORDS_OF[name](web)
    entries = [
        f"<item><title>{name}</title><link>{web.url(f'/{name}')}</link></item>" for name in names
    ]
    script = "<item><title>x</title><link>javascript:alert(1)</link></item>"
    desk.feed(item(web, "pier"), *entries, script, item(web, "court"), etag='"1"')
    assert desk.run()[0] == {"indexed": 2, "quarantined": 8}
    assert sorted(desk.index.quarantined().values()) == [
        "bad_address",
        "bad_address",
        "bad_compression",
        "disallowed",
        "empty",
        "not_served",
        "unreachable",
        "unsupported",
    ]
    # The next run tries again what may be better, and that alone.
    web.put("/broken", page("bank"))
    done, asked = desk.run()
    assert done == {"indexed": 1, "unchanged": 8, "quarantined": 1}
    assert asked == ["/broken", "/half", "/rss"]
    assert web.url("/broken") not in desk.index.quarantined()


WORDS_OF = {
    "gone": lambda web: web.put("/gone", "no", status=410),
    "broken": lambda web: web.put("/broken", "no", status=500),
    "half": lambda web: web.put(
        "/half", cut_gzip(page("bank").encode() * 40), headers={"Content-Encoding": "gzip"}
    ),
    "picture": lambda web: web.put("/picture", b"\x89PNG", headers={"Content-Type": "image/png"}),
    "empty": lambda web: web.put("/empty", "  "),
    "private/x": lambda web: web.put("/private/x", page("bank")),
    "moved": lambda web: web.put("/moved", status=302, headers={"Location": "http://127.0.0.1:9/"}),
}


BAD_FEEDS: dict[str, tuple[str | bytes, str]] = {
    "a page": ("<html><body>no feed</body></html>", "bad_feed"),
    "malformed": (rss("<item><title>a</title>")[:-30] + "<<<", "bad_feed"),
    "entities": ("<!DOCTYPE rss [<!ENTITY a 'aaaa'>]><rss>&a;</rss>", "bad_feed"),
    "nothing": ("", "bad_feed"),
    "cut": (gzip.compress(rss().encode())[:20], "bad_compression"),
    "too large": ("<rss>" + "x" * 40_000 + "</rss>", "too_large"),
}


def test_feeds_that_cannot_be_read_wait_in_quarantine(desk: Desk, web: PlayedWeb) -> None:
    bad = {web.url(f"/{n}"): pair for n, pair in enumerate(BAD_FEEDS.values())}
    feeds = ", ".join(f'"{url}"' for url in (web.url("/rss"), *bad))
    desk.configure(feed=f"[{feeds}]", limits="{ pause = 0, max_bytes = 30_000 }")
    desk.feed(item(web, "pier"), etag='"1"')
    for n, (content, _) in enumerate(BAD_FEEDS.values()):
        web.put(f"/{n}", content)
    assert desk.run()[0] == {"indexed": 1, "quarantined": len(bad)}
    assert desk.index.quarantined() == {url: reason for url, (_, reason) in bad.items()}
    for n in range(len(bad)):
        web.put(f"/{n}", rss(item(web, "court")))
    assert desk.run()[0] == {"indexed": 1, "duplicate": len(bad) - 1}
    assert desk.index.quarantined() == {}


def test_a_feed_that_breaks_off_gives_what_is_whole_of_it(desk: Desk, web: PlayedWeb) -> None:
    whole = rss(item(web, "pier"), item(web, "court"))
    web.put("/rss", whole[: whole.index("id-court")], etag='"1"')
    assert desk.run()[0] == {"indexed": 1, "quarantined": 1}
    assert desk.index.quarantined() == {web.url("/rss"): "bad_feed"}
    desk.feed(item(web, "pier"), item(web, "court"), etag='"1"')
    assert desk.run()[0] == {"indexed": 1, "unchanged": 1}
    assert desk.index.quarantined() == {}


def test_a_feed_whose_server_asks_for_patience_is_left_for_a_later_run(
    desk: Desk, web: PlayedWeb
) -> None:
    web.put("/rss", "no", status=429, headers={"Retry-After": "3600"})
    assert desk.run() == ({}, ["/rss"])
    assert desk.run() == ({}, [])


def test_an_article_of_two_feeds_is_fetched_once(desk: Desk, web: PlayedWeb) -> None:
    desk.configure(feed=f'["{web.url("/rss")}", "{web.url("/second")}"]')
    desk.feed(item(web, "pier"), etag='"1"')
    web.put("/second", rss(item(web, "pier"), item(web, "court")), etag='"2"')
    done, asked = desk.run()
    assert done == {"indexed": 2, "duplicate": 1}
    assert asked == ["/court.html", "/pier.html", "/rss", "/second"]


def test_the_limit_of_entries_is_of_each_run(desk: Desk, web: PlayedWeb) -> None:
    desk.configure(limits="{ pause = 0, entries = 1 }")
    desk.feed(*(item(web, name) for name in WORDS), etag='"1"')
    assert [desk.run()[0] for _ in range(4)] == [
        {"indexed": 1},
        {"indexed": 1, "unchanged": 1},
        {"indexed": 1, "unchanged": 2},
        {},
    ]
