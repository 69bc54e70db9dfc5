"""Mentions that are a role alone: "the President", where the article has said who that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from transforms.article import NameKind
from transforms.names.keys import name_key
from transforms.names.titles import titles
from transforms.names.variants import Decision, Decisions, Form, Referent, only

ROLE = 0.7
# Words of a role that are looked at.
LONGEST = 12


def is_role(text: str) -> bool:
    """Whether a person's surface is nothing but a role; words that are names too are none.

    >>> is_role("Secretary of State"), is_role("U.S. Senator"), is_role("Major")
    (True, True, False)
    """
    known = titles()
    words = name_key(text).split()
    for start in range(len(words)):
        head = " ".join(words[start:])
        if head in known.heads:
            return head not in known.ambiguous and all(
                word in known.modifiers or word in known.heads for word in words[:start]
            )
    return False


def link_roles(forms: Iterable[Form], persons: Sequence[Form], decisions: Decisions) -> Decisions:
    """The only person of the article whom it gives the role; roles of none or several have none.

    Args:
        forms: mentions that are a role alone.
        persons: the other mentions of persons, with their roles.
        decisions: what those stand for.
    """
    held: dict[str, list[tuple[Referent, str]]] = defaultdict(list)
    for form in persons:
        for role in endings(form.role):
            held[role].append((decisions[form.start, form.end].referent, form.text))
    found: Decisions = {}
    for form in forms:
        holders = held.get(name_key(form.text), [])
        if referent := only([holder for holder, _ in holders]):
            reason = f"only {form.text} of the article, {holders[0][1]}"
            found[form.start, form.end] = Decision(referent, ROLE, reason)
    return found


def endings(role: str | None) -> Iterator[str]:
    """The keys of a role and of its ends: the Kremlin spokesman is a spokesman."""
    words = name_key(role or "").split()[-LONGEST:]
    return (" ".join(words[start:]) for start in range(len(words)))


def roles_alone(forms: Iterable[Form]) -> set[Form]:
    """The persons' forms that are a role: by their words, or because the article says so.

    "NASA Administrator" is one where "NASA Administrator Ada Quill" stands too.
    """
    persons = [form for form in forms if form.kind is NameKind.PERSON]
    said = {role for form in persons for role in endings(form.role) if " " in role}
    return {form for form in persons if is_role(form.text) or name_key(form.text) in said}
