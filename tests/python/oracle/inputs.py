"""The input contract: every raw row gets exactly one fate, and the good ones get types."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from .currencies import decimals_of_currency
from .faults import row_fault
from .parsing import Fault, Raw, Row, check_range, clean, decimals_of, local_date, parse_time, parse_value
from .reversals import judge_repeats, judge_targets
from .schema import TABLE_BY_NAME, TABLES, Table

# What optional references name, and its key.
KEYS = (("shop_id", "shops"), ("contract_id", "contracts"), ("bill_id", "bills"))
FATES = ("accepted", "superseded", "quarantined", "excluded_test", "not_yet_known")


@dataclass
class Judged:
    """One raw row on its way to its fate."""

    raw: Raw
    row: Row = field(default_factory=dict)
    key: tuple[Any, ...] | None = None
    reason: str | None = None
    fate: str | None = None

    @property
    def good(self) -> bool:
        return self.reason is None and self.fate is None


@dataclass
class Inputs:
    """What stands behind the contract: accepted rows and the account of all others."""

    accepted: dict[str, list[Row]] = field(default_factory=dict)
    reconciliation: list[Row] = field(default_factory=list)
    quarantined: list[Row] = field(default_factory=list)
    cleared_references: list[Row] = field(default_factory=list)
    # Kept versions by table and key (accepted or of a test customer).
    kept: dict[str, dict[tuple[Any, ...], Row]] = field(default_factory=dict)
    # Keys whose row belongs to a test customer, whether it was kept or not.
    test_keys: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)
    money_decimals: int = 2

    def opco_of(self, table: Table, row: Row) -> str | None:
        """The company that a row belongs to, through its parents."""
        if "opco_id" in row:
            opco_id: str = row["opco_id"]
            return opco_id
        for column, parent in table.parents.items():
            found = self.kept[parent].get((row[column],))
            if found is not None:
                return self.opco_of(TABLE_BY_NAME[parent], found)
        return None


def read_inputs(
    raw: dict[str, list[Raw]], known_at: datetime | None = None, money_decimals: int = 2
) -> Inputs:
    """Judge all tables, parents before their children."""
    inputs = Inputs(money_decimals=money_decimals)
    for table in TABLES:
        rows = [Judged(line) for line in raw.get(table.name, [])]
        _read_table(inputs, table, rows, known_at)
    return inputs


def _read_table(inputs: Inputs, table: Table, rows: list[Judged], known_at: datetime | None) -> None:
    for judged in rows:
        _judge_alone(inputs, table, judged, known_at)
        if judged.good:
            judged.reason = _parent_fault(inputs, table, judged.row)
        if judged.good:
            judged.reason = _currency_fault(inputs, table, judged.row)
    _judge_opcos(inputs, table, rows)
    if table.name == "payments":
        judge_targets(rows, partial(_paid_on, inputs))
    _judge_conflicts(table, rows)
    if table.name == "payments":
        judge_repeats(rows)
    kept = _keep_latest(rows)
    inputs.kept[table.name] = {key: judged.row for key, judged in kept.items()}
    for judged in rows:
        if judged.fate is None:
            test = _is_test(inputs, table, judged.row)
            if judged.reason is not None:
                judged.fate = "excluded_test" if test else "quarantined"
            else:
                judged.fate = "excluded_test" if test else "accepted"
    inputs.test_keys[table.name] = {
        judged.key
        for judged in rows
        if judged.key is not None
        and judged.fate == "excluded_test"
        and (judged.key not in kept or kept[judged.key] is judged)
    }
    inputs.accepted[table.name] = [j.row for j in rows if j.fate == "accepted"]
    _clear_references(inputs, table)
    _report(inputs, table, rows)


def _judge_alone(inputs: Inputs, table: Table, judged: Judged, known_at: datetime | None) -> None:
    """Faults that show in the row itself; a row from the future is set aside first."""
    texts = {column.name: clean(judged.raw.get(column.name)) for column in table.columns}
    loaded_at: datetime | None = None
    try:
        if texts["loaded_at"] is not None:
            loaded_at = parse_time(texts["loaded_at"])
    except Fault:
        pass
    if known_at is not None and loaded_at is not None and loaded_at > known_at:
        judged.fate = "not_yet_known"
        return
    for column in table.columns:
        text = texts[column.name]
        value: Any = None
        try:
            if text is None and column.required:
                raise Fault(f"missing {column.name}")
            if text is not None:
                value = parse_value(column, text, inputs.money_decimals)
            if isinstance(value, date) and loaded_at is not None:
                check_range(column.name, value, loaded_at)
        except Fault as fault:
            judged.reason = judged.reason or str(fault)
        judged.row[column.name] = value
    if all(judged.row[name] is not None for name in table.key):
        judged.key = tuple(judged.row[name] for name in table.key)
    if judged.reason is None:
        judged.reason = row_fault(table.name, judged.row)


def _parent_fault(inputs: Inputs, table: Table, row: Row) -> str | None:
    """A parent that was left out as a test customer's is known, even where it was faulty too."""
    for column, parent in table.parents.items():
        key = (row[column],)
        if key not in inputs.kept[parent] and key not in inputs.test_keys[parent]:
            return f"unknown {column}"
    return None


def _currency_fault(inputs: Inputs, table: Table, row: Row) -> str | None:
    """Money with more decimals than its currency has."""
    opco = inputs.kept["opcos"].get((inputs.opco_of(table, row),)) if table.name != "opcos" else None
    if opco is None:
        return None
    most = decimals_of_currency(opco["currency_code"])
    for column in table.columns:
        amount = row[column.name]
        if column.kind == "money" and amount is not None and decimals_of(amount) > most:
            return f"{column.name}: {opco['currency_code']} has {most} decimals"
    return None


def _judge_opcos(inputs: Inputs, table: Table, rows: list[Judged]) -> None:
    """A key that two opcos use is nobody's."""
    users: dict[Any, set[str | None]] = defaultdict(set)
    for judged in rows:
        if judged.good and table.parents:
            users[judged.key].add(inputs.opco_of(table, judged.row))
            users[judged.key].discard(None)
    for judged in rows:
        if judged.good and len(users[judged.key]) > 1:
            judged.reason = f"{table.key[0]}: used by two opcos"


def _paid_on(inputs: Inputs, payment: Row) -> date:
    """The local day; of a payment whose account was left out with its test customer, any day will do."""
    opco = inputs.kept["opcos"].get((inputs.opco_of(TABLE_BY_NAME["payments"], payment),))
    return local_date(payment["paid_at"], "UTC" if opco is None else opco["timezone"])


def _judge_conflicts(table: Table, rows: list[Judged]) -> None:
    """Good rows with one key and one loaded_at: equal ones collapse, others all fail."""
    groups: dict[Any, list[Judged]] = defaultdict(list)
    for judged in rows:
        if judged.good:
            groups[judged.key, judged.row["loaded_at"]].append(judged)
    for group in groups.values():
        if all(judged.row == group[0].row for judged in group):
            for judged in group[1:]:
                judged.fate = "superseded"
        else:
            for judged in group:
                judged.reason = "conflicting duplicate"


def _keep_latest(rows: list[Judged]) -> dict[tuple[Any, ...], Judged]:
    """Of several good rows with one key the one loaded last; the others are superseded."""
    kept: dict[tuple[Any, ...], Judged] = {}
    for judged in rows:
        if not judged.good:
            continue
        assert judged.key is not None
        other = kept.get(judged.key)
        if other is None or judged.row["loaded_at"] > other.row["loaded_at"]:
            kept[judged.key] = judged
            if other is not None:
                other.fate = "superseded"
        else:
            judged.fate = "superseded"
    return kept


def _is_test(inputs: Inputs, table: Table, row: Row) -> bool:
    """Is the customer, reached through the parents that the row names, a test customer?"""
    if table.name == "customers":
        kept = inputs.kept["customers"].get((row["customer_id"],))
        return kept is not None and bool(kept["is_test"])
    return any((row.get(column),) in inputs.test_keys[parent] for column, parent in table.parents.items())


def _clear_references(inputs: Inputs, table: Table) -> None:
    """An optional reference to nothing accepted, or to another account's row, becomes null."""
    accepted = {
        target: {row[column]: row for row in inputs.accepted[target]}
        for column, target in KEYS
        if target in table.references.values()
    }
    for row in inputs.accepted[table.name]:
        for column, target in table.references.items():
            if row[column] is None:
                continue
            found = accepted[target].get(row[column])
            scope = "opco_id" if target == "shops" else "account_id"
            if found is None or found[scope] != row[scope]:
                inputs.cleared_references.append(
                    {
                        "table_name": table.name,
                        "key": _key_text([row[name] for name in table.key]),
                        "column_name": column,
                        "value": row[column],
                    }
                )
                row[column] = None


def _key_text(values: list[Any]) -> str:
    return "|".join("" if value is None else str(value) for value in values)


def _report(inputs: Inputs, table: Table, rows: list[Judged]) -> None:
    counts: Row = {"table_name": table.name, "rows_read": len(rows)}
    for fate in FATES:
        counts[fate] = sum(judged.fate == fate for judged in rows)
    inputs.reconciliation.append(counts)
    for judged in rows:
        if judged.fate == "quarantined":
            texts = [clean(judged.raw.get(name)) for name in table.key]
            inputs.quarantined.append(
                {
                    "table_name": table.name,
                    "key": _key_text(list(texts)),
                    "reason": judged.reason,
                }
            )
