"""Which paragraphs go, by kind, and which stay although they look alike. All text is our own."""

from __future__ import annotations

import pytest

from transforms.article import RemovalKind as Kind
from transforms.boilerplate import keep, removals

BODY = [
    "The harbour of Lindmouth reopened after eleven days of storms, and the first ferries left.",
    "Three hundred lorries had waited on the coastal road since the wind turned north.",
    "The port authority put the loss at four weeks of trade and asked for new breakwaters.",
    "Engineers found two cracked piers, which divers will look at once the water is clear.",
    "A tender for the repair is to be opened before winter, with the work done in spring.",
    "Fishermen in the old town spent the pause mending nets and arguing over the quota.",
]
MIDDLE = 3

REMOVED = [
    (Kind.DONATION_APPEAL, "Please support our journalism with a monthly gift from $3."),
    (
        Kind.DONATION_APPEAL,
        "We rely on readers like you. Chip in today and help us keep the lights on.",
    ),
    (Kind.DONATION_APPEAL, "Donate now"),
    (Kind.NEWSLETTER_SUBSCRIBE, "Sign up for our weekly newsletter and get it in your inbox."),
    (Kind.NEWSLETTER_SUBSCRIBE, "Subscribe now for unlimited access. Cancel anytime."),
    (Kind.NEWSLETTER_SUBSCRIBE, "CLICK HERE TO GET THE LINDMOUTH APP"),
    (Kind.RELATED_LINKS, "RELATED: Storm season comes early to the north"),
    (Kind.RELATED_LINKS, "Read more: Why the breakwater was never built"),
    (Kind.RELATED_LINKS, "HARBOUR CHIEF STEPS DOWN AFTER WEEK OF ANGRY MEETINGS"),
    (Kind.SOCIAL_SHARE, "Share on Facebook Share on Twitter Email"),
    (Kind.SOCIAL_SHARE, "Follow us on Twitter @lindmouthpost"),
    (Kind.SOCIAL_SHARE, "312 shares"),
    (Kind.COPYRIGHT_LEGAL, "© 2024 Lindmouth Post Ltd. All rights reserved."),
    (Kind.COPYRIGHT_LEGAL, "The views expressed in this column are those of the author."),
    (Kind.UI_REMNANT, "Advertisement"),
    (Kind.UI_REMNANT, "Story continues below"),
    (Kind.UI_REMNANT, "Slideshow (7 images)"),
    (Kind.UI_REMNANT, "This website uses cookies. By continuing to use it you agree."),
    (Kind.UI_REMNANT, "Spotted a mistake? Report an error"),
    (Kind.UI_REMNANT, "×"),
    (Kind.IMAGE_CAPTION, "The quay on Sunday. (Photo: Ada Moran/Lindmouth Post)"),
    (Kind.IMAGE_CAPTION, "Photo by Ada Moran"),
    (Kind.DATELINE_BYLINE, "By Jane Roe and Tom Field"),
    (Kind.DATELINE_BYLINE, "Tom Field contributed to this report."),
    (Kind.EDITORS_NOTE, "Editor's note: A previous version misstated the length of the pier."),
]

REMOVED_AT_THE_END = [
    (Kind.AUTHOR_BIO, "Jane Roe is a staff writer at the Lindmouth Post."),
    (Kind.AUTHOR_BIO, "Tom Field covers ports and shipping. Follow him on Twitter @tomfield."),
    (Kind.AUTHOR_BIO, "I am a freelance journalist. My work has appeared in several magazines."),
    (Kind.AUTHOR_BIO, "Contact the reporter at jane.roe@example.org."),
    (Kind.AUTHOR_BIO, "The writer is a fellow at the Institute of Coasts and author of two books."),
]

IN_OTHER_LANGUAGES = [
    ("de", Kind.DONATION_APPEAL, "Unterstützen Sie unseren Journalismus mit einer Spende."),
    ("de", Kind.NEWSLETTER_SUBSCRIBE, "Abonnieren Sie unseren Newsletter"),
    ("de", Kind.RELATED_LINKS, "Lesen Sie auch: Sturm an der Küste"),
    ("de", Kind.UI_REMNANT, "Anzeige"),
    ("es", Kind.DONATION_APPEAL, "Apoya nuestro periodismo: haz una donación."),
    ("es", Kind.RELATED_LINKS, "Lee también: El puerto vuelve a abrir"),
    ("fr", Kind.DONATION_APPEAL, "Faites un don et soutenez notre rédaction."),
    ("fr", Kind.RELATED_LINKS, "Lire aussi : Le port rouvre"),
    ("it", Kind.NEWSLETTER_SUBSCRIBE, "Iscriviti alla nostra newsletter"),
    ("it", Kind.RELATED_LINKS, "Leggi anche: Il porto riapre"),
    ("pt", Kind.DONATION_APPEAL, "Apoie o nosso jornalismo: faça uma doação."),
    ("pt", Kind.UI_REMNANT, "Continua após a publicidade"),
    ("nl", Kind.NEWSLETTER_SUBSCRIBE, "Schrijf je in voor onze nieuwsbrief"),
    ("nl", Kind.RELATED_LINKS, "Lees ook: De haven gaat weer open"),
    ("ru", Kind.DONATION_APPEAL, "Поддержите нашу редакцию: оформите донат."),
    ("ru", Kind.RELATED_LINKS, "Читайте также: Порт снова открыт"),
    ("pl", Kind.RELATED_LINKS, "Czytaj także: Port znów otwarty"),
    ("tr", Kind.SOCIAL_SHARE, "Haberi paylaş"),
    ("sv", Kind.RELATED_LINKS, "Läs också: Hamnen öppnar igen"),
    ("no", Kind.UI_REMNANT, "Annonse"),
    ("da", Kind.RELATED_LINKS, "Læs også: Havnen åbner igen"),
]

KEPT = [
    "The charity received donations of four million pounds after the flood, its accounts show.",
    '"Please donate whatever you can," the mayor told the crowd. "Every dollar counts."',
    "The campaign asked supporters to chip in $10, according to an email seen by the Post.",
    "Subscribers to the service fell by a tenth last year, the company said on Tuesday.",
    "The publisher sued the start-up for copyright infringement in a federal court.",
    "Moran was survived by two sons; the family asked for donations to the lifeboat.",
    "He wrote on Facebook that the pier was safe, and shared a photo of it.",
    "Ada Moran is a nurse at the hospital in Lindmouth and has two children.",
    "The newspaper, which sends out a daily newsletter, was founded in 1893.",
    "Dear Mr President:",
    "Respectfully yours,",
    "KYIV, Oct 3 (Agency) - The ferries ran again on Thursday after a week of storms.",
    "The new law obliges every site that stores cookies to ask for consent first.",
    "What the storm left behind",
    "Under the plan, readers may comment on articles only after they have signed in.",
    "The advertisement shows a ferry, a lighthouse and no people at all.",
    "The harbour is far from safe — Ada Moran (@adamoran) October 4, 2019",
]


def _placed(paragraph: str) -> list[str]:
    return [*BODY[:MIDDLE], paragraph, *BODY[MIDDLE:]]


@pytest.mark.parametrize(("kind", "paragraph"), REMOVED)
def test_a_clear_paragraph_goes_wherever_it_stands(kind: Kind, paragraph: str) -> None:
    (removal,) = removals("\n".join(_placed(paragraph)), "en")
    assert (removal.kind, removal.of("\n".join(_placed(paragraph)))) == (kind, paragraph)


@pytest.mark.parametrize(("kind", "paragraph"), REMOVED_AT_THE_END)
def test_a_bio_goes_at_the_end(kind: Kind, paragraph: str) -> None:
    text = "\n".join([*BODY, paragraph])
    (removal,) = removals(text, "en")
    assert (removal.kind, removal.of(text)) == (kind, paragraph)


@pytest.mark.parametrize(("language", "kind", "paragraph"), IN_OTHER_LANGUAGES)
def test_each_language_has_its_cues(language: str, kind: Kind, paragraph: str) -> None:
    text = "\n".join(_placed(paragraph))
    (removal,) = removals(text, language)
    assert (removal.kind, removal.of(text)) == (kind, paragraph)


@pytest.mark.parametrize("paragraph", KEPT)
def test_news_of_the_same_words_stays(paragraph: str) -> None:
    assert all(keep(_placed(paragraph), "en"))


@pytest.mark.parametrize("paragraph", KEPT)
def test_news_of_the_same_words_stays_at_the_end(paragraph: str) -> None:
    assert all(keep([*BODY, paragraph], "en"))


def test_a_person_introduced_in_the_body_is_no_author() -> None:
    introduced = "Jane Roe is a professor of hydrology at the university."
    assert all(keep([introduced, *BODY], "en"))
    assert all(keep(_placed(introduced), "en"))


def test_an_english_interface_is_known_in_every_language() -> None:
    for language in (None, "de", "xx"):
        assert keep([*BODY, "Advertisement"], language) == [True] * len(BODY) + [False]


def test_the_reason_names_what_was_found() -> None:
    (removal,) = removals("\n".join([*BODY, "Please support our journalism."]), "en")
    assert removal.rule == "en/support_us"
    assert "'support our journalism'" in removal.reason
    assert 0.5 <= removal.score <= 1


def test_a_higher_threshold_removes_less() -> None:
    text = "\n".join([*BODY, *(paragraph for _, paragraph in REMOVED_AT_THE_END)])
    counts = [len(removals(text, "en", threshold=t)) for t in (0.2, 0.5, 0.8, 0.99, 1.0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]
