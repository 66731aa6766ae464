"""Writes one version: the marts as two DuckDB files and as Parquet, masked and clear."""

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from publishing.checksum import Content, content
from publishing.marts import SHOWN, Mart, quoted
from publishing.problems import PublishProblem, problems_of
from publishing.versions import MANIFEST, Version, next_version, point_to, synced, write_whole

Step = Callable[[str], object]
SCHEMA = "marts"
HISTORY = "published_values"
# the clear files are for one role: nobody else on the machine may read them
RIGHTS = {"masked": 0o444, "clear": 0o400}


def text(value: str | Path) -> str:
    """A text as SQL."""
    escaped = str(value).replace("'", "''")
    return f"'{escaped}'"


def build_file(file: Path, database: str) -> duckdb.DuckDBPyConnection:
    """The build file, open for reading under the name that its own queries use."""
    with problems_of(file):
        connection = duckdb.connect()
        connection.execute(f"attach {text(file)} as {quoted(database)} (read_only)")
        connection.execute("set preserve_insertion_order = true")
        return connection


def masked_content(connection: duckdb.DuckDBPyConnection, mart: Mart, source: str | None = None) -> Content:
    """Rows and checksum of a mart as a masked reader sees it."""
    query = mart.select(SHOWN["masked"], source or mart.relation)
    return content(connection, query, [column.name for column in mart.columns])


def contents(file: Path, marts: Mapping[str, Mart]) -> dict[str, Content]:
    """Rows and checksum of every mart in the build file, as a masked reader sees them."""
    database = next(iter(marts.values())).database
    with problems_of(file), closing(build_file(file, database)) as connection:
        return {name: masked_content(connection, mart) for name, mart in marts.items()}


def add_version(
    file: Path,
    folder: Path,
    marts: Mapping[str, Mart],
    clear_queries: Mapping[str, str],
    tested: Mapping[str, Content],
    described: Callable[[Version], dict[str, Any]],
    step: Step,
) -> Version:
    """Write a new version and make it the current one. Needs the lock of the folder.

    The manifest makes a folder a version, the pointer makes it the one that readers open: both appear whole.
    """
    version = next_version(folder)
    write_files(file, version.folder, marts, clear_queries, tested, step)
    step("Writing the manifest")
    write_whole(version.folder / MANIFEST, described(version))
    step("Turning the pointer")
    point_to(folder, version)
    return version


def write_mart(
    connection: duckdb.DuckDBPyConnection, mart: Mart, query: str, folder: Path, personal_data: str
) -> None:
    """Write one mart into a DuckDB file and as Parquet, with what the project says about it."""
    table = f"{personal_data}.{SCHEMA}.{quoted(mart.name)}"
    connection.execute(f"create table {table} as {query}")
    connection.execute(f"comment on table {table} is {text(mart.description)}")
    for column in mart.columns:
        connection.execute(f"comment on column {table}.{quoted(column.name)} is {text(column.description)}")
    parquet = folder / f"parquet_{personal_data}" / f"{mart.name}.parquet"
    connection.execute(f"copy {table} to {text(parquet)} (format parquet, compression zstd)")


def write_files(
    file: Path,
    folder: Path,
    marts: Mapping[str, Mart],
    clear_queries: Mapping[str, str],
    tested: Mapping[str, Content],
    step: Step,
) -> None:
    """Write every mart of the build file into a folder, and prove that it is what was tested.

    `clear_queries` are the marts with personal data, as queries that do not mask.
    """
    database = next(iter(marts.values())).database
    with problems_of(folder), closing(build_file(file, database)) as connection:
        for personal_data in RIGHTS:
            (folder / f"parquet_{personal_data}").mkdir()
            target = folder / f"arrears_{personal_data}.duckdb"
            connection.execute(f"attach {text(target)} as {personal_data}")
            connection.execute(f"create schema {personal_data}.{SCHEMA}")
        for mart in marts.values():
            step(f"Writing {mart.name}")
            source = f"({clear_queries[mart.name]})" if mart.name in clear_queries else mart.relation
            for personal_data in RIGHTS:
                query = mart.select(SHOWN[personal_data], f"{source} as clear_rows")
                write_mart(connection, mart, query, folder, personal_data)
                written = masked_content(connection, mart, f"{personal_data}.{SCHEMA}.{quoted(mart.name)}")
                if written != tested[mart.name]:
                    raise PublishProblem(
                        f"{mart.name} is not what was tested: {tested[mart.name].rows:,} rows then,"
                        f" {written.rows:,} now. Was the warehouse built meanwhile? Publish again."
                    )
        write_history(connection, database, folder)
        for personal_data in RIGHTS:
            connection.execute(f"detach {personal_data}")
    close_files(folder, step)


def write_history(connection: duckdb.DuckDBPyConnection, database: str, folder: Path) -> None:
    """Keep the published figures in every version, so that they outlive the build file."""
    schema = connection.execute(
        "select schema_name from duckdb_tables() where database_name = ? and table_name = ?",
        [database, HISTORY],
    ).fetchone()
    if schema:
        table = f"{quoted(database)}.{quoted(schema[0])}.{quoted(HISTORY)}"
        file = folder / f"{HISTORY}.parquet"
        connection.execute(f"copy {table} to {text(file)} (format parquet, compression zstd)")


def close_files(folder: Path, step: Step) -> None:
    """Nobody writes to a version again; the clear files open for their owner alone. All of it to the disk."""
    step("Closing the files")
    for path in sorted(folder.rglob("*")):
        is_clear = "clear" in path.name or "clear" in path.parent.name
        if path.is_dir():
            path.chmod(0o700 if is_clear else 0o755)
        else:
            path.chmod(RIGHTS["clear" if is_clear else "masked"])
        synced(path)
    synced(folder)
