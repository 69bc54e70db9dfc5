"""Which names are worth comparing, and of which names one may be short."""

from transforms.article import NameKind
from transforms.names.across.block import Fuller
from transforms.names.across.model import NameRow


def row(id: str, name: str) -> NameRow:
    return NameRow(id, NameKind.PERSON, name, False, {name: 1}, 1)


def test_the_first_reason_for_a_short_name_is_told_whatever_the_order_of_sets() -> None:
    # Each of these may be told by two reasons; by chance alone, none would differ once in 2^12.
    names = ["Tomas", "Marin", "Lorenz", "Martin", "Simon", "Leon", "Oscar", "Hugo", "Paul", "Karl"]
    rows = [row(f"full-{name}", f"{name} {name}") for name in [*names, "Otto", "Emil"]]
    fuller = Fuller(rows)
    for each in rows:
        short = each.canonical.split()[0]
        told = fuller.of(row("short", short))
        assert told == {each.id: f"surname of {each.canonical}"}
