"""What each stage makes of the sample articles, pinned: it may change with its version only.

An index keeps each article's layers with the fingerprints of the stages that made them, and a run
recomputes what was made with another fingerprint. A stage whose output changes while its
fingerprint stays would leave old layers in the index for good.

`python -m tests.transforms.golden` pins the outputs of today; it refuses where a version is to be
raised first.

Outputs are decisions and figures rounded to six places, no raw scores of a model, so that they do
not hang on the last bit of a sum: they are the same with OpenBLAS in place of BLIS, and with AVX2
switched off. Should another processor decide otherwise on some entity all the same, then `entities`
and `names` differ here without a change of theirs: that is a finding about the model, and no reason
to raise a version.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flows.sources import read_sources
from flows.workers.workplace import pipeline_for
from index_mappings.settings import Settings
from transforms.article import Article, RawArticle
from transforms.pipeline import Pipeline
from transforms.stage import Stage

PROJECT = Path(__file__).resolve().parents[2]
PINNED = Path(__file__).with_name("golden.json")
COMMAND = "python -m tests.transforms.golden"
PLACES = 6
DIGITS = 12
SHOWN = 3

Hashes = Mapping[str, str]
"""Article → hash."""


@dataclass(frozen=True)
class Outputs:
    """What one stage made: of which articles what, and with which version and fingerprint."""

    version: int
    fingerprint: str
    by_article: Hashes


@dataclass(frozen=True)
class Golden:
    """The sample articles as they are read, and the outputs of all stages for each of them."""

    articles: Hashes
    stages: Mapping[str, Outputs]


@dataclass(frozen=True)
class Findings:
    """Lines to show: stages whose version must be raised, and what is only to be pinned anew."""

    to_raise: tuple[str, ...] = ()
    to_pin: tuple[str, ...] = ()


@cache
def default_pipeline() -> Pipeline:
    """The pipeline that a run uses."""
    return pipeline_for(Settings())


@cache
def sample_articles() -> tuple[Article, ...]:
    """The sample articles as a run reads them, without layers."""
    read = read_sources([str(PROJECT / "seeds")])
    return tuple(Article(raw) for raw in read if isinstance(raw, RawArticle))


@cache
def processed_articles() -> tuple[Article, ...]:
    """The sample articles with all their layers. Raises RuntimeError where a stage fails on one."""
    done = default_pipeline().run(sample_articles())
    if done.failures:
        raise RuntimeError("\n".join(f"{f.stage}: {f.trace}" for f in done.failures))
    return tuple(done.articles.values())


def golden(stages: Iterable[Stage], processed: Sequence[Article]) -> Golden:
    """What there is to pin of processed articles."""
    named = {_name(article): article for article in processed}
    return Golden(
        {name: article.raw.content_hash[:DIGITS] for name, article in named.items()},
        {
            stage.name: Outputs(
                stage.version,
                stage.fingerprint,
                {name: _output(stage, article) for name, article in named.items()},
            )
            for stage in stages
        },
    )


def compared(pinned: Golden, found: Golden, needs: Mapping[str, Sequence[str]]) -> Findings:
    """What is to be done, given what is pinned and what is found.

    A stage is to blame for an article's output only where its fingerprint is as pinned, and so are
    the article and the outputs of all stages before it that it needs, directly or not.
    """
    to_raise: list[str] = []
    to_pin = ["the sample articles have changed"] if pinned.articles != found.articles else []
    upstream: dict[str, frozenset[str]] = {}
    for name, now in found.stages.items():
        upstream[name] = frozenset(needs[name]).union(*(upstream[each] for each in needs[name]))
        was = pinned.stages.get(name)
        if was is None or was.fingerprint != now.fingerprint:
            to_pin.append(f"{name}: its version, settings, data or model have changed")
            continue
        changed = _changed(was.by_article, now.by_article)
        inputs = [_changed(pinned.articles, found.articles)]
        inputs += [
            _changed(pinned.stages[each].by_article, found.stages[each].by_article)
            for each in upstream[name]
            if each in pinned.stages
        ]
        own = changed.difference(*inputs)
        if own:
            to_raise.append(_to_raise(name, now.version, own))
        elif changed:
            to_pin.append(f"{name}: what it reads has changed")
    if gone := set(pinned.stages) - set(found.stages):
        to_pin.append(f"no such stage any more: {', '.join(sorted(gone))}")
    return Findings(tuple(to_raise), tuple(to_pin))


def load(path: Path = PINNED) -> Golden:
    """What is pinned; nothing where the file is not there."""
    told = json.loads(path.read_text("utf-8")) if path.exists() else {"articles": {}, "stages": {}}
    return Golden(
        told["articles"], {name: Outputs(**outputs) for name, outputs in told["stages"].items()}
    )


def findings() -> Findings:
    """What is to be done about the stages as they are now."""
    stages = default_pipeline().stages
    now = golden(stages, processed_articles())
    return compared(load(), now, {stage.name: stage.needs for stage in stages})


def main() -> int:
    """Pin the outputs of today. Returns 1, and pins nothing, where a version is to be raised."""
    found = findings()
    if found.to_raise:
        print("\n".join(found.to_raise), file=sys.stderr)
        return 1
    now = golden(default_pipeline().stages, processed_articles())
    PINNED.write_text(json.dumps(asdict(now), indent=1) + "\n", "utf-8")
    print("\n".join(found.to_pin or ("as pinned",)))
    return 0


def _to_raise(name: str, version: int, own: frozenset[str]) -> str:
    shown = ", ".join(sorted(own)[:SHOWN])
    left = f" and {len(own) - SHOWN} more" if len(own) > SHOWN else ""
    return (
        f"{name}: another output for {shown}{left}, but version {version} still. Where that "
        f"is meant, raise the stage's `version`; then pin with `{COMMAND}`"
    )


def _changed(was: Hashes, now: Hashes) -> frozenset[str]:
    return frozenset(name for name in now if was.get(name) != now[name])


def _name(article: Article) -> str:
    """The article's URI, below the project where it is a file."""
    return (article.raw.uri or article.id).removeprefix(f"{PROJECT.as_uri()}/")


def _output(stage: Stage, article: Article) -> str:
    layers = {layer: canonical(getattr(article, layer)) for layer in stage.layers}
    told = [problem.error for problem in article.problems if problem.stage == stage.name]
    packed = json.dumps([layers, told], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def canonical(value: object) -> Any:  # noqa: ANN401 - JSON
    """A layer as JSON.

    >>> canonical((0.1 + 0.2, b"\\x01", date(2024, 10, 30)))
    [0.3, '01', '2024-10-30']
    """
    if is_dataclass(value):
        return {each.name: canonical(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [canonical(each) for each in value]
    if isinstance(value, float):
        return round(value, PLACES)
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else value


if __name__ == "__main__":
    sys.exit(main())
