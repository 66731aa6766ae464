"""A publication, from the first test to the new pointer; a reader sees nothing of it before the last step."""

import importlib.metadata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dbt.contracts.graph.manifest import Manifest

from publishing import history
from publishing.checksum import Content
from publishing.files import Step, add_version, contents
from publishing.problems import PublishProblem, problems_of
from publishing.steps import KEPT, Project, build_settings, checked
from publishing.versions import (
    ROOT,
    Version,
    only_publisher,
    sweep,
)

FILES = {
    "arrears_masked.duckdb": "masked",
    "parquet_masked": "masked",
    "arrears_clear.duckdb": "clear",
    "parquet_clear": "clear",
}
ARREARS_VERSION = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["version"]
AHEAD = "select table_name, rows_ahead, example_key from {table} order by table_name"
FINDINGS = "select code, severity, opco_id, sum(rows) from {table} group by all order by all"


class Publication:
    """What is published (the build file), where to, and when."""

    def __init__(self, project: Path, file: Path, folder: Path, now: datetime) -> None:
        """The project, the build file, the folder of publications, and the time of this one (UTC)."""
        self.project_folder, self.file, self.folder, self.now = project, file, folder, now
        self.sentences: list[str] = []

    def make(
        self,
        keep: int,
        step: Step,
        said: Mapping[str, Any] | None = None,
        manifest: Manifest | None = None,
    ) -> Version:
        """Test, keep the figures, write the version, turn the pointer, sweep."""
        if not self.file.exists():
            raise PublishProblem(f"{self.file} is not there. Run make build first.")
        with problems_of(self.file):
            variables = checked(build_settings(self.file), said or {})
        if variables.get("known_at", "") > str(self.now):
            raise PublishProblem(
                f"known_at {variables['known_at']} lies in the future. Build again without it."
            )
        with problems_of(self.folder), only_publisher(self.folder):
            sweep(self.folder)
            step("Reading the project")
            project = Project(self.project_folder, variables, manifest=manifest)
            with problems_of(self.file):
                tested, tests = self.tested(project, step)
                queries = project.clear_queries()
            version = add_version(
                self.file,
                self.folder,
                project.marts,
                queries,
                tested,
                lambda version: self.manifest(version, project, tested, tests),
                step,
            )
            step("Sweeping old versions")
            gone = sweep(self.folder, keep)
        self.sentences.append(
            f"Version {version.number} is {version.folder}: {len(tested)} marts, {tests} tests green."
        )
        if gone:
            self.sentences.append(f"Swept: {', '.join(gone)}.")
        return version

    def tested(self, project: Project, step: Step) -> tuple[dict[str, Content], int]:
        """The content of every mart, all tests green, and how many there were.

        What is written later has to be equal to it. The figures are kept after the tests: history holds no
        figure of a warehouse that failed.
        """
        step("Reading the marts")
        before = contents(self.file, project.marts)
        step("Testing the marts")
        tests = project.test(project.marts)
        step("Keeping the values of closed months")
        kept_before = history.restore(self.file, self.folder, project.schema("published_values"))
        tests += project.keep_values(self.now.isoformat())
        made = {name: mart for name, mart in project.marts.items() if name in KEPT}
        with duckdb.connect(str(self.file), read_only=True) as connection:
            self.sentences.append(history.said(connection, kept_before))
        return {**before, **contents(self.file, made)}, tests

    def manifest(
        self, version: Version, project: Project, tested: Mapping[str, Content], tests: int
    ) -> dict[str, Any]:
        """What the version says of itself."""
        with duckdb.connect(str(self.file), read_only=True) as connection:
            _, known_at, _ = history.facts(connection)
            findings = self.findings(connection)
        return {
            "number": version.number,
            "as_of_date": project.variables["as_of_date"],
            "known_at": known_at.isoformat() if known_at else None,
            "published_at": f"{self.now.isoformat()}Z",
            "arrears_version": ARREARS_VERSION,
            "dbt_version": importlib.metadata.version("dbt-core"),
            "duckdb_version": duckdb.__version__,
            "tests": {"passed": tests, "failed": 0},
            "marts": [
                {
                    "name": name,
                    "rows": content.rows,
                    "checksum": content.checksum,
                    **project.marts[name].said(),
                }
                for name, content in sorted(tested.items())
            ],
            "findings": findings,
            "personal_data": FILES,
        }

    def findings(self, connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
        """What looks wrong in the input, counted; rows that were loaded after this moment are named too."""
        found: list[dict[str, Any]] = []
        if table := history.table(connection, "input_findings"):
            names = ("code", "severity", "opco_id", "rows")
            rows = connection.execute(FINDINGS.format(table=table)).fetchall()
            found = [dict(zip(names, (*row[:3], int(row[3])), strict=True)) for row in rows]
        ahead = connection.execute(
            AHEAD.format(table=history.table(connection, "stg_loads_ahead"))
        ).fetchall()
        for name, rows_ahead, key in ahead:
            self.sentences.append(
                f"{rows_ahead:,} rows of {name} claim to be loaded after now ({key} is one): their loaded_at"
                " is wrong. They are in the figures and do not date them."
            )
            found.append(
                {
                    "code": "loaded_after_publication",
                    "severity": "notice",
                    "opco_id": None,
                    "rows": rows_ahead,
                    "table_name": name,
                    "example_key": key,
                }
            )
        return found


def keep_values(project_folder: Path, target: str, said: Mapping[str, Any], now: datetime) -> str:
    """Test the marts in another engine and keep their values there; files are written from DuckDB alone."""
    project = Project(project_folder, said, target)
    tests = project.test(project.marts) + project.keep_values(now.isoformat())
    return f"{tests} tests green, and the values of closed months are kept; files come from DuckDB alone."
