"""Builds the project on an engine, inside this process, without touching what lies in its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.results import RunExecutionResult

ROOT = Path(__file__).resolve().parents[2]


class BuildProblem(Exception):
    """A build that stopped; the message is dbt's own."""


@contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    """Set environment variables for a while."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def build(
    target: str,
    work: Path,
    env: dict[str, str],
    variables: dict[str, str],
    tests: bool = False,
    select: str = "",
    manifest: Manifest | None = None,
) -> None:
    """Build seeds and models (and run the tests) on a target; artefacts go to the work folder.

    A manifest that was parsed for the same target saves the parsing.
    """
    args = ["--quiet", "build", "--target", target, "--vars", yaml.safe_dump(variables)]
    args += ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
    args += ["--target-path", str(work / target), "--log-path", str(work / target)]
    if not tests:
        args += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
        args += ["--exclude", "path:checks"]
    if select:
        args += ["--select", select]
    with environment(env):
        outcome = dbtRunner(manifest).invoke(args)
    DuckDBConnectionManager.close_all_connections()
    if outcome.exception:
        raise BuildProblem(str(outcome.exception))
    if not outcome.success and isinstance(outcome.result, RunExecutionResult):
        failed = [r for r in outcome.result.results if r.status in ("error", "fail")]
        raise BuildProblem("\n".join(f"{result.node.name}: {result.message}" for result in failed))
