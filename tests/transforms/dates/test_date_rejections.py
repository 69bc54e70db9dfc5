"""What only looks like a date must not be found."""

from datetime import date

import pytest

from transforms.dates.mentions import date_mentions

ANCHOR = date(2024, 10, 30)

NO_DATE = [
    "You may go, and they march on; she sat down.",
    "He sat in the sun before the fall.",
    "The Sun reported it, and so did the Evening Herald.",
    "The Sunday Herald wrote about it.",
    "The Daily Herald and Weekly Echo, Herald Today and USA Today.",
    "It cost 13,000 crowns and 2,000 people came.",
    "He read 1984 and wore number 1994.",
    "Once again they won 3-2, and then 21-14.",
    "A 45-year-old man, aged 30, with two 12-year-olds, at the age of 40 years.",
    "She is 12 years old.",
    "It costs $1990, or €2000, or 1999 euros, or £1,985.",
    "Version 10.12.2 replaces 2.0; also version 2019.",
    "Call 555-1990, +1 202-555-0147 or (202) 555-1990.",
    "April Doe met June Roe and August Poe; Theresa May spoke.",
    "He had a second chance and no second thoughts.",
    "In the second half they scored; it was the first quarter of the game.",
    "The ratio was 4:30 and the winner ran 2:15:30.",
    "Room 1905, flight 1549, page 1812 and Highway 1066.",
    "The March on the capital; a march of time.",
    "1,984 men, 1984 men and 2020 votes.",
    "Black Friday and Bloody Sunday and the Friday Group.",
    "The second largest house on Fifth Avenue.",
    "The temperature will fall. Prices fall.",
    "He works day and night, 24/7.",
    "Winter sports and summer school; a spring in his step.",
    "Windows 2000 runs on a Foobar 1500.",
    "a 92% share, 1990% more",
    "mon amour, jan van, sat, sun, dec, mar",
    "10.10.10.10 and 300.12.2024",
    "On 31 April and 30 February nothing happens.",
    "A 50-50 chance of 7 to 1.",
    "The Sunday Times, a Friday Night Special and the Monday Club.",
    "She watched the Today programme and bought This Week magazine.",
    "The Seven Years' War and the Hundred Years War.",
    "A quarter of the hall, three quarters of it, more than a quarter of all.",
    "Easter Island, Christmas Island and Halloween Jones.",
    "Model A-1999 and engine 2019-B; virus 2019-nCoV.",
    "He swam 1500 m and ran 1800 metres; 1450 residents fled.",
    "Will Marsh may stay. May I? Will he?",
    "It was in the 80s and he in his 60s; the 700s sold well.",
    "The first of many, the second of three, the third hour.",
    "A first-half goal, a second-half penalty.",
    "He hoped he would one day write.",
    "Nothing then, nothing soon, nothing at the same time.",
    "",
]


@pytest.mark.parametrize("text", NO_DATE)
def test_nothing_is_found(text: str) -> None:
    assert [(m.surface, m.rule) for m in date_mentions(text, ANCHOR)] == []


BESIDE_A_DATE = [
    ("The Sun wrote on Sunday that it may rain in May.", ["Sunday", "May"]),
    ("March for peace in March, they said.", ["March"]),
    ("Of 1984 votes, 12 were cast in 1984.", ["1984"]),
    ("At 30, he won 3-2 on 3 June.", ["3 June"]),
    ("The 45-year-old was seen in 2019 paying $2019.", ["2019"]),
]


@pytest.mark.parametrize(("text", "surfaces"), BESIDE_A_DATE)
def test_only_the_date_is_found(text: str, surfaces: list[str]) -> None:
    assert [m.surface for m in date_mentions(text, ANCHOR)] == surfaces
