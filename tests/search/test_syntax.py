"""The syntax of a query: there is no text that it can't read, and what it passes over is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import SearchError
from search.operators import OPERATORS, operator
from search.parts import All, Any, Most, Not, Part, Phrase, Where, Word
from search.syntax import MOST_CHARACTERS, parse


def told(part: Part) -> object:
    """A tree in short: words as they are, the rest with what it is."""
    match part:
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Where(asked, value, exact):
            return f'{asked.name}:"{value}"' if exact else f"{asked.name}:{value}"
        case Not(inner):
            return ("not", told(inner))
        case Any(parts):
            return ("or", *map(told, parts))
        case All(parts):
            return ("and", *map(told, parts))
        case Most(parts):
            return ("most", *map(told, parts))


def tree(text: str) -> list[object]:
    return [told(part) for part in parse(text).asked.parts]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", []),
        ("  \t ", []),
        ("energy strikes", ["energy", "strikes"]),
        ('"energy strikes"', ['"energy strikes"']),
        ("“energy strikes”", ['"energy strikes"']),
        ("«energy» „strikes“", ['"energy"', '"strikes"']),
        ('grid "half of the" capacity', ["grid", '"half of the"', "capacity"]),
        ("grid -solar", ["grid", ("not", "solar")]),
        ("--solar", [("not", "solar")]),
        ("grid NOT solar", ["grid", ("not", "solar")]),
        ("NOT NOT solar", ["solar"]),
        ('grid -"solar power"', ["grid", ("not", '"solar power"')]),
        ("-(solar wind)", [("not", ("and", "solar", "wind"))]),
        ("cease-fire", ["cease-fire"]),
        ("fire - water", ["fire", "water"]),
        ('" spaced \n out "', ['"spaced out"']),
        ("oil OR gas", [("or", "oil", "gas")]),
        ("oil || gas | coal", [("or", "oil", "gas", "coal")]),
        ("price oil OR gas Kyiv", ["price", ("or", "oil", "gas"), "Kyiv"]),
        ("oil AND gas && coal", ["oil", "gas", "coal"]),
        ("either or and not", ["either", "or", "and", "not"]),
        ("(oil OR gas) -(coal peat)", [("or", "oil", "gas"), ("not", ("and", "coal", "peat"))]),
        ("((oil))", ["oil"]),
        ("Київ 停電 🔥", ["Київ", "停電", "🔥"]),
        ("person:Putin", ["person:Putin"]),
        ('PLACE:"New York"', ['place:"New York"']),
        ("organisation:FT headline:grid by:Roe", ["org:FT", "title:grid", "author:Roe"]),
        ("source:(A OR B)", [("or", "source:A", "source:B")]),
        ("-lang:de", [("not", "lang:de")]),
        ("published:2024-10.. about:2024", ["published:2024-10..", "about:2024"]),
        ("https://a.example/x?y=z:1", ["url:https://a.example/x?y=z:1"]),
        ("url:https://a.example/x", ["url:https://a.example/x"]),
        ("at 10:30 the 3:0 lead", ["at", "10:30", "the", "3:0", "lead"]),
    ],
)
def test_what_a_text_asks_for(text: str, asked: list[object]) -> None:
    assert tree(text) == asked
    assert parse(text).notes == ()


@pytest.mark.parametrize(
    ("text", "asked", "note"),
    [
        ('unclosed "power station', ["unclosed", '"power station"'], "not closed"),
        ("(oil gas", [("and", "oil", "gas")], "not closed"),
        ("oil) gas", ["oil", "gas"], "closes nothing"),
        ("oil OR", ["oil"], "OR has nothing"),
        ("OR oil", ["oil"], "OR has nothing"),
        ("oil OR OR gas", [("or", "oil", "gas")], "OR has nothing"),
        ("oil NOT", ["oil"], "NOT has nothing"),
        ("persn:Putin", ["person:Putin"], "'persn': it was read as person:"),
        ("sorce:boat", ["source:boat"], "'sorce': it was read as source:"),
        ("zzz:Putin", ["zzz", "Putin"], "There are title:, body:"),
        ("person: Putin", ["person:", "Putin"], "nothing right behind it"),
        ('person:"" Putin', ["Putin"], "has no value"),
        ("(person:) Putin", ["Putin"], "has no value"),
        ("published:2024-13 oil", ["oil"], "2024-08..2024-10"),
        ("about:yesterday oil", ["oil"], "names no days"),
        ("removed:bios oil", ["oil"], "author_bio"),
        ("gr*d oil?", ["gr d", "oil"], "'gr*d': * stands for nothing: read as 'gr d'"),
        ("***", [], "no word to search for: all articles are shown"),
        ("-", [], "no word to search for"),
        ('"" - *', [], "no word to search for"),
        ("\u0300", [], "no word to search for"),
        ("(" * 30 + "oil" + ")" * 30, ["oil"], "20 deep"),
    ],
)
def test_what_is_not_understood_is_told_with_how_it_was_read(
    text: str, asked: list[object], note: str
) -> None:
    assert tree(text) == asked
    assert note in " ".join(parse(text).notes)


@pytest.mark.parametrize("text", ["x" * 100_000, "word " * 20_000, '"' * 100_000, "(" * 100_000])
def test_a_text_that_is_too_long_is_told_with_the_bound(text: str) -> None:
    with pytest.raises(SearchError, match=f"at most {MOST_CHARACTERS:,}"):
        parse(text)


def test_too_many_words_are_told_with_the_bound() -> None:
    with pytest.raises(SearchError, match="at most 200"):
        parse("a " * 201)


SIGNS = st.sampled_from(['"', "-", "(", ")", ":", " ", " OR ", " AND ", " NOT ", "person:", "a"])


@given(st.lists(st.characters() | SIGNS, max_size=80).map("".join))
def test_every_text_is_read_and_what_it_finds_nothing_in_is_told(text: str) -> None:
    query = parse(text)
    assert bool(query.asked.parts) or bool(query.notes) or not text.strip()
    assert len(query.notes) <= 10
    assert {*query.filters, *query.scored.parts} == set(query.asked.parts)


def test_no_name_of_an_operator_is_two_operators() -> None:
    for each in OPERATORS:
        for name in (each.name, *each.other):
            assert operator(name.upper()) is each
