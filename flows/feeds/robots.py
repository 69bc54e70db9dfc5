"""What a host's robots.txt allows (RFC 9309), and how slowly it asks to be read."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

MOST_BYTES = 512 * 1024
"""The part of a robots.txt that is read: RFC 9309 asks for 500 KiB or more."""
MOST_WORK = 4_000_000
"""Lines of rules times lines of agents: what a file may cost to read grows with both."""
LONGEST_DELAY = 3_600.0


@dataclass(frozen=True)
class Robots:
    """The rules for one agent.

    Args:
        rules: None where all or nothing is allowed.
        agent: the name that it goes by there.
        closed: why nothing is allowed; None where the rules say what is.
        for_now: whether that may be otherwise another time.
    """

    rules: Protego | None
    agent: str
    closed: str | None = None
    for_now: bool = False

    def allows(self, url: str) -> bool:
        """Whether this address may be fetched."""
        if self.closed is not None:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float:
        """Seconds that it asks for between two requests; 0 where it does not."""
        if self.rules is None:
            return 0.0
        delay = self.rules.crawl_delay(self.agent) or 0.0
        rate = self.rules.request_rate(self.agent)
        return min(LONGEST_DELAY, max(delay, rate.seconds / rate.requests if rate else 0.0))


def everything(agent: str) -> Robots:
    """The rules of a host that has none."""
    return Robots(None, agent)


def nothing(agent: str, why: str, *, for_now: bool) -> Robots:
    """The rules of a host that does not show them."""
    return Robots(None, agent, why, for_now)


def robots_of(content: bytes, agent: str) -> Robots:
    """The rules in a file's content; all that is over the limit is left out."""
    text = content[:MOST_BYTES].decode("utf-8-sig", "replace")
    lines = text.lower().splitlines()
    agents = sum(line.lstrip().startswith("user") for line in lines)
    if agents * (len(lines) - agents) > MOST_WORK:
        return nothing(agent, "its robots.txt has too many rules to be read", for_now=False)
    return Robots(Protego.parse(text), agent)


def robots_answered(status: int, content: bytes, agent: str) -> Robots:
    """The rules by what a host answers when asked for them.

    401 and 403 keep everything closed; other answers of 400 to 499 say that there are no rules;
    anything else is no answer, and closes everything for now.
    """
    if status == 200:
        return robots_of(content, agent)
    if status in {401, 403}:
        return nothing(agent, f"it answers {status} for its robots.txt", for_now=False)
    if 400 <= status < 500 and status != 429:
        return everything(agent)
    return nothing(agent, f"it answers {status} for its robots.txt", for_now=True)
