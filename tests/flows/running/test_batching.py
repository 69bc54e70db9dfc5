"""Batches are bounded, lazy, and hold each id once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.running.batching import batches, file_key
from flows.running.outcomes import Outcome, Tally
from flows.running.seen import SeenIds
from flows.sources import Reason, Unreadable
from transforms.article import RawArticle


def raws(uris: list[str], size: int = 1) -> Iterator[RawArticle]:
    return (RawArticle(uri, b"x" * size) for uri in uris)


@given(st.lists(st.text(max_size=3)), st.integers(1, 5))
def test_each_id_is_in_one_batch_and_the_rest_are_duplicates(uris: list[str], most: int) -> None:
    tally = Tally()
    made = list(batches(raws(uris), tally, SeenIds(), most, 10**6))
    read = [document.uri for batch in made for document in batch]
    assert sorted(read, key=str) == sorted(set(uris))
    assert all(1 <= len(batch) <= most for batch in made)
    assert tally.outcomes[Outcome.DUPLICATE] == tally.read == len(uris) - len(set(uris))


def test_a_batch_is_full_with_the_document_that_reaches_its_bytes() -> None:
    made = list(batches(raws(list("abcdefg"), 40), Tally(), SeenIds(), 100, 100))
    assert [len(batch) for batch in made] == [3, 3, 1]
    (alone, rest) = batches(raws(["a", "b"], 500), Tally(), SeenIds(), 100, 100)
    assert len(alone) == len(rest) == 1


@pytest.mark.parametrize(("most", "most_bytes"), [(3, 100), (100, 30), (3, 30)])
def test_what_was_read_is_in_a_batch(most: int, most_bytes: int) -> None:
    taken = []

    def endless() -> Iterator[RawArticle]:
        number = 0
        while True:
            taken.append(number)
            yield RawArticle(f"uri-{number}", b"x" * 10)
            number += 1

    made = batches(endless(), Tally(), SeenIds(), most, most_bytes)
    assert [len(next(made)), len(next(made))] == [3, 3]
    assert taken == [0, 1, 2, 3, 4, 5]


def test_the_first_one_read_is_the_one_that_counts() -> None:
    tally = Tally()
    twice = [RawArticle("u", b"first"), RawArticle("u", b"second")]
    ((kept,),) = batches(twice, tally, SeenIds(), 10, 100)
    assert isinstance(kept, RawArticle)
    assert kept.content == b"first"
    (reference,) = tally.named[Outcome.DUPLICATE]
    assert (reference.uri, reference.why) == ("u", "read before in this run")


def test_a_record_that_cannot_be_read_does_not_hide_the_article_of_its_address() -> None:
    broken = Unreadable("https://wire.example/1", Reason.EMPTY, "no text")
    good = RawArticle("https://wire.example/1", b"text")
    assert broken.id == good.id
    tally = Tally()
    (batch,) = batches([broken, good, broken, good], tally, SeenIds(), 10, 100)
    assert [type(document) for document in batch] == [Unreadable, RawArticle]
    assert tally.outcomes[Outcome.DUPLICATE] == 2


def test_an_article_has_the_moment_at_which_it_was_read_and_its_file_is_remembered() -> None:
    before = datetime.now(UTC)
    seen = SeenIds()
    read = RawArticle("u", b"text", read_from="file:///a.jsonl")
    told = RawArticle("v", b"text", retrieved=before - timedelta(days=1))
    ((first, second),) = batches([read, told], Tally(), seen, 10, 100)
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert first.retrieved is not None
    assert before <= first.retrieved <= datetime.now(UTC)
    assert second.retrieved == told.retrieved
    assert seen.holds(file_key("file:///a.jsonl"))
