"""Which Kibana, and how to get in: `DATELINE_KIBANA_…`, from the environment or `.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index_mappings.settings import secrets_apart


class KibanaSettings(BaseSettings):
    """Address, space and credentials. Frozen; credentials are never shown."""

    model_config = SettingsConfigDict(
        env_prefix="DATELINE_KIBANA_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # it holds the credentials
    )

    url: str = Field("", description="Where Kibana is, as https://kibana.example:5601.")
    space: str = Field("", description="The space; empty for the default one.")
    api_key: SecretStr | None = Field(None, description="An Elasticsearch API key, encoded.")
    user: str | None = Field(None, description="A user, with its password.")
    password: SecretStr | None = Field(None, description="The user's password.")
    ca_file: Path | None = Field(None, description="PEM file of the CA that signed Kibana's.")
    timeout: float = Field(60.0, gt=0, description="Seconds until a request is given up.")

    @model_validator(mode="before")
    @classmethod
    def _no_secret_in_the_url(cls, told: dict[str, Any]) -> dict[str, Any]:
        return secrets_apart(told)

    @model_validator(mode="after")
    def _one_way_in(self) -> KibanaSettings:
        address = urlsplit(self.url)
        if not self.url:
            raise ValueError("name a Kibana: --url, or DATELINE_KIBANA_URL")
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise ValueError("the address of Kibana begins with http:// or https://")
        if self.api_key and (self.user or self.password):
            raise ValueError("give either DATELINE_KIBANA_API_KEY or user and password, not both")
        if bool(self.user) != bool(self.password):
            raise ValueError("DATELINE_KIBANA_USER and DATELINE_KIBANA_PASSWORD go together")
        if self.ca_file and address.scheme != "https":
            raise ValueError("a CA file needs an address that begins with https://")
        return self

    @property
    def base(self) -> str:
        """The address of the space's API, without a slash at its end."""
        address = urlsplit(self.url)
        path = address.path.rstrip("/")
        inside = f"/s/{self.space}" if self.space and self.space != "default" else ""
        return address._replace(path=path + inside, query="", fragment="").geturl()

    @property
    def root(self) -> str:
        """The same without the space."""
        address = urlsplit(self.url)
        return address._replace(path=address.path.rstrip("/"), query="", fragment="").geturl()
