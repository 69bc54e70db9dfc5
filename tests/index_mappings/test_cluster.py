"""Errors of the cluster as they leave the index: in words, without secrets, and fit to travel."""

from __future__ import annotations

import pickle

import pytest
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import ApiError
from elasticsearch import ConnectionError as NoConnection

from index_mappings.cluster import RequestError, in_plain_words

NODE = NodeConfig("https", "h.example", 9200)
META = ApiResponseMeta(403, "1.1", HttpHeaders(), 0.1, NODE)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ApiError("blocked", META, {"error": "https://u:word@h.example"}), "HTTP 403, blocked"),
        (NoConnection("https://u:word@h.example"), "ConnectionError"),
    ],
)
def test_an_error_of_the_client_travels_between_processes(error: Exception, told: str) -> None:
    with pytest.raises(RequestError, match=told) as raised, in_plain_words():
        raise error
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - our own
    assert str(again) == str(raised.value)
    assert "word" not in str(again)
    assert raised.value.__suppress_context__


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), in_plain_words():
        raise KeyError
