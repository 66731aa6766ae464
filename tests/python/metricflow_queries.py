"""MetricFlow in this process: it writes the SQL of a query, and DuckDB runs it on a build."""

import os
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

import duckdb
from dbt.contracts.graph.semantic_manifest import SemanticManifest
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from warehouse import REPO, parsed

Key = tuple[str, ...]
Values = dict[str, dict[Key, float]]


class RendersOnly:
    """What the engine asks of a client as long as it runs nothing itself."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


@cache
def engine() -> MetricFlowEngine:
    """MetricFlow over the project as it is written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "semantic_manifest.json"
        SemanticManifest(parsed("seeds")).write_json_to_file(str(path))
        manifest = parse_manifest_from_dbt_generated_manifest(path.read_text(encoding="utf-8"))
    return MetricFlowEngine(SemanticManifestLookup(manifest), RendersOnly())


@cache
def built() -> duckdb.DuckDBPyConnection:
    """The warehouse that was built last; the checks build one before they start pytest."""
    path = Path(os.environ.get("ARREARS_DUCKDB", REPO / "arrears.duckdb"))
    assert path.exists(), f"{path} is not there: make build"
    return duckdb.connect(str(path), read_only=True)


def as_text(value: object) -> str:
    """A group as it stands in a key: months, quarters and years by their first day."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def values_of(rows: Sequence[Sequence[object]], names: Sequence[str], groups: int) -> Values:
    """Rows of groups and metrics as values by metric and group; what is null is left out."""
    found: Values = {name: {} for name in names[groups:]}
    for row in rows:
        if None in row[:groups]:
            continue
        key = tuple(as_text(value) for value in row[:groups])
        for name, value in zip(names[groups:], row[groups:], strict=True):
            if value is not None:
                found[name][key] = float(str(value))
    return found


def query(metrics: Sequence[str], by: Sequence[str]) -> Values:
    """Metrics by some groups, as MetricFlow computes them."""
    request = MetricFlowQueryRequest.create(metric_names=list(metrics), group_by_names=list(by))
    cursor = built().execute(engine().explain(request).sql_statement.sql)
    names = [column[0] for column in cursor.description or []]
    assert set(names[len(by) :]) == set(metrics)
    return values_of(cursor.fetchall(), names, len(by))


def saved(name: str) -> Values:
    """A saved query, as MetricFlow computes it."""
    request = MetricFlowQueryRequest.create(saved_query_name=name)
    cursor = built().execute(engine().explain(request).sql_statement.sql)
    names = [column[0] for column in cursor.description or []]
    groups = len([column for column in names if "__" in column or column == "opco"])
    return values_of(cursor.fetchall(), names, groups)
