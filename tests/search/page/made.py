"""Articles made by hand, for what no text of the seeds shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from transforms.article import (
    Article,
    DateMention,
    EntityMention,
    FoundBy,
    Furniture,
    Granularity,
    Language,
    Metadata,
    MetadataFrom,
    NameKind,
    NameMention,
    PageMetadata,
    Problem,
    Published,
    PublishedFrom,
    RawArticle,
    Removal,
    RemovalKind,
    Sourced,
    TimexType,
)

ATTACK = (
    "</p></del></title></style></script><script>document.title='broken';alert(1)</script>"
    "<img src=x onerror=alert(2)>'\" onmouseover='alert(3)' {{ 7 * 7 }} <!-- <svg onload=alert(4)>"
)
ADDRESS = "javascript:alert(5)//https://courier.example/"
BIDI = "\u202egnp.exe\u2066"


def removal(start: int, end: int, kind: RemovalKind = RemovalKind.UI_REMNANT) -> Removal:
    return Removal(start, end, kind, "some/rule", 0.9, "because")


def dated(body: str, start: int, end: int, **told: Any) -> DateMention:  # noqa: ANN401
    days = {"gte": date(2024, 10, 30), "lte": date(2024, 10, 30), **told}
    return DateMention(
        start=start,
        end=end,
        surface=body[start:end],
        type=TimexType.DATE,
        rule="weekday",
        confidence=0.9,
        granularity=Granularity.DAY,
        **{"value": "2024-10-30", **days},
    )


def named(body: str, start: int, end: int, canonical: str = "Ada Quill") -> NameMention:
    return NameMention(
        start, end, body[start:end], NameKind.PERSON, canonical, "per-1", 0.8, "as it is written"
    )


def hostile() -> Article:
    """An article in which every word from outside is an attack."""
    lines = [
        ATTACK,
        f"Ada {BIDI} Quill came on Friday",
        "&lt;b&gt; <b>unclosed",
        f"Sign up {ATTACK}",
    ]
    text = "\n".join(lines)
    cut = Removal(
        text.index("Sign up"), len(text), RemovalKind.NEWSLETTER_SUBSCRIBE, ATTACK, 0.9, ATTACK
    )
    metadata = Metadata(
        title=ATTACK, source=ATTACK, url=ADDRESS, author=ATTACK, extra=((ATTACK, ATTACK),)
    )
    said = Sourced(ATTACK, MetadataFrom.META)
    bare = Article(
        raw=RawArticle("https://courier.example/hostile", ATTACK.encode(), metadata=metadata),
        title=ATTACK,
        text=text,
        page=PageMetadata(said, (said,), said, Sourced(ADDRESS, MetadataFrom.META), tags=(said,)),
        language=Language("en", 1.0),
        removed=(cut,),
        furniture=Furniture(authors=(said,), captions=(ATTACK,), bylines=(ATTACK,)),
        published=Published(date(2024, 11, 1), PublishedFrom.METADATA, 1.0),
        problems=(Problem("dates", ATTACK),),
    )
    body, friday = bare.body, bare.body.index("Friday")
    script = body.index("<script>")
    return Article(
        **{name: getattr(bare, name) for name in bare.__dataclass_fields__}
        | {
            "dates": (dated(body, friday, friday + 6, value=ATTACK),),
            "names": (named(body, script, script + 8, ATTACK),),
            "entities": (EntityMention(0, 4, body[:4], "EVENT", FoundBy.MODEL),),
        }
    )
