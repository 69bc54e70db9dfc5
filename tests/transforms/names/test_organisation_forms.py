"""Forms of organisations, places and groups in one article."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.article import NameMention

Resolve = Callable[[str], tuple[NameMention, ...]]

Q = "Quay Trade Union"


@pytest.mark.parametrize(
    ("marked", "canonical"),
    [
        (f"[{Q}|ORG] ([QTU|ORG]) struck. [QTU|ORG] won.", [Q, Q, Q]),
        (f"[QTU|ORG] struck, the [{Q}|ORG] said.", [Q, Q]),
        (f"[QTU|ORG], short for [{Q}|ORG], struck.", [Q, Q]),
        ("[Doctors of the Quay|ORG] (DoQ) met. [DoQ|ORG] left.", ["Doctors of the Quay"] * 2),
        ("[Médecins du Quai|ORG] (MQX) met. [MQX|ORG] left.", ["Médecins du Quai"] * 2),
        ("[Wren Foods Inc.|ORG] and [Wren Foods|ORG]", ["Wren Foods"] * 2),
        ("[the Wren Foods Co., Ltd|ORG]’s [Wren Foods|ORG]", ["Wren Foods"] * 2),
        ("[Quay City Saints|ORG] beat them; [the Saints|ORG] sang", ["Quay City Saints"] * 2),
        (
            "[Ruritanian Foreign Ministry|ORG]; the [Foreign Ministry|ORG]",
            ["Ruritanian Foreign Ministry"] * 2,
        ),
        (
            "[Ministry of Foreign Affairs|ORG]; [Foreign Ministry|ORG]",
            ["Ministry of Foreign Affairs"] * 2,
        ),
        (
            "[Supreme Court of Ruritania|ORG]; [the Supreme Court|ORG]",
            ["Supreme Court of Ruritania"] * 2,
        ),
        ("[Centre for Labour|ORG]; [Center for Labor|ORG]", ["Centre for Labour"] * 2),
        ("[The Financial Times|ORG]; [FT|ORG]; [Financial Times’|ORG]", ["Financial Times"] * 3),
        ("[Wren Space Center|FAC] ([WSC|GPE])", ["Wren Space Center"] * 2),
        ("[Kiev|GPE]; [KYIV|GPE]; [Kyiv’s|GPE]", ["Kyiv"] * 3),
        ("[the City of Kyiv|GPE]; [Kyiv|GPE]", ["Kyiv"] * 2),
        ("[State of Quay|GPE]; [Quay|GPE]", ["State of Quay"] * 2),
        ("[St. Aldhelm|GPE]; [Saint Aldhelm|GPE]", ["St. Aldhelm"] * 2),
        ("[Co-operation Union of Quay|ORG]; [CUQ|ORG]", ["Co-operation Union of Quay"] * 2),
        ("[Saxons|NORP] and a [Saxon|NORP]; [Russians|NORP]", ["Saxons", "Saxons", "Russian"]),
    ],
)
def test_forms_of_one_are_joined(resolve: Resolve, marked: str, canonical: list[str]) -> None:
    assert [name.canonical for name in resolve(marked)] == canonical


@pytest.mark.parametrize(
    "marked",
    [
        "[Ministry of Finance|ORG]; [Ministry of Defence|ORG]",
        "[Ruritanian Navy|ORG]; [Arcadian Navy|ORG]; [Navy|ORG]",
        "[University of Wren|ORG]; [Wren|ORG]",
        "[Bank of Wren|ORG]; [Bank|ORG]",
        "[Quay Trade Union|ORG]; [QTA|ORG]",
        "[Quay Trade Union|ORG]; [Quiet Tea Unit|ORG]; [QTU|ORG]",
        "[Financial Times|ORG]; [Harbour Times|ORG]",
        "[Niger|GPE]; [Nigeria|GPE]",
        "[Iran|GPE]; [Iraq|GPE]",
        "[Austria|GPE]; [Australia|GPE]",
        "[Quay|GPE]; [North Quay|GPE]",
        "[Wren|GPE]; [Wren|ORG]; [Wren|PERSON]",
    ],
)
def test_different_ones_stay_apart(resolve: Resolve, marked: str) -> None:
    found = resolve(marked)
    assert len({name.name_id for name in found}) == len(found)


def test_what_the_article_defines_outweighs_a_curated_alias(resolve: Resolve) -> None:
    found = resolve("[Wren Harbour Office|ORG] (WHO) opened. [WHO|ORG] closed.")
    assert [name.canonical for name in found] == ["Wren Harbour Office"] * 2
    assert "defined in the article" in found[1].reason


def test_a_curated_place_has_its_point_and_another_that_of_the_gazetteer(resolve: Resolve) -> None:
    kyiv, doha, unknown = resolve("[Kiev|GPE], [Doha|GPE], [Quayshire|GPE]")
    assert kyiv.point == (50.45, 30.52)
    assert doha.point == pytest.approx((25.3, 51.5), abs=0.3)
    assert unknown.point is None
