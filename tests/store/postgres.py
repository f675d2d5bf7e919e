"""A PostgreSQL of the tests' own, from Debian's packages: made in a temporary folder, gone when they are done."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg


class Missing(Exception):
    """Why there is no server to test on."""


@dataclass(frozen=True)
class Server:
    """A running cluster in `folder`; `address` is its URL without a database."""

    binaries: Path
    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}"

    def database(self, name: str) -> str:
        """A new database with PostGIS, as whoever sets up a server would make it; its URL."""
        with psycopg.connect(f"{self.address}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE trygghet_mall')
        return f"{self.address}/{name}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self._control("start", "-o", options, "-l", str(self.folder / "log"))

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is what a power cut is to the server."""
        self._control("stop", "-m", mode)

    def _control(self, *command: str) -> None:
        _run(self.folder, self.binaries / "pg_ctl", "-D", self.folder / "data", "-w", *command)


def start(folder: Path) -> Server:
    """A new cluster in `folder`, started. Raises Missing, saying what to install, when that cannot be."""
    binaries = _binaries()
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        _give_away(folder)
    _run(folder, binaries / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    server = Server(binaries, folder, _free_port())
    server.start()
    with psycopg.connect(f"{server.address}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE trygghet_mall")
    with psycopg.connect(f"{server.address}/trygghet_mall", autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
    return server


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found and (other := shutil.which("initdb")):
        found = [Path(other)]
    if not found:
        raise Missing("PostgreSQL is missing: apt install postgresql-15 postgresql-15-postgis-3")
    version = found[-1].parts[-3]
    if not Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists():
        raise Missing(f"PostGIS is missing: apt install postgresql-{version}-postgis-3")
    return found[-1].parent


def _give_away(folder: Path) -> None:
    """PostgreSQL refuses to run as root: let its own user have the folder."""
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        raise Missing("there is no user postgres to run the server as; install postgresql-15") from None
    os.chown(folder, owner.pw_uid, owner.pw_gid)


def _run(folder: Path, *command: object) -> None:
    words = [str(part) for part in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    # The server it starts inherits stdout: a pipe would then never end.
    with (folder.parent / f"{folder.name}.out").open("ab") as out:
        done = subprocess.run(words, cwd=folder, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"{words}: {(folder.parent / f'{folder.name}.out').read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
