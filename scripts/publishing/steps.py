"""dbt as a publication uses it: read the project once, test the marts, keep the figures, unmask."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

from publishing.marts import Mart, marts_of
from publishing.problems import PublishProblem

SETTINGS = "stg_build_settings"
# what a publication adds to the warehouse: the time it is known at, the values kept, what differs from them
KEPT = ("stg_last_load", "stg_loads_ahead", "int_month_end_values", "published_values", "restatements")


# tests that read what is there, and not the second route, which a build leaves out
TESTS = ("--indirect-selection", "buildable")


def build_settings(file: Path) -> dict[str, Any]:
    """The variables that the warehouse was built with: it is tested with these and no others."""
    with duckdb.connect(str(file), read_only=True) as connection:
        schema = connection.execute(
            "select schema_name from duckdb_tables() where table_name = ?", [SETTINGS]
        ).fetchone()
        if schema is None:
            raise PublishProblem(f"{file} was not built by this version. Run make build first.")
        row = connection.execute(f'select settings from "{schema[0]}"."{SETTINGS}"').fetchone()
    settings: dict[str, Any] = json.loads(row[0]) if row else {}
    return settings


def checked(settings: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Variables of the build and of the command line, which may not contradict each other."""
    for name, value in said.items():
        if name in settings and str(value) not in (str(settings[name]), "today"):
            raise PublishProblem(
                f"the warehouse was built with {name} {settings[name] or '(empty)'}, not {value}."
                " A publication takes the variables of the build: leave VARS out, or build again."
            )
    return {**said, **settings}


class Project:
    """The dbt project, parsed once for a set of variables."""

    def __init__(
        self, project: Path, variables: Mapping[str, Any], target: str = "", manifest: Manifest | None = None
    ) -> None:
        """Parse, unless it was parsed before for the same variables."""
        self.variables = {**variables, "publish": True}
        self.options = ["--log-level", "none", "--project-dir", str(project)]
        self.options += ["--profiles-dir", os.environ.get("DBT_PROFILES_DIR") or str(project)]
        self.options += ["--target", target] if target else []
        self.manifest = manifest
        if manifest is None:
            outcome = self.invoke("parse")
            if not isinstance(outcome.result, Manifest):
                raise PublishProblem(f"the project cannot be read: {messages(outcome)[0]}")
            self.manifest = manifest = outcome.result
        self.written: dict[str, Any] = manifest.writable_manifest().to_dict()
        self.marts: dict[str, Mart] = marts_of(self.written)

    def invoke(self, *arguments: str, **variables: str) -> dbtRunnerResult:
        """Run one dbt command; variables beside those of the build change what models compile to."""
        given = yaml.safe_dump({**self.variables, **variables}, default_flow_style=True)
        try:
            return dbtRunner(manifest=self.manifest).invoke([*arguments, *self.options, "--vars", given])
        finally:
            # let go of the file
            if DuckDBConnectionManager._ENV is not None:
                DuckDBConnectionManager._ENV.close()
            DuckDBConnectionManager.close_all_connections()

    def schema(self, name: str) -> str:
        """The schema of a model or snapshot of this package."""
        found = [node for node in self.written["nodes"].values() if node["name"] == name]
        return str(found[0]["schema"])

    def test(self, names: Iterable[str]) -> int:
        """Run every data test that reads these marts; how many passed. One that fails ends it all."""
        outcome = self.invoke("test", *("--select", *names, "--exclude", "resource_type:unit_test"), *TESTS)
        if not outcome.success:
            found = messages(outcome)
            raise PublishProblem(
                f"the tests of the marts are not green ({len(found)} failed), so nothing was published: "
                + "; ".join(found[:3])
            )
        passed = [result for result in outcome.result.results if result.status == "pass"]
        if not passed:
            raise PublishProblem("no test of the marts ran, so nothing was published.")
        return len(passed)

    def keep_values(self, published_at: str) -> int:
        """Add the closed month-end values to those published, and test what came of it; how many tests."""
        outcome = self.invoke(
            "build",
            *("--select", *KEPT, "--exclude", "resource_type:unit_test"),
            *TESTS,
            published_at=published_at,
        )
        if not outcome.success:
            raise PublishProblem("the values were not kept: " + "; ".join(messages(outcome)[:3]))
        return len([result for result in outcome.result.results if result.status == "pass"])

    def clear_queries(self) -> dict[str, str]:
        """The marts with personal data, as queries that do not mask."""
        names = [mart.name for mart in self.marts.values() if mart.kinds()]
        if not names:
            return {}
        outcome = self.invoke("compile", "--select", *names, personal_data="clear")
        if not outcome.success:
            raise PublishProblem("the marts cannot be compiled: " + "; ".join(messages(outcome)[:3]))
        return {result.node.name: result.node.compiled_code for result in outcome.result.results}


def messages(outcome: dbtRunnerResult) -> list[str]:
    """What dbt says about what failed, a line each."""
    if outcome.exception:
        return [one_line(str(outcome.exception))]
    failed = [r for r in getattr(outcome.result, "results", None) or [] if r.status in ("error", "fail")]
    return [f"{result.node.name}: {one_line(result.message or '')}" for result in failed]


def one_line(message: str) -> str:
    """The first telling line of a dbt error."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    telling = [
        line for line in lines if not line.endswith("Error") and not line.startswith((">", "Compilation"))
    ]
    return next(iter(telling or lines), "unknown error")
