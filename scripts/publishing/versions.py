"""The folder of publications: numbered versions, the pointer to the current one, what is swept.

Readers use `open_current`. A version is never changed; a folder without a manifest is unfinished, and none.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from publishing.marts import Column, Mart
from publishing.problems import PublishProblem

ROOT = Path(__file__).resolve().parents[2]
POINTER = "current.json"
MANIFEST = "manifest.json"
SWEPT = ".swept-"


@dataclass(frozen=True)
class Version:
    """One publication on disk."""

    number: int
    folder: Path

    @property
    def manifest(self) -> dict[str, Any]:
        """What the version says of itself."""
        found: dict[str, Any] = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        return found

    def marts(self, connection: duckdb.DuckDBPyConnection) -> dict[str, Mart]:
        """The marts of the version, from its manifest and the comments in an open file of it."""
        found = {}
        for said in self.manifest["marts"]:
            name, personal = said["name"], said["personal"]
            columns = connection.execute(
                "select column_name, coalesce(comment, '') from duckdb_columns()"
                " where table_name = ? order by column_index",
                [name],
            ).fetchall()
            about = connection.execute(
                "select coalesce(comment, '') from duckdb_tables() where table_name = ?", [name]
            ).fetchone()
            found[name] = Mart(
                name=name,
                database="",
                schema="marts",
                alias=name,
                description=about[0] if about else "",
                columns=tuple(
                    Column(
                        column,
                        text,
                        personal.get(column, {}).get("kind", ""),
                        personal.get(column, {}).get("where", ""),
                    )
                    for column, text in columns
                ),
                primary_key=tuple(said["primary_key"]),
                references={column: (to[0], to[1]) for column, to in said["references"].items()},
            )
        return found

    def database(self, personal_data: str = "masked") -> Path:
        """The DuckDB file for readers: masked, or clear for the role that may see it."""
        return self.folder / f"arrears_{personal_data}.duckdb"


def publications_folder(project: Path = ROOT) -> Path:
    """Where publications lie: ARREARS_PUBLICATIONS, else `publications` in the project."""
    return Path(os.environ.get("ARREARS_PUBLICATIONS") or project / "publications")


def versions(folder: Path) -> list[Version]:
    """Every finished version, oldest first."""
    found = [path for path in folder.glob("[0-9]*") if path.name.isdigit() and (path / MANIFEST).exists()]
    return [Version(int(path.name), path) for path in sorted(found, key=lambda path: int(path.name))]


def current(folder: Path) -> Version | None:
    """The version that readers should open; none before the first publication."""
    pointer = folder / POINTER
    if not pointer.exists():
        return None
    said = json.loads(pointer.read_text(encoding="utf-8"))
    return Version(said["number"], folder / said["folder"])


@contextmanager
def open_current(
    folder: Path, personal_data: str = "masked"
) -> Iterator[tuple[Version, duckdb.DuckDBPyConnection]]:
    """The current version, open for reading: one connection reads one version, whatever comes later."""
    before: Version | None = None
    while True:
        version = current(folder)
        if version is None:
            raise PublishProblem(f"{folder} holds no publication. Run make publish first.")
        try:
            connection = duckdb.connect(str(version.database(personal_data)), read_only=True)
            break
        except duckdb.IOException:
            # swept between the look at the pointer and the opening: the pointer says another one now
            if version == before:
                raise
            before = version
    try:
        yield version, connection
    finally:
        connection.close()


def synced(path: Path) -> None:
    """Hand a file or folder to the disk before anything points to it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: dict[str, Any]) -> None:
    """Write JSON so that a reader finds the old file or the new one, whole, and nothing between them."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    synced(partial)
    os.replace(partial, path)
    synced(path.parent)


def point_to(folder: Path, version: Version) -> None:
    """Make a version the current one."""
    write_whole(folder / POINTER, {"number": version.number, "folder": version.folder.name})


def next_version(folder: Path) -> Version:
    """An empty folder for the next version."""
    last = max((version.number for version in versions(folder)), default=0)
    now = current(folder)
    number = max(last, now.number if now else 0) + 1
    version = Version(number, folder / f"{number:06d}")
    version.folder.mkdir()
    return version


@contextmanager
def only_publisher(folder: Path) -> Iterator[None]:
    """Hold the folder alone: two publications at once would take one number."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishProblem(
                f"{folder} is in use: another publication or erasure is at work. Wait for it, and try again."
            ) from None
        yield


def sweep(folder: Path, keep: int | None = None) -> list[str]:
    """Remove what a killed publication left, and all but the newest versions; what went. Needs the lock."""
    now = current(folder)
    finished = versions(folder)
    kept = {version.folder for version in (finished if keep is None else finished[-keep:])}
    kept |= {now.folder} if now else set()
    gone = [path for path in folder.iterdir() if path.name.isdigit() and path not in kept]
    for path in gone:
        # first out of sight, so that nobody finds half a version
        os.replace(path, folder / f"{SWEPT}{path.name}")
    for path in folder.glob(f"{SWEPT}*"):
        shutil.rmtree(path, ignore_errors=True)
    return sorted(path.name for path in gone)
