"""The node's own folder: what lies where, what the server is told, and who may write there."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from index_mappings.node.ports import Ports
from index_mappings.node.settings import NodeError, NodeSettings

NAME = "dateline"
OPEN = 0o755
# The server's own default keeps gigabytes of logs in two notations.
LOG4J = """\
status = error
appender.file.type = RollingFile
appender.file.name = file
appender.file.fileName = ${sys:es.logs.base_path}${sys:file.separator}${sys:es.logs.cluster_name}.log
appender.file.filePattern = ${sys:es.logs.base_path}${sys:file.separator}${sys:es.logs.cluster_name}-%i.log.gz
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] [%node_name]%marker %m%n
appender.file.policies.type = Policies
appender.file.policies.size.type = SizeBasedTriggeringPolicy
appender.file.policies.size.size = 16MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 3
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""  # noqa: E501 - a property can't be broken
JVM_OPTIONS = """\
-Xms{heap}
-Xmx{heap}
-XX:+UseG1GC
-XX:+ExitOnOutOfMemoryError
-XX:ErrorFile={logs}/java-%p.log
-Djava.io.tmpdir={temporary}
--add-modules=jdk.incubator.vector
{identity}
"""


@dataclass(frozen=True, slots=True)
class Account:
    """The account that runs the server where the caller is root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class NodeFolder:
    """The paths below a node's folder."""

    root: Path

    @property
    def config(self) -> Path:
        """What the server is told: written anew at each start. Its keystore is here too."""
        return self.root / "config"

    @property
    def data(self) -> Path:
        """The indices."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """The server's logs."""
        return self.root / "logs"

    @property
    def temporary(self) -> Path:
        """Scratch space; a machine's own may forbid to run code from it."""
        return self.root / "tmp"

    @property
    def snapshots(self) -> Path:
        """Where snapshot repositories may be."""
        return self.root / "snapshots"

    @property
    def ports(self) -> Path:
        """The ports of the last start."""
        return self.root / "ports.json"

    @property
    def lock(self) -> Path:
        """Held while the node is being started or stopped."""
        return self.root / ".lock"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.logs / f"{NAME}.log"

    @property
    def console(self) -> Path:
        """What the last start wrote to its output: the log is not open yet when some fail."""
        return self.logs / "console.log"

    @property
    def identity(self) -> str:
        """A word for this folder, without spaces, for the arguments of its processes."""
        return hashlib.sha256(os.fsencode(self.root.resolve())).hexdigest()[:16]

    @property
    def server_argument(self) -> str:
        """An argument that tells this folder's server from every other process."""
        return f"-Ddateline.node={self.identity}"

    @property
    def launcher_argument(self) -> str:
        """The same for the process that brings the server up."""
        return f"-Enode.attr.dateline={self.identity}"

    @property
    def writable(self) -> tuple[Path, ...]:
        """The folders that the server writes to."""
        return self.config, self.data, self.logs, self.temporary, self.snapshots


def account(settings: NodeSettings) -> Account | None:
    """The account to drop to; None where the caller is not root and the server runs as they do."""
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam(settings.user)
    except KeyError:
        found = None
    if found is None or found.pw_uid == 0:
        raise NodeError(
            f"Elasticsearch does not run as root, and {settings.user!r} is no ordinary account to "
            "run it as: name one with DATELINE_NODE_USER."
        )
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def create(root: Path) -> NodeFolder:
    """The node's folder, made where it is not there."""
    try:
        make_folder(root)
    except OSError as error:
        raise NodeError(
            f"The node's folder {root} can't be made: {error.strerror}. "
            "Choose another with DATELINE_NODE_DATA."
        ) from error
    return NodeFolder(root)


def make_folder(path: Path) -> None:
    """Makes a folder and those above it. Root's are open to all, whatever the umask: the account
    that runs the server has to pass through them.
    """
    for each in (*reversed(path.parents), path):
        if not each.exists():
            each.mkdir(exist_ok=True)
            if os.geteuid() == 0:
                each.chmod(OPEN)


def prepare(
    folder: NodeFolder, settings: NodeSettings, ports: Ports, owner: Account | None
) -> None:
    """Writes the configuration, and gives the folders to the account that runs the server."""
    for path in folder.writable:
        path.mkdir(exist_ok=True)
    told = {
        "elasticsearch.yml": elasticsearch_yml(folder, settings, ports),
        "log4j2.properties": LOG4J,
        "jvm.options": JVM_OPTIONS.format(
            heap=settings.heap,
            logs=folder.logs,
            temporary=folder.temporary,
            identity=folder.server_argument,
        ),
    }
    for name, content in told.items():
        (folder.config / name).write_text(content, encoding="utf-8")
    folder.console.write_bytes(b"")
    if owner:
        _give(folder, owner)


def elasticsearch_yml(folder: NodeFolder, settings: NodeSettings, ports: Ports) -> str:
    """The server's settings. Values are written as JSON, which is YAML too, so that no path can
    break out of its line.
    """
    told: dict[str, str | bool | int] = {
        "cluster.name": NAME,
        "node.name": NAME,
        "path.data": str(folder.data),
        "path.logs": str(folder.logs),
        "path.repo": str(folder.snapshots),
        "network.host": "127.0.0.1",
        "http.port": ports.http,
        "transport.port": ports.transport,
        "discovery.type": "single-node",
        "xpack.security.enabled": False,
        # A developer's disk that is nearly full must not make the indices read-only.
        "cluster.routing.allocation.disk.threshold_enabled": False,
    }
    told.update(settings.options)
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in told.items())


def _give(folder: NodeFolder, owner: Account) -> None:
    for top in folder.writable:
        # Data is walked only when another account had it before: there may be much.
        walk = top != folder.data or top.stat().st_uid != owner.uid
        for path in (top, *(top.rglob("*") if walk else ())):
            os.chown(path, owner.uid, owner.gid, follow_symlinks=False)


def closed_to(owner: Account, path: Path) -> Path | None:
    """The first folder on the way to `path` that the account can't enter, if any."""
    for folder in (*reversed(path.resolve().parents), path.resolve()):
        told = folder.stat()
        if told.st_uid == owner.uid:
            entry = stat.S_IXUSR
        elif told.st_gid == owner.gid:
            entry = stat.S_IXGRP
        else:
            entry = stat.S_IXOTH
        if not told.st_mode & entry:
            return folder
    return None


def disk_bytes(folder: NodeFolder) -> int:
    """Bytes of the files in the node's folder."""
    total = 0
    for path in folder.root.rglob("*"):
        # A running server deletes files while they are being counted.
        try:
            told = path.lstat()
        except OSError:
            continue
        total += told.st_size if stat.S_ISREG(told.st_mode) else 0
    return total


def clear_scratch(folder: NodeFolder) -> None:
    """Empties the scratch space, which a killed server leaves full."""
    shutil.rmtree(folder.temporary, ignore_errors=True)
