"""Smart Collect built by the warehouse and by the oracle from the same rows, and compared."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

import oracle_smart_collect
from oracle_smart_collect import Reference
from warehouse import REPO, Plan

KEYS = {
    "smart_collect_summary": ("customer_id",),
    "smart_collect_methods": ("customer_id", "collection_method"),
    "smart_collect_behaviour": ("customer_id",),
    "smart_collect_upcoming": ("bill_id",),
    "smart_collect_decisions": ("decision_id",),
    "smart_collect_recommendations": ("recommendation_id",),
    "smart_collect_risk_signals": ("signal_id",),
    "smart_collect_calibration": ("status",),
}
Raw = dict[str, list[dict[str, str | None]]]


def seed(name: str) -> list[dict[str, str]]:
    """The rows of a reference seed."""
    path = REPO / "seeds" / "reference" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def reference() -> Reference:
    """The reference data that the warehouse reads."""
    return Reference(
        {row["threshold_id"]: Decimal(row["value"]) for row in seed("smart_collect_thresholds")},
        seed("smart_collect_bands"),
        seed("smart_collect_history_bands"),
        seed("smart_collect_time_bands"),
        {row["code"]: {k: v or None for k, v in row.items()} for row in seed("smart_collect_texts")},
    )


def rows_of(connection: duckdb.DuckDBPyConnection, mart: str) -> list[dict[str, Any]]:
    """All rows of a mart."""
    cursor = connection.execute(f"select * from arrears.marts.{mart}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def is_same(left: Any, right: Any) -> bool:
    """Equal, or as near as two ways of summing doubles come."""
    if isinstance(left, float) or isinstance(right, float):
        if left is None or right is None:
            return left is right
        return abs(float(left) - float(right)) <= 1e-7 * max(1.0, abs(float(right)))
    return bool(left == right)


def differences(plan: Plan, raw: Raw, as_of: date) -> list[str]:
    """What the warehouse says, what the oracle says, where they differ."""
    connection = plan.run(raw)
    expected = oracle_smart_collect.build(raw, as_of, reference())
    found: list[str] = []
    for mart, key in KEYS.items():
        found += _compare(mart, key, rows_of(connection, mart), expected[mart])
    return found


def _compare(
    mart: str, key: Sequence[str], actual: list[dict[str, Any]], expected: list[dict[str, Any]]
) -> list[str]:
    left = {tuple(row[k] for k in key): row for row in actual}
    right = {tuple(row[k] for k in key): row for row in expected}
    found = [f"{mart} {k}: only in the warehouse: {left[k]}" for k in left.keys() - right.keys()]
    found += [f"{mart} {k}: only in the oracle: {right[k]}" for k in right.keys() - left.keys()]
    if len(left) != len(actual):
        found.append(f"{mart}: a key stands twice")
    for k in left.keys() & right.keys():
        if left[k].keys() != right[k].keys():
            found.append(f"{mart}: columns {sorted(left[k].keys() ^ right[k].keys())}")
        for name in left[k].keys() & right[k].keys():
            if not is_same(left[k][name], right[k][name]):
                found.append(f"{mart} {k} {name}: {left[k][name]!r} against {right[k][name]!r}")
    return found
