"""Damage to a drawn portfolio: faulty rows, second versions and conflicting duplicates."""

from strategies_rows import Chooser, Line, Portfolio

SPOILABLE = (
    "payments",
    "contracts",
    "bills",
    "payments",
    "contracts",
    "bills",
    "payments",
    "accounts",
    "customers",
    "shops",
    "device_states",
    "notifications",
    "actions",
    "segments",
)
DATE_OF = {
    "payments": "paid_at",
    "contracts": "fulfilled_on",
    "bills": "due_on",
    "accounts": "installed_on",
    "customers": "created_at",
    "device_states": "changed_at",
    "notifications": "sent_at",
    "actions": "action_at",
}
MONEY_OF = {"payments": "amount", "contracts": "daily_rate", "bills": "bill_amount"}
CODE_OF = {
    "payments": "payment_type",
    "contracts": "contract_type",
    "accounts": "account_type",
    "device_states": "enable_status",
    "customers": "is_test",
    "actions": "action_type",
}
REQUIRED_OF = {
    "payments": "account_id",
    "contracts": "product_name",
    "bills": "period_end",
    "accounts": "customer_id",
    "customers": "is_test",
    "shops": "region",
    "device_states": "changed_at",
    "notifications": "campaign_name",
    "actions": "action_name",
    "segments": "segment_value",
}
PARENT_OF = {
    "payments": "account_id",
    "contracts": "account_id",
    "bills": "account_id",
    "accounts": "customer_id",
    "customers": "opco_id",
    "shops": "opco_id",
    "device_states": "account_id",
    "notifications": "account_id",
    "actions": "account_id",
    "segments": "account_id",
}
# What a second version of a row says otherwise.
CHANGE_OF = {
    "payments": ("amount", ("7.00", "70.00")),
    "contracts": ("daily_rate", ("0.50", "2.00")),
    "bills": ("bill_amount", ("20.00", "5.00")),
    "accounts": ("cu_type", ("B51", "B52")),
    "customers": ("is_test", ("true", "false")),
    "shops": ("region", ("West", "Coast")),
    "device_states": ("enable_status", ("error", "enabled")),
    "notifications": ("language", ("fr", "sw")),
    "actions": ("action_name", ("Second call", "Third call")),
    "segments": ("segment_value", ("a", "b")),
}
OLDER = "2023-10-10 00:00:00"
NEWER = "2024-12-01 00:00:00"
FAULTS = (
    "date",
    "old_date",
    "far_date",
    "decimals",
    "code",
    "missing",
    "parent",
    "loaded",
    "spelling",
    "format",
)
DUPLICATES = ("equal", "newer", "older", "conflict", "later_copy")


def spoil(chooser: Chooser, prefix: str, tables: Portfolio) -> None:
    """Spoil up to two rows and add up to three versions of others."""
    faults = [_choice(chooser, FAULTS) for _ in range(chooser.number(0, 2))]
    duplicates = [_choice(chooser, DUPLICATES) for _ in range(chooser.number(0, 3))]
    for table, kind, index in duplicates:
        if tables[table]:
            _duplicate(tables, table, kind, tables[table][index % len(tables[table])])
    for table, fault, index in faults:
        if tables[table]:
            _fault(prefix, table, fault, tables[table][index % len(tables[table])])
    if chooser.number(0, 29) == 29:
        tables["opcos"][0]["timezone"] = "Mars/Olympus_Mons"
    if chooser.number(0, 14) == 14:
        _second_country(chooser, prefix, tables)


def _second_country(chooser: Chooser, prefix: str, tables: Portfolio) -> None:
    """Another opco, and an account, a shop or a customer of it under an id that the first one uses."""
    opco_id, customer_id = f"{prefix}second", f"{prefix}stranger"
    tables["opcos"].append({**tables["opcos"][0], "opco_id": opco_id})
    tables["policies"].append({**tables["policies"][0], "opco_id": opco_id})
    tables["customers"].append({**tables["customers"][0], "opco_id": opco_id, "customer_id": customer_id})
    table = chooser.pick(("accounts", "customers", "shops"))
    if tables[table]:
        twin = {**tables[table][0], "opco_id": opco_id}
        if table == "accounts":
            twin["customer_id"] = customer_id
        tables[table].append(twin)


def _choice(chooser: Chooser, kinds: tuple[str, ...]) -> tuple[str, str, int]:
    """A table, what to do, and to which of its rows."""
    return chooser.pick(SPOILABLE), chooser.pick(kinds), chooser.number(0, 40)


def _duplicate(tables: Portfolio, table: str, kind: str, row: Line) -> None:
    copy = dict(row)
    # A reversal is only ever repeated as it was: its amount belongs to its payment.
    is_reversal = "reversal" in (row.get("payment_type") or "").lower()
    column, values = CHANGE_OF[table]
    if kind in ("newer", "older", "conflict") and not is_reversal:
        copy[column] = values[0] if row.get(column) != values[0] else values[1]
        if (row.get("payment_type") or "").strip().lower() == "refund":
            copy[column] = f"-{copy[column]}"
    if kind in ("newer", "later_copy"):
        copy["loaded_at"] = NEWER
    if kind == "older":
        copy["loaded_at"] = OLDER
    tables[table].append(copy)


def _fault(prefix: str, table: str, fault: str, row: Line) -> None:
    if fault == "decimals" and table in MONEY_OF:
        row[MONEY_OF[table]] = "10.005"
    elif fault == "code" and table in CODE_OF:
        row[CODE_OF[table]] = "nonsense"
    elif fault == "missing":
        row[REQUIRED_OF[table]] = "  "
    elif fault == "parent":
        row[PARENT_OF[table]] = f"{prefix}nobody"
    elif fault == "loaded":
        row["loaded_at"] = "yesterday"
    elif fault in ("spelling", "format"):
        _spell(row, table, fault == "spelling")
    elif table in DATE_OF:
        text = {"old_date": "1989-12-31", "far_date": "2071-01-01"}.get(fault, "2024-02-30")
        row[DATE_OF[table]] = text


def _spell(row: Line, table: str, is_readable: bool) -> None:
    """Another way to write the same values: one that can be read, or one that would be a guess."""
    for column, text in row.items():
        if text and column.endswith("_at"):
            row[column] = text.replace(" ", "T") + ("+00:00" if is_readable else "+03:00")
        elif text and column == MONEY_OF.get(table):
            row[column] = f"{text}000" if is_readable else f"1,{text}"
        elif text and column in ("downpayment_days", "attempt_number"):
            row[column] = f"{text}.0" if is_readable else f"{text}.5"
