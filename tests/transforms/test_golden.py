"""No stage's output changes without its version; see `golden.py` for why and how to pin anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.transforms.golden import (
    COMMAND,
    Golden,
    Outputs,
    compared,
    default_pipeline,
    findings,
    golden,
    processed_articles,
)
from transforms.article import Article

NEEDS = {"clean": (), "count": ("clean",), "name": ("count",)}


def test_no_stages_output_changed_without_its_version() -> None:
    assert not (told := findings().to_raise), "\n".join(told)


def test_what_is_pinned_is_of_today() -> None:
    assert not (told := findings().to_pin), "\n".join((*told, f"pin anew with `{COMMAND}`"))


def pinned(
    outputs: Mapping[str, str], prints: Mapping[str, str] | None = None, content: str = "c"
) -> Golden:
    """A golden record of two articles; `outputs` has a letter an article for each stage."""
    return Golden(
        {"a": content, "b": "c"},
        {
            name: Outputs(1, (prints or {}).get(name, "f"), dict(zip("ab", letters, strict=True)))
            for name, letters in outputs.items()
        },
    )


BEFORE = {"clean": "xy", "count": "xy", "name": "xy"}


@pytest.mark.parametrize(
    ("now", "to_raise", "to_pin"),
    [
        pytest.param(pinned(BEFORE), [], [], id="nothing changed"),
        pytest.param(
            pinned({**BEFORE, "count": "xz"}), ["count"], [], id="code changed, version did not"
        ),
        pytest.param(
            pinned({**BEFORE, "count": "xz"}, {"count": "g"}),
            [],
            ["count"],
            id="output and fingerprint changed",
        ),
        pytest.param(pinned(BEFORE, {"count": "g"}), [], ["count"], id="fingerprint changed alone"),
        pytest.param(
            pinned({"clean": "xz", "count": "xz", "name": "xz"}),
            ["clean"],
            ["count", "name"],
            id="the first stage that changed is to blame",
        ),
        pytest.param(
            pinned({"clean": "xz", "count": "zz", "name": "xy"}),
            ["clean", "count"],
            [],
            id="both, each on an article of its own",
        ),
        pytest.param(
            pinned({"clean": "xz", "count": "xy", "name": "xz"}, {"clean": "g"}),
            [],
            ["clean", "name"],
            id="needs reach over a stage between",
        ),
        pytest.param(
            pinned({"clean": "xy", "count": "zy", "name": "xy"}, content="d"),
            [],
            ["the sample articles", "count"],
            id="another article",
        ),
        pytest.param(
            pinned({"clean": "xy", "name": "xy"}), [], ["no such stage"], id="a stage is gone"
        ),
    ],
)
def test_blame(now: Golden, to_raise: list[str], to_pin: list[str]) -> None:
    needs = NEEDS if "count" in now.stages else {**NEEDS, "name": ("clean",)}
    found = compared(pinned(BEFORE), now, needs)
    assert all(a.startswith(b) for a, b in zip(found.to_raise, to_raise, strict=True))
    assert all(a.startswith(b) for a, b in zip(found.to_pin, to_pin, strict=True))


def test_a_new_stage_is_only_pinned() -> None:
    found = compared(pinned({"clean": "xy"}), pinned({"clean": "xy", "count": "xy"}), NEEDS)
    assert not found.to_raise
    assert found.to_pin[0].startswith("count")


def test_the_message_names_stage_article_and_command() -> None:
    (told,) = compared(pinned(BEFORE), pinned({**BEFORE, "name": "xz"}), NEEDS).to_raise
    assert told.startswith("name: another output for b, but version 1 still")
    assert COMMAND in told


@pytest.mark.parametrize(
    ("stage", "change"),
    [
        ("extract", {"title": "Another"}),
        ("boilerplate", {"removed": ()}),
        ("names", {"names": ()}),
        ("duplicates", {"signature": None}),
    ],
)
def test_a_changed_layer_is_seen_in_its_stage_alone(stage: str, change: dict[str, object]) -> None:
    stages = default_pipeline().stages
    article = next(a for a in processed_articles() if a.names and a.removed)
    was = golden(stages, [article])
    changed: Article = replace(article, **change)  # type: ignore[arg-type]
    now = golden(stages, [changed])
    differs = [name for name in was.stages if was.stages[name] != now.stages[name]]
    assert differs == [stage]
