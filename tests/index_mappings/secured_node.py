"""A node of the tests' own with security on: TLS by a CA made for it, an administrator, roles."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from elasticsearch import Elasticsearch
from rich.console import Console

from index_mappings import node
from index_mappings.families import Aliases
from index_mappings.node import process as node_process
from index_mappings.node.folder import NodeFolder, make_folder
from index_mappings.node.settings import NodeSettings
from index_mappings.roles import put_roles, roles
from index_mappings.settings import Settings

ADMINISTRATOR = "administrator"
ROUNDS = 10_000
SECURED = (
    ("xpack.security.enabled", True),
    ("xpack.security.http.ssl.enabled", True),
    ("xpack.security.http.ssl.key", "certs/node.key"),
    ("xpack.security.http.ssl.certificate", "certs/node.crt"),
)


@dataclass(frozen=True)
class Secured:
    """The node, and who may call it. `passwords` and `keys` are by role: "loader", …"""

    url: str
    ca_file: Path
    admin: Elasticsearch
    aliases: Aliases
    passwords: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def environment(self, role: str) -> dict[str, str]:
        """What a person with an API key of this role sets."""
        return {
            "DATELINE_ES_URL": self.url,
            "DATELINE_ES_CA_FILE": str(self.ca_file),
            "DATELINE_ES_API_KEY": self.keys[role],
            "DATELINE_PREFIX": self.aliases.prefix,
        }

    def settings(self, **told: object) -> Settings:
        """Settings for this node; credentials are the caller's."""
        given = {"es_url": self.url, "es_ca_file": self.ca_file, "es_patience": 20, **told}
        return Settings.model_validate(given)


@contextmanager
def secured_node() -> Iterator[Secured]:
    """A running node; nothing of it is left afterwards."""
    settings = NodeSettings.from_env()
    data = settings.cache / f"node-secured-{secrets.token_hex(4)}"
    settings = replace(settings, data=data, options=SECURED)
    make_folder(data)
    password = secrets.token_urlsafe(16)
    config = NodeFolder(data).config
    config.mkdir()
    ca_file = certify(config / "certs")
    (config / "users").write_text(f"{ADMINISTRATOR}:{_hashed(password)}\n")
    (config / "users_roles").write_text(f"superuser:{ADMINISTRATOR}\n")
    try:
        url = node.start(settings, Console(quiet=True)).url
        with Elasticsearch(
            url, ca_certs=str(ca_file), basic_auth=(ADMINISTRATOR, password), request_timeout=60
        ) as admin:
            yield _with_users(Secured(url, ca_file, admin, Aliases("dlt-secured-")))
    finally:
        node.stop(settings, Console(quiet=True))
        left = node_process.find(NodeFolder(data))
        shutil.rmtree(data, ignore_errors=True)
    assert left is None


def _with_users(secured: Secured) -> Secured:
    """A user with a password, and an API key, for each role."""
    for name in put_roles(secured.admin, secured.aliases):
        role = name.removeprefix(secured.aliases.prefix)
        secured.passwords[role] = secrets.token_urlsafe(16)
        secured.admin.security.put_user(
            username=role, password=secured.passwords[role], roles=[name]
        )
        made = secured.admin.security.create_api_key(
            name=role, role_descriptors=roles(secured.aliases, role)
        )
        secured.keys[role] = made["encoded"]
    return secured


def certify(folder: Path) -> Path:
    """Write a CA's certificate, and a node's key and certificate by it. Returns the CA's file."""
    folder.mkdir()
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name, name = _name("Test CA"), _name("Test node")
    ca = (
        _certificate(ca_name, ca_name, ca_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(ca_key, hashes.SHA256())
    )
    loopback = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        _certificate(name, ca_name, key.public_key())
        .add_extension(x509.SubjectAlternativeName([loopback]), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "node.crt").write_bytes(certificate.public_bytes(pem))
    (folder / "node.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "ca.crt").write_bytes(ca.public_bytes(pem))
    return folder / "ca.crt"


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )


def _hashed(password: str) -> str:
    """As Elasticsearch's file of users has it: PBKDF2 with SHA-512, a key of 256 bits."""
    salt = secrets.token_bytes(32)
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ROUNDS, 32)
    told = (base64.b64encode(part).decode() for part in (salt, key))
    return "{PBKDF2}" + "$".join((str(ROUNDS), *told))
