"""Installing into a server that answers as Kibana does: what is written, and what is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search.kibana.install import Installed, already_there, install, named
from search.kibana.objects import saved_objects
from search.kibana.server import KibanaError, kibana
from search.kibana.settings import KibanaSettings
from tests.index_mappings.secured_node import certify
from tests.search.kibana.exported import Json
from tests.search.kibana.import_api import FakeKibana, basic, serving

OBJECTS = saved_objects("dateline-")
EVERY = {named(each) for each in OBJECTS}
SECRET = "c2VjcmV0OmtleQ=="


@pytest.fixture
def fake() -> Iterator[FakeKibana]:
    with serving(FakeKibana()) as fake:
        yield fake


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("URL", "SPACE", "API_KEY", "USER", "PASSWORD", "CA_FILE"):
        monkeypatch.delenv(f"DATELINE_KIBANA_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def installed(
    fake: FakeKibana,
    objects: list[Json] | None = None,
    *,
    overwrite: bool = False,
    **told: Any,  # noqa: ANN401
) -> Installed:
    with kibana(KibanaSettings.model_validate({"url": fake.url, **told})) as server:
        return install(server, OBJECTS if objects is None else objects, overwrite=overwrite)


def test_all_objects_arrive_as_they_were_made(fake: FakeKibana) -> None:
    done = installed(fake)
    assert set(done.created) == EVERY
    assert done == Installed(created=done.created)
    assert list(fake.spaces["default"].values()) == OBJECTS
    (asked,) = (each for each in fake.asked if each[0] == "POST")
    assert asked[1] == "/api/saved_objects/_import?overwrite=false"
    assert asked[2]["kbn-xsrf"] == "true"


def test_a_second_time_writes_nothing_unless_it_may_overwrite(fake: FakeKibana) -> None:
    installed(fake)
    kept = dict(fake.spaces["default"])
    changed = [{**each, "attributes": {**each["attributes"], "title": "New"}} for each in OBJECTS]
    again = installed(fake, changed)
    assert not again.created
    assert {each.object for each in again.conflicts} == EVERY
    assert {each.told for each in again.problems} == {"is there already"}
    assert fake.spaces["default"] == kept
    over = installed(fake, changed, overwrite=True)
    assert set(over.overwritten) == EVERY
    assert not over.problems
    assert {each["attributes"]["title"] for each in fake.spaces["default"].values()} == {"New"}


def test_one_object_in_the_way_keeps_all_others_out(fake: FakeKibana) -> None:
    """Kibana lists the others as done; it writes none of them."""
    fake.spaces["default"]["map", "dateline-map-places"] = {}
    done = installed(fake)
    assert [each.object for each in done.problems] == ["map dateline-map-places"]
    assert not done.created
    assert len(fake.spaces["default"]) == 1


def test_objects_go_to_the_space_that_is_named(fake: FakeKibana) -> None:
    fake.spaces["news"] = {}
    installed(fake, space="news")
    assert len(fake.spaces["news"]) == len(OBJECTS)
    assert not fake.spaces["default"]
    copies = installed(fake, space="default")
    assert len(copies.copies) == len(OBJECTS)
    assert "map dateline-map-places, as copy-of-dateline-map-places" in copies.copies
    assert not copies.created


def test_a_base_path_and_a_slash_at_the_end_are_kept() -> None:
    with serving(FakeKibana(base_path="/tools/kibana", spaces={"default": {}, "a": {}})) as fake:
        assert not installed(replace(fake, url=f"{fake.url}/"), space="a").problems
        assert fake.asked[-1][1].startswith("/tools/kibana/s/a/api/saved_objects/_import")


@pytest.mark.parametrize(
    ("told", "sent"),
    [
        ({"api_key": SECRET}, f"ApiKey {SECRET}"),
        ({"user": "ada", "password": "pass:wörd"}, basic("ada", "pass:wörd")),
    ],
)
def test_credentials_are_sent(told: dict[str, Any], sent: str) -> None:
    with serving(FakeKibana(credentials={sent})) as fake:
        assert not installed(fake, **told).problems


def test_credentials_in_the_address_are_taken_out_of_it() -> None:
    with serving(FakeKibana(credentials={basic("ada", "a/b")})) as fake:
        address = fake.url.replace("http://", "http://ada:a%2Fb@")
        settings = KibanaSettings(url=address)
        assert settings.url == fake.url
        assert "a/b" not in repr(settings)
        assert "a%2Fb" not in repr(settings)
        with kibana(settings) as server:
            assert not install(server, OBJECTS).problems


MISSING: Json = {
    **OBJECTS[-1],
    "id": "lost",
    "references": [{"type": "index-pattern", "id": "gone", "name": "a"}],
}
UNKNOWN: Json = {**OBJECTS[0], "type": "canvas-workpad"}


@pytest.mark.parametrize(
    ("objects", "problem", "told"),
    [
        ([MISSING], "missing_references", "refers to what is not there: index-pattern gone"),
        ([UNKNOWN], "unsupported_type", "of the type canvas-workpad, which this Kibana does not"),
    ],
)
def test_an_object_that_is_not_taken_is_told(
    fake: FakeKibana, objects: list[Json], problem: str, told: str
) -> None:
    done = installed(fake, [*OBJECTS[:2], *objects])
    (found,) = done.problems
    assert found.type == problem
    assert told in found.told


def test_what_is_written_beside_a_refused_object_is_told(fake: FakeKibana) -> None:
    fake.refused["dateline-newsroom"] = {
        "type": "unknown",
        "statusCode": 500,
        "message": "mapper_parsing_exception:\n a field",
    }
    done = installed(fake)
    (problem,) = done.problems
    assert problem.told == "was refused (HTTP 500): mapper_parsing_exception: a field"
    assert set(done.created) == EVERY - {"dashboard dateline-newsroom"}


AMBIGUOUS = {
    "success": False,
    "successCount": 0,
    "errors": [
        {
            "type": "map",
            "id": "m",
            "meta": {"title": "M"},
            "error": {
                "type": "ambiguous_conflict",
                "destinations": [{"id": "one"}, {"id": "two"}],
            },
        }
    ],
}


@pytest.mark.parametrize(
    ("fake", "told", "said"),
    [
        (FakeKibana(credentials={"x"}), {}, "only to those who log in"),
        (FakeKibana(credentials={"x"}), {"api_key": "other"}, "refuses these credentials"),
        (FakeKibana(forbidden={"default"}), {}, "Saved Objects Management: All"),
        (
            FakeKibana(forbidden={"a"}, spaces={"a": {}, "default": {}}),
            {"space": "a"},
            "may not do this in the space 'a'",
        ),
        (FakeKibana(), {"space": "nowhere"}, "no space 'nowhere'"),
        (FakeKibana(), {"space": "../x"}, "no id of a space"),
        (FakeKibana(version="7.17.0"), {}, "Kibana 7.17.0 is too old"),
        (FakeKibana(version="8.15.9"), {}, "8.16 or later"),
        (FakeKibana(newest={"index-pattern": "7.11.0"}), {}, "too old for them"),
        (FakeKibana(not_ready=True), {}, "not ready yet"),
        (FakeKibana(header=("x-elastic-product", "Elasticsearch")), {}, "is Elasticsearch"),
        (FakeKibana(header=("osd-name", "x"), version="2.19.1"), {}, "OpenSearch Dashboards"),
        (FakeKibana(answer=b"<html>Welcome</html>"), {}, "is not Kibana"),
        (FakeKibana(answer=b"[1]"), {}, "is not Kibana"),
        (FakeKibana(answer=b'{"version": "3"}'), {}, "is not Kibana"),
        (FakeKibana(answer=b"", status_code=404), {}, "is not Kibana (HTTP 404"),
        (FakeKibana(answer=b"", status_code=401), {}, "refuses these credentials"),
        (FakeKibana(status_code=413), {}, "savedObjects.maxImportPayloadBytes"),
        (FakeKibana(status_code=502), {}, "does not reach it: HTTP 502. Kibana says: as the proxy"),
        (FakeKibana(status_code=418), {}, "HTTP 418"),
        (FakeKibana(status_code=400), {}, "does not take the file: as the proxy says"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_stands_in_the_way_is_told_plainly(
    fake: FakeKibana, told: dict[str, Any], said: str
) -> None:
    with serving(fake), pytest.raises(KibanaError) as error:
        installed(fake, **told)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert not any(fake.spaces.values())


@pytest.mark.parametrize(
    ("answer", "said"),
    [(b"{", "not what it answers"), (b'{"errors": [1]}', "not what it answers")],
)
def test_an_answer_that_is_none_is_told(fake: FakeKibana, answer: bytes, said: str) -> None:
    settings = KibanaSettings(url=fake.url)
    with kibana(settings) as server:
        fake.answer = answer
        with pytest.raises(KibanaError, match=said):
            install(server, OBJECTS)


def test_several_that_could_be_meant_are_named(fake: FakeKibana) -> None:
    with kibana(KibanaSettings(url=fake.url)) as server:
        fake.answer = json.dumps(AMBIGUOUS).encode()
        (problem,) = install(server, OBJECTS).problems
    assert problem.told == "could replace several that are there (one, two): delete those in Kibana"


def test_a_redirect_is_told_and_not_followed() -> None:
    with serving(FakeKibana(base_path="/kibana")) as fake:
        bare = replace(fake, url=fake.url.removesuffix("/kibana"))
        with pytest.raises(KibanaError, match="redirects to /kibana/login") as error:
            installed(bare, api_key=SECRET)
    assert "secret" not in str(error.value)
    assert len(fake.asked) == 1


def test_a_kibana_that_is_not_there_is_told() -> None:
    with serving(FakeKibana()) as fake:
        pass
    with pytest.raises(KibanaError, match="cannot be reached"):
        installed(fake)


@pytest.mark.parametrize("address", ["http://kibana.example:99999", "http://[::1", "http://a b/"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises((KibanaError, ValueError)), kibana(KibanaSettings(url=address)):
        pass


def test_what_is_there_already_is_known_before(fake: FakeKibana) -> None:
    with kibana(KibanaSettings(url=fake.url)) as server:
        assert already_there(server, OBJECTS) == frozenset()
        fake.spaces["default"]["map", "dateline-map-places"] = {}
        assert already_there(server, OBJECTS) == {"map dateline-map-places"}
        install(server, OBJECTS, overwrite=True)
        assert already_there(server, OBJECTS) == EVERY


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls") / "certified"
    return folder, certify(folder)


def test_tls_is_verified_with_the_ca_that_is_named(certified: tuple[Path, Path]) -> None:
    folder, ca_file = certified
    with serving(FakeKibana(), folder) as fake:
        assert not installed(fake, ca_file=ca_file).problems
        with pytest.raises(KibanaError, match="not one to trust"):
            installed(fake)
        with pytest.raises(KibanaError, match="begin with https://"):
            installed(replace(fake, url=fake.url.replace("https", "http")))


def test_tls_with_a_server_that_speaks_none_is_told(fake: FakeKibana) -> None:
    with pytest.raises(KibanaError, match="does not speak TLS"):
        installed(replace(fake, url=fake.url.replace("http", "https")))


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_ca_file_that_is_none_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "ca.crt"
    if content is not None:
        file.write_bytes(content)
    with (
        pytest.raises(KibanaError, match="no file of certificates"),
        kibana(KibanaSettings(url="https://kibana.example", ca_file=file)),
    ):
        pass


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "name a Kibana"),
        ({"url": "kibana.example"}, "begins with http"),
        ({"url": "ftp://kibana.example"}, "begins with http"),
        ({"url": "http://a", "api_key": SECRET, "user": "a", "password": SECRET}, "not both"),
        ({"url": "http://a", "user": "ada"}, "go together"),
        ({"url": "http://a", "password": SECRET}, "go together"),
        ({"url": "http://a", "ca_file": "ca.crt"}, "https://"),
    ],
)
def test_settings_that_do_not_fit_are_told_without_what_is_secret(
    told: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said) as error:
        KibanaSettings.model_validate(told)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize("value", ["key\nX-Header: 1", "schlüssel\u2028"])
def test_credentials_that_no_request_can_carry_are_told(fake: FakeKibana, value: str) -> None:
    with pytest.raises(KibanaError, match="characters that no request can carry") as error:
        installed(fake, api_key=value)
    assert value not in str(error.value)
    assert not fake.asked
