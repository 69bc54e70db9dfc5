"""German: what its two data files read, and what they leave alone."""

from datetime import date

import pytest

from transforms.dates.mentions import date_mentions

ANCHOR = date(2024, 10, 30)
"""A Wednesday."""


def found(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, str]]:
    return [(m.surface, m.value) for m in date_mentions(text, anchor, "de")]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        # Days.
        ("Der Vertrag wurde am 3. Oktober 1990 geschlossen.", "3. Oktober 1990", "1990-10-03"),
        ("Sie kam am 1. Jänner 2023 zur Welt.", "1. Jänner 2023", "2023-01-01"),
        ("Die Sitzung war am 03.10.2024.", "03.10.2024", "2024-10-03"),
        ("Die Sitzung war am 03.10.24.", "03.10.24", "2024-10-03"),
        ("Er kam am 3.10.89 zurück.", "3.10.89", "1989-10-03"),
        ("Der Stand vom 2024-10-03 gilt.", "2024-10-03", "2024-10-03"),
        ("Er starb am 5. Nov. 1918 in Oderwald.", "5. Nov. 1918", "1918-11-05"),
        ("Der Rat tagte am 28. Oktober.", "28. Oktober", "2024-10-28"),
        ("Das Fest wird am 2. Januar beginnen.", "2. Januar", "2025-01-02"),
        ("Mittwoch, dem 30. Oktober, tagte er.", "Mittwoch, dem 30. Oktober", "2024-10-30"),
        ("Am Montag, den 4. März 2024, fiel Schnee.", "Montag, den 4. März 2024", "2024-03-04"),
        ("Er kam am vergangenen 3. Oktober.", "vergangenen 3. Oktober", "2024-10-03"),
        ("Sie tagen am kommenden 3. Oktober.", "kommenden 3. Oktober", "2025-10-03"),
        ("Die Fähre fährt ab dem 29. Februar 2024.", "29. Februar 2024", "2024-02-29"),
        # Weekdays.
        ("Das Treffen soll am Freitag beginnen.", "Freitag", "2024-11-01"),
        ("Am Freitag beginnt das Treffen.", "Freitag", "2024-11-01"),
        ("Die Ministerin sprach am Montag.", "Montag", "2024-10-28"),
        ("Die Brücke wird am Mittwoch eröffnet.", "Mittwoch", "2024-10-30"),
        ("Der Sonnabend war kühl.", "Sonnabend", "2024-10-26"),
        ("Er ging am Dienstagabend.", "Dienstagabend", "2024-10-29TEV"),
        ("In der Mittwochnacht brannte es.", "Mittwochnacht", "2024-10-30TNI"),
        ("Sie kam Sonntagmorgen an.", "Sonntagmorgen", "2024-10-27TMO"),
        ("Sie traf ihn am vergangenen Mittwoch.", "vergangenen Mittwoch", "2024-10-23"),
        ("Am kommenden Mittwoch wählen sie.", "kommenden Mittwoch", "2024-11-06"),
        ("Er kam am Freitag um 17 Uhr.", "Freitag um 17 Uhr", "2024-10-25T17:00"),
        ("Jeden Montag tagt der Rat.", "Jeden Montag", "XXXX-WXX-1"),
        ("Der Markt ist dienstags.", "dienstags", "XXXX-WXX-2"),
        # Words for days.
        ("Gestern regnete es.", "Gestern", "2024-10-29"),
        ("Er kam vorgestern.", "vorgestern", "2024-10-28"),
        ("Sie reist übermorgen ab.", "übermorgen", "2024-11-01"),
        ("Vielleicht kommt er morgen.", "morgen", "2024-10-31"),
        ("Er kommt morgen früh.", "morgen früh", "2024-10-31"),
        ("Sie trafen sich heute Morgen.", "heute Morgen", "2024-10-30TMO"),
        ("Sie stritten gestern Abend.", "gestern Abend", "2024-10-29TEV"),
        # Months, seasons, quarters.
        ("Die Fähre fuhr bis März.", "März", "2024-03"),
        ("Im Mai 2022 war Wahl.", "Mai 2022", "2022-05"),
        ("Seit Dezember fehlt er.", "Dezember", "2023-12"),
        ("Sie kam im vergangenen Juni.", "vergangenen Juni", "2024-06"),
        ("Es war im März letzten Jahres.", "März letzten Jahres", "2023-03"),
        ("Seit dem Winter ist sie fort.", "Winter", "2023-WI"),
        ("Im Sommer 1989 kam er.", "Sommer 1989", "1989-SU"),
        ("Im letzten Herbst kam er.", "letzten Herbst", "2023-FA"),
        ("Der Umsatz im dritten Quartal 2023 fiel.", "dritten Quartal 2023", "2023-Q3"),
        ("Der Umsatz im 3. Quartal 2023 fiel.", "3. Quartal 2023", "2023-Q3"),
        ("Im ersten Halbjahr 2024 stieg er.", "ersten Halbjahr 2024", "2024-H1"),
        # Years, decades, centuries.
        ("Er lebt seit 1998 hier.", "1998", "1998"),
        ("Sie ist seit 1998 Mitglied des Rates.", "1998", "1998"),
        ("Im Jahr 1648 war Frieden.", "Jahr 1648", "1648"),
        ("1990 wurde der Hafen verkauft.", "1990", "1990"),
        ("In den 1990er Jahren stand sie leer.", "den 1990er Jahren", "199"),
        ("In den 90er-Jahren stand sie leer.", "den 90er-Jahren", "199"),
        ("In den achtziger Jahren stand sie leer.", "den achtziger Jahren", "198"),
        ("In den Siebzigerjahren stand sie leer.", "den Siebzigerjahren", "197"),
        ("Das Haus ist aus dem 19. Jahrhundert.", "19. Jahrhundert", "18"),
        # Counted from now, or from what the text spoke of.
        ("Im vergangenen Jahr fiel der Preis.", "vergangenen Jahr", "2023"),
        ("In der vergangenen Woche kam er.", "der vergangenen Woche", "2024-W43"),
        ("Nächste Woche wird gewählt.", "Nächste Woche", "2024-W45"),
        ("In diesem Monat ist Markt.", "diesem Monat", "2024-10"),
        ("Das ist mehr als im Vorjahr.", "Vorjahr", "2023"),
        ("Vor zwei Wochen kam er.", "Vor zwei Wochen", "2024-W42"),
        ("Er kam vor einem Jahr.", "vor einem Jahr", "2023"),
        ("Vor fünfundzwanzig Jahren kam er.", "Vor fünfundzwanzig Jahren", "1999"),
        ("Vor einigen Tagen kam er.", "Vor einigen Tagen", "PAST_REF"),
        ("In drei Tagen ist Markt.", "In drei Tagen", "2024-11-02"),
        ("Am Wochenende war Markt.", "Wochenende", "2024-W43-WE"),
        # Holidays.
        ("Zu Weihnachten 2023 kam er.", "Weihnachten 2023", "2023-12-25"),
        ("Am Karfreitag 2024 ruht alles.", "Karfreitag 2024", "2024-03-29"),
        ("Am Pfingstmontag 2024 ruht alles.", "Pfingstmontag 2024", "2024-05-20"),
        ("Am Tag der Deutschen Einheit sprach er.", "Tag der Deutschen Einheit", "2024-10-03"),
        # Amounts, sets, clock times, vague references.
        ("Es dauerte neun Monate.", "neun Monate", "P9M"),
        ("Das dauerte ein Jahr lang.", "ein Jahr lang", "P1Y"),
        ("Der Markt ist jeden Tag offen.", "jeden Tag", "P1D"),
        ("Die Steuer steigt jährlich.", "jährlich", "P1Y"),
        ("Der Zug fährt um 17:30 Uhr.", "17:30 Uhr", "2024-10-30T17:30"),
        ("Der Zug fährt um 17.30 Uhr.", "17.30 Uhr", "2024-10-30T17:30"),
        ("Er kam am Freitag gegen 9.05 Uhr.", "Freitag gegen 9.05 Uhr", "2024-10-25T09:05"),
        ("Er ist derzeit krank.", "derzeit", "PRESENT_REF"),
    ],
)
def test_one_mention(text: str, surface: str, value: str) -> None:
    assert found(text) == [(surface, value)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("vom 3. bis 7. März 2024", ["2024-03-03", "2024-03-07"]),
        ("vom 3. bis zum 7. März", ["2024-03-03", "2024-03-07"]),
        ("am 12. und 13. März 2024 sowie am 1.2.2024", ["2024-03-12", "2024-03-13", "2024-02-01"]),
        ("von Mai bis September 2023", ["2023-05", "2023-09"]),
        ("von 1990 bis 1994", ["1990", "1994"]),
        ("in den Jahren 1990–94", ["1990", "1994"]),
        ("zwischen Montag und Mittwoch", ["2024-10-28", "2024-10-30"]),
        ("am Montag, Dienstag und Mittwoch", ["2024-10-28", "2024-10-29", "2024-10-30"]),
        ("Am 5. Mai 2022 kam er, am nächsten Tag ging er.", ["2022-05-05", "2022-05-06"]),
        ("Im Mai 2022 kam er, im folgenden Monat ging er.", ["2022-05", "2022-06"]),
        ("Am 5. Mai 2022 kam er, zwei Jahre später ging er.", ["2022-05-05", "2024"]),
        ("Am 5. Mai 2022 kam er, am Tag zuvor war Markt.", ["2022-05-05", "2022-05-04"]),
    ],
)
def test_several_mentions(text: str, values: list[str]) -> None:
    assert [value for _, value in found(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "mod"),
    [
        ("Ende August war Markt.", "2024-08", "END"),
        ("Anfang 2023 war Markt.", "2023", "START"),
        ("Mitte Mai 2023 war Markt.", "2023-05", "MID"),
        ("Ende des 19. Jahrhunderts war Markt.", "18", "END"),
        ("Mitte der neunziger Jahre war Markt.", "199", "MID"),
        ("Das Schiff kommt bis Jahresende.", "2024", "END"),
        ("Es dauerte mehr als zwei Jahre.", "P2Y", "MORE_THAN"),
        ("Es dauerte rund drei Wochen.", "P3W", "APPROX"),
    ],
)
def test_modifiers(text: str, value: str, mod: str) -> None:
    ((mention),) = date_mentions(text, ANCHOR, "de")
    assert (mention.value, mention.mod) == (value, mod)


@pytest.mark.parametrize(
    "text",
    [
        "Am Morgen kam er mit 30 Leuten.",
        "Sie hat 1990 Stimmen.",
        "Von 1990 Stimmen waren 12 ungültig.",
        "Der Verein hat 2.024 Mitglieder.",
        "Frau März sprach mit Herrn Sonntag.",
        "Jana März lobte Tom Freitag.",
        "März sagte nichts.",
        "Sonntag sagte nichts.",
        "August Kober schrieb an Mai Lindt.",
        "Er sprach von August Kober.",
        "Herr Herbst und Frau Sommer schwiegen.",
        "Das mag sein.",
        "Der Stand ist 3:1, der Preis 13.50 Euro.",
        "Sie ist 30 Jahre alt.",
        "Es war ein guter Tag und eine gute Nacht.",
        "Er rief 030-1990 an.",
        "Die Fassung 1.2.30 ist da.",
        "Das liegt am 1.13.24, nicht am Rest.",
        "Er siegte in 17.30 Minuten.",
        "Der erste Gang, das zweite Haus, der vierte Mann.",
    ],
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Er kam am Mittwoch.", "XXXX-WXX-3"),
        ("Er kam am 3. Oktober.", "XXXX-10-03"),
        ("Er kam im Mai.", "XXXX-05"),
        ("Er kam gestern.", "XXXX-XX-XX"),
        ("Er kam im letzten Jahr.", "XXXX"),
        ("Er kam im Mai 2022.", "2022-05"),
    ],
)
def test_without_an_anchor_what_needs_one_stays_open(text: str, value: str) -> None:
    assert [told for _, told in found(text, None)] == [value]
