"""What a stage is: a function from a batch of articles to new articles, with a fingerprint.

A new stage gives a name, a version, the layers that it writes, the stages whose layers it reads,
and `process` (or `process_batch` where a batch is cheaper than its articles one by one).
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from transforms.article import Article

EMPTY: dict[str, Any] = {layer.name: layer.default for layer in fields(Article)}


class OnError(StrEnum):
    """What becomes of an article on which a stage raises."""

    QUARANTINE = "quarantine"
    EMPTY_LAYER = "empty_layer"


class Stage(ABC):
    """One step of the pipeline. Pure: same article, same settings and data, same result.

    Class attributes:
        name: the stage's name in records, reports and settings.
        version: raised by hand when the code's output changes; the golden test insists.
        layers: the fields of `Article` that it writes.
        needs: the stages whose layers it reads; when one of them reruns, so does this one.
        on_error: whether a failure quarantines the article or only leaves the layer empty.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    layers: ClassVar[tuple[str, ...]]
    needs: ClassVar[tuple[str, ...]] = ()
    on_error: ClassVar[OnError] = OnError.QUARANTINE

    def process(self, article: Article) -> Article:
        """The article with this stage's layer."""
        raise NotImplementedError(f"{type(self).__name__} gives neither process nor process_batch")

    def process_batch(self, articles: Sequence[Article]) -> Iterator[Article]:
        """The articles with this stage's layer, in order."""
        return map(self.process, articles)

    def alarm(self, made: Sequence[Article]) -> str | None:
        """What a whole batch says of the stage itself: one sentence without figures.

        None where nothing is wrong with it. An article of which it can do nothing has a problem;
        an alarm is raised where the stage does nothing for any of them and so must be broken.
        """
        return None

    def cleared(self, article: Article) -> Article:
        """The article as it was before this stage: its layers empty, its problems forgotten."""
        empty = {name: EMPTY[name] for name in self.layers}
        others = tuple(problem for problem in article.problems if problem.stage != self.name)
        return replace(article, problems=others, **empty)

    def depends_on(self) -> Mapping[str, str]:
        """What the output depends on beside the code: settings, data hashes, the model's name.

        Values are strings, so that the fingerprint is the same on every platform.
        """
        return {}

    def depends_on_for(self, source: str | None) -> Mapping[str, str]:
        """What the output for the articles of one outlet depends on beside that; mostly nothing."""
        return {}

    @property
    def apart(self) -> frozenset[str]:
        """The outlets for which `depends_on_for` may say something, by their `source_key`."""
        return frozenset()

    def fingerprint_for(self, source: str | None) -> str:
        """The fingerprint for the articles of one outlet: for most the one of all."""
        more = dict(self.depends_on_for(source))
        if not more:
            return self.fingerprint
        told = json.dumps([self.fingerprint, more], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits that change when the stage's output may."""
        parts = [self.name, self.version, dict(self.depends_on())]
        told = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:16]
