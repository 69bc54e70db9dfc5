"""A call on its way to another machine: bytes that nothing shows and only the worker opens.

A scheduler passes it on, and logs and dashboards print the arguments of tasks: of this they print
how large it is, and no text, name or address that is in it.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, repr=False)
class Parcel:
    """A function and its arguments, packed. Both must be picklable."""

    content: bytes

    @classmethod
    def of(cls, function: Callable[..., Any], *args: object, **kwargs: object) -> Parcel:
        """Pack a call."""
        return cls(pickle.dumps((function, args, kwargs)))

    def __repr__(self) -> str:
        return f"<{len(self.content):,} bytes>"


def carried_out(parcel: Parcel) -> Any:  # noqa: ANN401 - whatever the function gives
    """What the call gives: in the worker. Raises what it raises."""
    function, args, kwargs = pickle.loads(parcel.content)  # noqa: S301 - packed by the run
    return function(*args, **kwargs)
