"""The settings of a cluster: one way in, and no secret shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from index_mappings.settings import Settings

SECRET = "c0rrect-horse"
URL = "https://es.example:9200"


@pytest.mark.parametrize(
    ("address", "password"),
    [
        (f"https://ada:{SECRET}@es.example:9200", SECRET),
        ("https://ada:a%40b%2F@es.example:9200", "a@b/"),
    ],
)
def test_a_password_in_the_address_is_taken_out_of_it(address: str, password: str) -> None:
    settings = Settings(es_url=address)
    assert (settings.es_url, settings.es_user) == (URL, "ada")
    assert settings.es_password is not None
    assert settings.es_password.get_secret_value() == password
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert password not in shown


@pytest.mark.parametrize("address", [URL, "http://127.0.0.1:9200", "https://[::1]:9200/path"])
def test_an_address_without_a_password_stays(address: str) -> None:
    assert Settings(es_url=address).es_url == address


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"es_url": URL, "es_api_key": SECRET, "es_user": "ada"}, "not both"),
        ({"es_url": f"https://ada:{SECRET}@es.example", "es_api_key": SECRET}, "not both"),
        ({"es_url": URL, "es_password": SECRET}, "go together"),
        ({"es_url": f"https://:{SECRET}@es.example"}, "go together"),
        ({"es_api_key": SECRET}, "need DATELINE_ES_URL"),
        ({"es_url": "http://es.example", "es_ca_file": "ca.crt"}, "begins with https://"),
        ({"es_url": f"https://ada:{SECRET}@[es.example"}, "es_url|IPv6"),
    ],
)
def test_what_does_not_fit_is_told_without_the_secret(told: dict[str, str], why: str) -> None:
    with pytest.raises(ValidationError, match=why) as raised:
        Settings.model_validate(told)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_each_setting_stands_in_its_page(setting: str) -> None:
    page = (Path(__file__).parents[2] / "docs/settings.md").read_text("utf-8")
    assert f"`DATELINE_{setting.upper()}`" in page
