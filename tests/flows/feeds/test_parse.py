"""Feeds of all kinds are read; what is none, or a trap, is told and not followed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.feeds.parse import MENDED, BadFeedError, Feed, read_feed

URL = "https://wire.example/feeds/news.xml"

RSS_2 = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Wire</title><language>en-GB</language><item>
<title>Tide &amp;amp; &lt;b&gt;time&lt;/b&gt;</title>
<guid isPermaLink="false">7</guid><link>/pier</link>
<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><dc:creator>Ada Brook</dc:creator>
<dc:creator>Cy Dell</dc:creator>
<category>Sea</category><category>Tide</category><category>Sea</category>
<description>Short.</description>
<content:encoded><![CDATA[<p>Long &amp; whole</p>]]></content:encoded>
</item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"
 xml:base="https://base.example/x/" xml:lang="de">
<title>Wire</title><entry><id>urn:7</id><title type="html">A &lt;i&gt;B&lt;/i&gt;</title>
<link rel="self" href="https://wire.example/self"/><link href="pier"/>
<published>2026-03-01T08:00:00Z</published><updated>2026-03-02T08:00:00Z</updated>
<author><name>Ada Brook</name></author><category term="sea" label="Sea"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Whole</p></div></content>
</entry></feed>"""
RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>Wire</title></channel>
<item rdf:about="https://wire.example/pier"><title>Pier</title>
<link>https://wire.example/pier</link><dc:date>2026-03-02</dc:date></item></rdf:RDF>"""
RSS_091 = """<?xml version="1.0" encoding="windows-1251"?><rss version="0.91"><channel>
<title>Дни</title><item><title>Причал</title><link>https://wire.example/pier</link>
<description>Закрыт.</description></item></channel></rss>"""


def read(content: str | bytes, content_type: str = "application/xml") -> Feed:
    return read_feed(content.encode() if isinstance(content, str) else content, URL, content_type)


def test_rss_2_is_read() -> None:
    feed = read(RSS_2)
    (entry,) = feed.entries
    assert (feed.language, feed.cut) == ("en-GB", False)
    assert (entry.title, entry.link, entry.id) == ("Tide & time", "https://wire.example/pier", "7")
    assert (entry.author, entry.categories) == ("Ada Brook, Cy Dell", ("Sea", "Tide"))
    assert (entry.published, entry.updated) == ("Mon, 02 Mar 2026 08:00:00 GMT", None)
    assert (entry.content, entry.media_type) == ("<p>Long &amp; whole</p>", "text/html")


def test_atom_is_read() -> None:
    (entry,) = read(ATOM).entries
    assert (entry.title, entry.link, entry.id) == ("A B", "https://base.example/x/pier", "urn:7")
    assert (entry.published, entry.updated) == ("2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z")
    assert (entry.author, entry.categories) == ("Ada Brook", ("Sea",))
    assert entry.content == "<p>Whole</p>"


def test_rss_1_is_read() -> None:
    (entry,) = read(RSS_1).entries
    assert (entry.title, entry.link) == ("Pier", "https://wire.example/pier")
    assert (entry.published, entry.updated, entry.content) == ("2026-03-02", None, "")


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "utf-16"])
def test_a_feed_may_be_in_any_encoding(encoding: str) -> None:
    text = RSS_091.replace("windows-1251", encoding)
    (entry,) = read(text.encode(encoding)).entries
    assert (entry.title, entry.content, entry.media_type) == ("Причал", "Закрыт.", "text/plain")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "no element"),
        (" " * 20_000 + RSS_1, "no element"),
        ("<html><head><title>Wire</title></head><body>no feed</body></html>", "no RSS or Atom"),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "no element"),
        ("<rss", "no RSS or Atom feed"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]>" + RSS_1, "entities of its own"),
        ("<!DOCTYPE rss [<!entity a SYSTEM 'file:///etc/passwd'>]>" + RSS_1, "entities of its own"),
        (("<!DOCTYPE rss [<!ENTITY a 'b'>]>" + RSS_1).encode("utf-16"), "entities of its own"),
        ("<rss><channel>" + "<a>" * MENDED, "too large to be mended"),
    ],
)
def test_what_is_no_feed_or_a_trap_is_told(content: str | bytes, told: str) -> None:
    with pytest.raises(BadFeedError, match=told):
        read(content)


def test_an_article_about_entities_is_no_trap() -> None:
    (entry,) = read(RSS_2.replace("Short.", "&lt;!ENTITY x 'y'&gt;")).entries
    assert entry.id == "7"


def test_malformed_feeds_are_mended() -> None:
    first, second = read(
        RSS_2.replace("</channel>", "<item><title>a & b</title></item></channel>")
    ).entries
    assert (first.id, second.title) == ("7", "a & b")


def test_of_a_feed_that_breaks_off_the_last_entry_is_left_out() -> None:
    two = RSS_2.replace("</channel>", "<item><guid>8</guid><title>Half</title></item></channel>")
    feed = read(two[: two.index("Half") + 2])
    assert [entry.id for entry in feed.entries] == ["7"]
    assert feed.cut


def test_a_name_of_a_file_is_no_feed() -> None:
    with pytest.raises(BadFeedError):
        read("/etc/passwd")


def test_a_signature_changes_with_what_an_entry_says_and_not_with_its_markup() -> None:
    (entry,) = read(RSS_2).entries
    (same,) = read(RSS_2.replace("<p>Long", "<p><img src='count.gif?1'>Long")).entries
    others = [
        RSS_2.replace(*pair) for pair in (("Long", "Longer"), ("08:00", "09:00"), (">7<", ">8<"))
    ]
    assert entry.signature == same.signature
    assert entry.signature not in {read(other).entries[0].signature for other in others}


PIECES = st.sampled_from(
    ["<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "&amp;",
     "&#0;", "&x;", "<![CDATA[", "]]>", "<!--", "-->", "<?xml", "?>", "<link>", "javascript:x",
     "a\x00b", "<guid>", "<content:encoded>", "</rss>", "\ud800", "<a b='",
     "<updated>2026-99-99</updated>"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_pieces_are_read_or_told(pieces: list[str]) -> None:
    with suppress(BadFeedError):
        for entry in read("".join(pieces).encode("utf-8", "surrogatepass")).entries:
            assert len(entry.signature) == 32
