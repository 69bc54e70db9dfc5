"""Running stages: order, staleness, failures; and that the whole pipeline is a pure function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.golden import default_pipeline, processed_articles, sample_articles
from transforms.article import (
    Article,
    DateMention,
    EntityMention,
    NameMention,
    Problem,
    RawArticle,
)
from transforms.pipeline import Pipeline
from transforms.stage import OnError, Stage

BAD = "bad"


class TooSalty(ValueError):  # noqa: N818 - a reason to count by
    pass


@dataclass(frozen=True)
class Read(Stage):
    """Writes `text`; fails on an article whose content is `BAD`."""

    name: ClassVar[str] = "read"
    version: ClassVar[int] = 1
    layers: ClassVar[tuple[str, ...]] = ("text",)

    def process(self, article: Article) -> Article:
        return replace(article, text=article.raw.content.decode())


@dataclass(frozen=True)
class Name(Stage):
    """Writes `title` of `text`; its suffix is a setting. Fails on `BAD`."""

    suffix: str = ""
    seen: list[list[str]] = field(default_factory=list, compare=False)

    name: ClassVar[str] = "name"
    version: ClassVar[int] = 1
    layers: ClassVar[tuple[str, ...]] = ("title",)
    needs: ClassVar[tuple[str, ...]] = ("read",)

    def depends_on(self) -> Mapping[str, str]:
        return {"suffix": self.suffix}

    def process_batch(self, articles: Sequence[Article]) -> Iterator[Article]:
        self.seen.append([article.text for article in articles])
        for article in articles:
            if BAD in article.text:
                raise TooSalty("a pinch too much")
            yield replace(article, title=article.text.upper() + self.suffix)


@dataclass(frozen=True)
class NameOrNothing(Name):
    """As `Name`, but its failures only leave the title empty."""

    on_error: ClassVar[OnError] = OnError.EMPTY_LAYER


@dataclass(frozen=True)
class Last(Stage):
    """Writes no layer; needs the one that needs the first."""

    name: ClassVar[str] = "last"
    version: ClassVar[int] = 1
    layers: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ("name",)

    def process(self, article: Article) -> Article:
        return article


@dataclass(frozen=True)
class Other(Last):
    """Needs nothing."""

    name: ClassVar[str] = "other"
    needs: ClassVar[tuple[str, ...]] = ()


def articles(*texts: str) -> list[Article]:
    return [Article(RawArticle(None, text.encode())) for text in texts]


@pytest.mark.parametrize("stages", [(Name(),), (Name(), Read()), (Read(), Last(), Name())])
def test_a_stage_comes_after_those_that_it_needs(stages: tuple[Stage, ...]) -> None:
    with pytest.raises(ValueError, match="before it"):
        Pipeline(stages)


def test_the_message_of_a_wrong_order_names_stage_and_need() -> None:
    with pytest.raises(ValueError, match=r"stage name needs \['read'\] before it"):
        Pipeline((Name(), Read()))


STAGES = (Read(), Name(), Last(), Other())
NOW = Pipeline(STAGES).fingerprints


@pytest.mark.parametrize(
    ("recorded", "stale"),
    [
        pytest.param(NOW, set(), id="nothing changed"),
        pytest.param({}, {"read", "name", "last", "other"}, id="nothing recorded"),
        pytest.param({**NOW, "read": "old"}, {"read", "name", "last"}, id="all that needs it"),
        pytest.param({**NOW, "name": "old"}, {"name", "last"}, id="not what it needs"),
        pytest.param({**NOW, "last": "old"}, {"last"}, id="the last alone"),
        pytest.param({**NOW, "other": "old"}, {"other"}, id="one that nothing needs"),
        pytest.param({**NOW, "gone": "x"}, set(), id="a stage that is no more"),
    ],
)
def test_stale(recorded: Mapping[str, str], stale: set[str]) -> None:
    assert Pipeline(STAGES).stale(recorded) == stale


def test_a_setting_and_a_version_change_the_fingerprint() -> None:
    @dataclass(frozen=True)
    class Next(Name):
        version: ClassVar[int] = 2

    told = [Name(), Name(suffix="!"), Next()]
    assert len({stage.fingerprint for stage in told}) == 3
    assert Name().fingerprint == Name().fingerprint
    assert all(len(stage.fingerprint) == 16 for stage in told)


def test_only_stale_stages_run() -> None:
    name = Name()
    (article,) = articles("one")
    stored = replace(article, text="as stored", title="as stored")
    done = Pipeline((Read(), name, Last())).run([stored], {article.id: frozenset({"name"})})
    assert done.articles[article.id] == replace(stored, title="AS STORED")
    assert list(done.seconds) == ["name"]


def test_each_article_has_its_own_stale_stages() -> None:
    name = Name()
    one, two, three = articles("one", "two", "three")
    stale = {one.id: frozenset[str](), two.id: frozenset({"read", "name"})}
    done = Pipeline((Read(), name)).run([one, two, three], stale)
    assert name.seen == [["two", "three"]]
    assert done.articles[one.id] == one


def test_a_stale_stage_starts_from_an_empty_layer() -> None:
    (article,) = articles(BAD)
    old = (Problem("name", "old"), Problem("read", "kept"))
    stored = replace(article, text=BAD, title="old", problems=old)
    done = Pipeline((Read(), NameOrNothing())).run([stored], {article.id: frozenset({"name"})})
    assert done.articles[article.id].title is None
    assert done.articles[article.id].problems == (
        Problem("read", "kept"),
        Problem("name", "TooSalty: a pinch too much"),
    )


def test_a_failure_is_named_and_the_batch_goes_on() -> None:
    good, bad, fine = articles("good", BAD, "fine")
    done = Pipeline((Read(), Name(), Last())).run([good, bad, fine])
    assert [each.title for each in done.articles.values()] == ["GOOD", "FINE"]
    (failure,) = done.failures
    assert failure.article.id == bad.id
    assert (failure.stage, failure.reason) == ("name", "too_salty")
    assert failure.error == "TooSalty: a pinch too much"
    assert "Traceback" in failure.trace
    assert "process_batch" in failure.trace
    assert failure.article.text == BAD, "what the stages before it made goes along"


def test_an_empty_layer_is_a_problem_and_no_failure() -> None:
    good, bad = articles("good", BAD)
    done = Pipeline((Read(), NameOrNothing(), Last())).run([good, bad])
    assert not done.failures
    assert done.articles[bad.id].title is None
    assert done.articles[bad.id].text == BAD
    assert done.articles[bad.id].problems == (Problem("name", "TooSalty: a pinch too much"),)
    assert done.articles[good.id].problems == ()


def test_every_article_may_fail_and_none_may_come() -> None:
    pipeline = Pipeline((Read(), Name(), Last()))
    assert len(pipeline.run(articles(BAD, BAD + "der")).failures) == 2
    assert pipeline.run([]).articles == {}


@pytest.mark.parametrize("lost", [lambda made: made[1:], lambda made: made + made])
def test_a_stage_that_loses_or_doubles_articles_is_run_one_by_one(
    lost: Callable[[list[Article]], list[Article]],
) -> None:
    class Careless(Name):
        def process_batch(self, batch: Sequence[Article]) -> Iterator[Article]:
            made = [replace(article, title="seen") for article in batch]
            return iter(lost(made) if len(made) > 1 else made)

    done = Pipeline((Read(), Careless())).run(articles("one", "two"))
    assert [article.title for article in done.articles.values()] == ["seen", "seen"]


def test_long_errors_and_traces_are_cut() -> None:
    class Loud(Read):
        def process(self, article: Article) -> Article:
            raise RuntimeError("x" * 100_000)

    (failure,) = Pipeline((Loud(),)).run(articles("one")).failures
    assert len(failure.error) == 1000
    assert len(failure.trace) == 8000
    assert failure.reason == "runtime_error"


# The whole pipeline, over the sample articles.


def processed(batches: Sequence[Sequence[Article]]) -> dict[str, Article]:
    done: dict[str, Article] = {}
    for batch in batches:
        run = default_pipeline().run(batch)
        assert not run.failures
        done |= run.articles
    return done


def batches(read: Sequence[Article], size: int) -> list[Sequence[Article]]:
    return [read[start : start + size] for start in range(0, len(read), size)]


@pytest.mark.parametrize(("size", "step"), [(1, 1), (7, -1), (200, -1)])
def test_neither_order_nor_batches_change_an_article(size: int, step: int) -> None:
    before = {article.id: article for article in processed_articles()}
    assert processed(batches(sample_articles()[::step], size)) == before


def stage_names() -> st.SearchStrategy[str]:
    return st.sampled_from(list(default_pipeline().fingerprints))


@settings(max_examples=30)
@given(st.sets(st.deferred(stage_names)))
def test_recomputing_any_stages_changes_nothing(stages: set[str]) -> None:
    few = processed_articles()[::29]
    done = default_pipeline().run(few, {article.id: frozenset(stages) for article in few})
    assert tuple(done.articles.values()) == few


def test_each_layer_is_written_by_one_stage() -> None:
    written = [layer for stage in default_pipeline().stages for layer in stage.layers]
    assert sorted(written) == sorted({each.name for each in fields(Article)} - {"raw", "problems"})


def test_a_stage_writes_its_own_layers_alone() -> None:
    for stage in default_pipeline().stages:
        for article in processed_articles()[::7]:
            cleared = stage.cleared(article)
            (made,) = stage.process_batch([cleared])
            own = {layer: getattr(made, layer) for layer in (*stage.layers, "problems")}
            assert replace(cleared, **own) == made == article, stage.name


def test_offsets_of_all_mentions_round_trip() -> None:
    mentions = 0
    for article in processed_articles():
        found: list[DateMention | EntityMention | NameMention]
        found = [*article.dates, *article.entities, *article.names]
        mentions += len(found)
        for mention in found:
            assert mention.of(article.body) == mention.surface != ""
            start, last = map(article.text_offset, (mention.start, mention.end - 1))
            assert article.text[start : last + 1].split() == mention.surface.split()
    assert mentions > 1000


def test_mentions_and_removals_are_in_order_within_bounds_and_apart() -> None:
    for article in processed_articles():
        for layer, text in (
            (article.removed, article.text),
            (article.dates, article.body),
            (article.entities, article.body),
            (article.names, article.body),
        ):
            ends = [0, *(each.end for each in layer)]
            assert all(end <= each.start < each.end for end, each in zip(ends, layer, strict=False))
            assert ends[-1] <= len(text)


def test_the_body_is_the_text_without_its_removals() -> None:
    assert any(article.removed for article in processed_articles())
    for article in processed_articles():
        rest = article.text
        for removal in reversed(article.removed):
            rest = f"{rest[: removal.start]} {rest[removal.end :]}"
        assert article.body.split() == rest.split() != []
        assert all(line == line.strip() != "" for line in article.body.split("\n"))


def test_each_article_has_its_seconds_and_they_are_those_of_the_stages() -> None:
    contents = ["short", "a text that is longer", BAD]
    articles = [RawArticle(f"https://wire.example/{c}", c.encode()) for c in contents]
    done = Pipeline((Read(), Name(), Last())).run([Article(raw) for raw in articles])
    seconds = done.article_seconds
    assert set(seconds) == {raw.id for raw in articles}
    assert min(seconds.values()) > 0
    # What failed is timed alone, and the batch that it broke with it.
    assert sum(seconds.values()) <= sum(done.seconds.values())


def test_what_works_on_several_at_a_time_shares_its_seconds_by_length() -> None:
    raws = [RawArticle(f"https://wire.example/{n}", b"x" * n) for n in (99, 999)]
    articles = [Article(raw, text=raw.content.decode()) for raw in raws]
    pipeline = Pipeline((Read(), Name()))
    seconds = pipeline.run(articles, {a.id: frozenset({"name"}) for a in articles}).article_seconds
    assert seconds[articles[1].id] == pytest.approx(10 * seconds[articles[0].id])
