"""Compares the marts of a build with those of the oracle, row by row and value by value."""

import json
import math
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

import duckdb

from warehouse import input_columns

Row = Mapping[str, Any]
Key = tuple[Hashable, ...]

# Money in the reporting currency is rounded to six decimals.
MONEY_TOLERANCE = Decimal("0.000001")
RATIO_TOLERANCE = 1e-9
# Tables whose first two columns are the key.
TWO_PART_KEYS = ("policies", "device_states", "fx_rates", "segments")
OPCO_MONEY = ("opco", "region", "shop")


@dataclass(frozen=True)
class Mart:
    """What of a mart is compared: its key, its values, and names that differ."""

    name: str
    key: tuple[str, ...]
    # Column of the warehouse -> column of the oracle, where they differ.
    renamed: Mapping[str, str]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One value, or one row, on which the two sides differ."""

    mart: str
    key: Key
    column: str
    expected: object
    got: object

    def __str__(self) -> str:
        place = f"{self.mart} {' '.join(str(part) for part in self.key)}"
        return f"{place}: {self.column}: expected {self.expected!s}, got {self.got!s}"


def _mart(name: str, key: str, values: str, **renamed: str) -> Mart:
    return Mart(name, tuple(key.split()), renamed, tuple(values.split()))


COHORT = "cohort_size numerator denominator value is_partial month_end"
EVENTS = (
    "new_count repo_count write_off_count completions_count opt_outs_count uncompletions_count"
    " reinstatements_count voids_count default_entries_count default_cures_count"
    " default_exits_count restructures_count"
)
MARTS = (
    _mart(
        "input_reconciliation",
        "table_name",
        "rows_read accepted superseded quarantined excluded_test not_yet_known",
    ),
    _mart("fct_account_status_periods", "account_id valid_from",
          "valid_to portfolio_category days_expired_at_start"),
    _mart(
        "fct_account_months",
        "account_id month_end",
        "opco_id account_type snapshot_on is_month_closed cohort_month months_since_install"
        " portfolio portfolio_group portfolio_category previous_portfolio_category days_expired"
        " par_bucket daily_rate outstanding_balance arpu_range tv_customer currency_code"
        " enable_status subsidy cu_type esf_only_customer shop_id region region_key is_restructured"
        " is_contracted is_active"
        " is_defaulted is_dp_only_defaulter " + EVENTS,
    ),
    _mart("fct_metric_values", "metric_id month_end dimension dimension_value",
          "numerator denominator value"),
    _mart("fct_default_cohorts", "opco_id cohort_month months_since_install",
          COHORT + " ever_defaulted ever_defaulted_cohort",
          ever_defaulted_cohort="ever_defaulted_rate"),
    _mart("fct_churn_cohorts", "opco_id cohort_month months_since_install", COHORT),
    _mart(
        "fct_portfolio_roll_forward",
        "month_end opco_id",
        "opening new_count uncompletions_count reinstatements_count"
        " completions_count opt_outs_count repo_count write_off_count voids_count"
        " closing residual",
        opening_contracted="opening",
        new_count="new",
        uncompletions_count="uncompletions",
        reinstatements_count="reinstatements",
        completions_count="completions",
        opt_outs_count="opt_outs",
        repo_count="repos",
        write_off_count="write_offs",
        voids_count="voids",
        closing_contracted="closing",
    ),
    _mart(
        "customer_lookup",
        "account_id",
        "opco_id customer_id customer_name customer_status territory portfolio_category"
        " downpayment downpayment_date end_date sign_up_sales_agent sign_up_sales_agent_code"
        " install_technician install_technician_code upgrade_technician"
        " upgrade_technician_code",
        sign_up_sales_agent="sign_up_agent_name",
        sign_up_sales_agent_code="sign_up_agent_code",
        install_technician="install_technician_name",
        upgrade_technician="upgrade_technician_name",
    ),
)  # fmt: skip
# Marts of which whole rows are compared, as often as they come.
LISTS = ("quarantined_rows", "cleared_references")
MART_NAMES = tuple(mart.name for mart in MARTS) + LISTS


def differences(
    connection: duckdb.DuckDBPyConnection,
    expected: Mapping[str, Sequence[Row]],
    marts: Sequence[str] = MART_NAMES,
    most: int = 200,
) -> list[Difference]:
    """What differs, at most so many per mart; marts in the order in which they build up."""
    found: list[Difference] = []
    for name in marts:
        if name in LISTS:
            found += islice(_list_differences(connection, name, expected[name]), most)
    for mart in MARTS:
        if mart.name in marts:
            found += islice(_row_differences(connection, mart, expected[mart.name]), most)
    return found


def _row_differences(
    connection: duckdb.DuckDBPyConnection, mart: Mart, rows: Sequence[Row]
) -> Iterator[Difference]:
    columns = (*mart.key, *mart.values)
    width = len(mart.key)
    got: dict[Key, tuple[Any, ...]] = {}
    for line in connection.execute(f"select {', '.join(columns)} from marts.{mart.name}").fetchall():
        if line[:width] in got:
            yield Difference(mart.name, line[:width], "row", "once", "twice")
        got[line[:width]] = line[width:]
    names = [mart.renamed.get(column, column) for column in mart.values]
    for row in rows:
        key = tuple(row[column] for column in mart.key)
        values = got.pop(key, None)
        if values is None:
            yield Difference(mart.name, key, "row", "there", "missing")
            continue
        wanted = [row[name] for name in names]
        tolerances = _tolerances(mart, row)
        for column, value, other, tolerance in zip(mart.values, wanted, values, tolerances, strict=True):
            if not same(value, other, tolerance):
                yield Difference(mart.name, key, column, value, other)
    for key in got:
        yield Difference(mart.name, key, "row", "none", "there")


def _tolerances(mart: Mart, row: Row) -> Sequence[Decimal]:
    """How far each value may be off: only converted money may."""
    exact = [Decimal(0)] * len(mart.values)
    if mart.name != "fct_metric_values" or not row["metric_id"].endswith("balance_rate"):
        return exact
    if row["dimension"] in OPCO_MONEY or not row["denominator"]:
        return exact
    return [MONEY_TOLERANCE, MONEY_TOLERANCE, 2 * MONEY_TOLERANCE / row["denominator"]]


def same(expected: object, got: object, tolerance: Decimal = Decimal(0)) -> bool:
    """Equal, or as near as ratios and converted money have to be."""
    if expected is None or got is None or isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(got, float) and isinstance(expected, int | float | Decimal):
        return math.isclose(expected, got, rel_tol=RATIO_TOLERANCE, abs_tol=float(tolerance))
    if isinstance(got, int | Decimal) and isinstance(expected, int | Decimal):
        return abs(Decimal(expected) - got) <= tolerance
    return expected == got


def _list_differences(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Row]
) -> Iterator[Difference]:
    expected: Counter[tuple[str, ...]]
    if name == "quarantined_rows":
        got = _quarantined(connection)
        expected = Counter((row["table_name"], row["key"]) for row in rows)
    else:
        got = _cleared(connection)
        expected = Counter(
            (row["table_name"], row["key"], f"{row['column_name']}: {row['value']}") for row in rows
        )
    for key in sorted(expected.keys() | got.keys()):
        if expected[key] != got[key]:
            yield Difference(name, key, "rows", expected[key], got[key])


def _quarantined(connection: duckdb.DuckDBPyConnection) -> Counter[tuple[str, ...]]:
    """Table and key as they came, of every quarantined row."""
    found: Counter[tuple[str, ...]] = Counter()
    for table, text in connection.execute(
        "select table_name, row_json from marts.quarantined_rows"
    ).fetchall():
        row = json.loads(text)
        names = input_columns()[table][: 2 if table in TWO_PART_KEYS else 1]
        found[table, "|".join((row[name] or "").strip() for name in names)] += 1
    return found


def _cleared(connection: duckdb.DuckDBPyConnection) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for table, key, text in connection.execute(
        "select table_name, row_key, cleared_references from marts.cleared_references"
    ).fetchall():
        for part in text.split("; "):
            found[table, key, part] += 1
    return found
