"""A line of a text as it was judged: what removals and explanations are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.article import Removal, RemovalKind, Span
from transforms.boilerplate.own_rules import Said, shown


@dataclass(frozen=True, slots=True)
class JudgedLine(Span):
    """A line, what speaks for removing it, and whether it goes.

    `kind` is None where nothing speaks for removing it; `rule` is None and `reason` empty where
    nothing speaks against it either. `score`, 0 to 1, is what the evidence comes to, also where a
    user's rule keeps the line. `stubs` are what goes of a line that stays.
    """

    kind: RemovalKind | None
    rule: str | None
    score: float
    reason: str
    removed: bool
    stubs: tuple[Removal, ...] = ()

    def removals(self) -> tuple[Removal, ...]:
        """What goes: the line, or its stubs, or nothing."""
        if not self.removed or self.kind is None or self.rule is None:
            return self.stubs
        return (Removal(self.start, self.end, self.kind, self.rule, self.score, self.reason),)


def decided(line: JudgedLine, said: Said) -> JudgedLine:
    """The line as a user's own rules leave it: they have the last word, whatever the score."""
    if (kept := said.keep) is not None:
        told = f"own rule {kept.rule.name!r} keeps it: {shown(kept.surface)}"
        reason = f"{told}, against {line.reason}" if line.reason else told
        return replace(line, rule=kept.rule.rule, reason=reason, removed=False, stubs=())
    if (gone := said.remove) is not None:
        reason = f"own rule {gone.rule.name!r}: {shown(gone.surface)}"
        return replace(
            line,
            kind=gone.rule.kind,
            rule=gone.rule.rule,
            score=1.0,
            reason=reason,
            removed=True,
            stubs=(),
        )
    return line
