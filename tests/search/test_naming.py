"""Which words of a query stand for names, and which only look as if they did."""

import pytest

from search.naming import Naming, runs
from transforms.article import NameKind
from transforms.names.curated import CuratedName, CuratedNames

ORG, PERSON, PLACE, GROUP = (
    NameKind.ORGANISATION, NameKind.PERSON, NameKind.PLACE, NameKind.GROUP,
)  # fmt: skip
CURATED = CuratedNames(
    (
        CuratedName("org-ft", ORG, "Financial Times", ("FT", "The FT")),
        CuratedName("org-wapo", ORG, "The Washington Post", ("WaPo", "Washington Post")),
        CuratedName("org-who", ORG, "World Health Organization", ("WHO",)),
        CuratedName("org-apple", ORG, "Apple", ("Apple Inc.",)),
        CuratedName("org-fed", ORG, "Federal Reserve", ("Fed", "the Fed")),
        CuratedName("pla-us", PLACE, "United States", ("US", "U.S.", "America")),
        CuratedName("per-roe", PERSON, "Ada Roe", ("Roe", "Adah Rowe")),
        CuratedName("per-wells", PERSON, "Orson Wells", ("Wells",)),
        CuratedName("pla-wells", PLACE, "Wells", ()),
        CuratedName("grp-danes", GROUP, "Danish", ("Danes",)),
    )
)
NAMING = Naming(CURATED, {"ada row": "Ada Roe", "quill": "Bo Quill"}, {"kwill": ("Bo Quill",)})


def meant(query: str) -> list[tuple[str, str]]:
    return [(each.typed, each.names[0]) for each in NAMING.meant(query.split())]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("FT", [("FT", "Financial Times")]),
        ("the FT says", [("the FT", "Financial Times")]),
        ("financial times interview", [("financial times", "Financial Times")]),
        ("WaPo poll", [("WaPo", "The Washington Post")]),
        ("wapo poll", [("wapo", "The Washington Post")]),
        ("washington post", [("washington post", "The Washington Post")]),
        ("WHO funding", [("WHO", "World Health Organization")]),
        ("US tariffs", [("US", "United States")]),
        ("U.S. tariffs", [("U.S.", "United States")]),
        ("the Fed raises", [("the Fed", "Federal Reserve")]),
        ("Roe speech", [("Roe", "Ada Roe")]),
        ("ADA ROE", [("ADA ROE", "Ada Roe")]),
        ("Ada Roe’s speech", [("Ada Roe’s", "Ada Roe")]),
        ("Apple prices", [("Apple", "Apple")]),
        ("Ada Row", [("Ada Row", "Ada Roe")]),
        ("Quill resigns", [("Quill", "Bo Quill")]),
        ("kwill resigns", [("kwill", "Bo Quill")]),
        ("FT and WaPo", [("FT", "Financial Times"), ("WaPo", "The Washington Post")]),
        # Ordinary words, and acronyms that were not typed as such.
        ("40 ft wave", []),
        ("who told us", []),
        ("Who told Us", []),
        ("the fed animals", []),
        ("apple prices", []),
        ("quill pen", []),
        # Capitals that say nothing.
        ("WHO WILL PAY", []),
        ("WHAT DID FT SAY ABOUT TARIFFS", []),
        # Two names, so neither; a people, whose forms stemming finds.
        ("Wells", []),
        ("Danes", []),
        ("", []),
    ],
)
def test_words_stand_for_names(query: str, names: list[tuple[str, str]]) -> None:
    assert meant(query) == names


def test_what_was_typed_as_it_is_called_is_not_told() -> None:
    assert [each.also for each in NAMING.meant(["Ada", "Roe"])] == [()]
    (also,) = NAMING.meant(["kwill"])[0].also
    assert (also.typed, also.name, also.why) == ("kwill", "Bo Quill", "spelling")


def test_no_spelling_that_needs_its_context_is_looked_for_in_texts() -> None:
    surfaces = {each: NAMING.meant([each])[0].surfaces for each in ("FT", "WHO", "US")}
    assert surfaces["FT"] == ("Financial Times", "The FT")
    assert surfaces["WHO"] == ("World Health Organization",)
    assert surfaces["US"] == ("United States", "America")


@pytest.mark.parametrize(
    ("told", "kind", "forms"),
    [
        ("FT", ORG, ("FT", "Financial Times")),
        ("Ada Row", PERSON, ("Ada Row", "Ada Roe")),
        ("Ada Roe", PERSON, ("Ada Roe",)),
        ("Ada Row", None, ("Ada Row",)),
    ],
)
def test_a_name_in_a_filter_has_its_forms(
    told: str, kind: NameKind | None, forms: tuple[str, ...]
) -> None:
    assert NAMING.forms(told, kind) == forms


def test_runs_are_bounded() -> None:
    assert list(runs(["a", "b"])) == ["a", "a b", "b"]
    assert len(list(runs(["w"] * 200))) < 200 * 7
