"""What the build must find in the demo, counted in the raw files: nothing more and nothing less."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from demo.dirty import dirty_cases
from demo.dirty_cases import CLEARED
from demo.raw import Cells, Raw, day, minor
from demo.world import LAST_DAY

Found = Counter[tuple[str, str, str]]  # code, table, opco
EARN = {"instalment", "bill", "bonus"}
RATE_DAYS = timedelta(days=31)


def findings(raw: Raw) -> Found:
    """Rows by code, table and opco, as in input_findings."""
    found: Found = Counter()
    for part in (faulty_rows, accounts, payments, contracts, attempts, early_bills, months_without_rates):
        found.update(part(raw))
    return found


def people(raw: Raw) -> dict[str, Cells]:
    """Accounts of customers who are no test."""
    tests = {r["customer_id"] for r in raw.kept("customers") if r["is_test"] == "true"}
    return {key: row for key, row in raw.accounts.items() if row["customer_id"] not in tests}


def faulty_rows(raw: Raw) -> Iterator[tuple[str, str, str]]:
    """Only rows that were made faulty are in quarantine or lose a reference; and two faults of legal rows."""
    bad = Counter(case.table for case in dirty_cases() if case.fate == "quarantined")
    known = {row["bill_id"] for row in raw.tables["bills"]}
    # a decision is kept whole or not at all: it names its bill
    bad["decisions"] += sum(row["bill_id"] not in known for row in raw.rows("decisions"))
    for table, number in bad.items():
        many = number * 100 > len(raw.tables[table])
        yield from [("many_rows_in_quarantine" if many else "rows_in_quarantine", table, "all")] * number
    for case in dirty_cases():
        if case.rule == CLEARED:
            yield "reference_cleared", case.table, "all"
    yield "loan_bills_below_financed", "contracts", "IN"  # one instalment thirty years ahead
    yield "payment_under_two_ids", "payments", "RW"  # the good row of each table, twice


def accounts(raw: Raw) -> Iterator[tuple[str, str, str]]:
    """Orders that nobody installed, and loans without a contract."""
    for key, row in people(raw).items():
        if not row["installed_on"]:
            yield "account_not_installed", "accounts", row["opco_id"]
        if row["account_type"] == "loan" and key not in raw.contracts:
            yield "loan_account_without_contract", "accounts", row["opco_id"]


def payments(raw: Raw) -> Iterator[tuple[str, str, str]]:
    """Types that cashiers mistype."""
    for key, account in people(raw).items():
        own = {"bill"} if account["account_type"] == "utility" else {"instalment", "downpayment"}
        for row in raw.payments.get(key, []):
            if row["payment_type"] in {"bill", "instalment", "downpayment"} - own:
                yield "payment_type_of_another_account", "payments", account["opco_id"]


def earned(raw: Raw, account_id: str) -> list[Cells]:
    """Money of an account that was not taken back."""
    rows = raw.payments.get(account_id, [])
    reversed_ids = {row["reverses_payment_id"] for row in rows}
    return [r for r in rows if r["payment_type"] in EARN and r["payment_id"] not in reversed_ids]


def contracts(raw: Raw) -> Iterator[tuple[str, str, str]]:
    """Pay-as-you-go contracts that are paid in full, and nobody has ended them."""
    for key, account in people(raw).items():
        if account["account_type"] != "payg":
            continue
        rows = [
            r for r in raw.contracts.get(key, []) if r["fulfilled_on"] and r["contract_type"] != "upfront"
        ]
        paid = {row["contract_id"]: minor(row["opening_paid_amount"] or "0") for row in rows}
        for money in earned(raw, key):
            on = str(raw.local_day(key, money["paid_at"]))
            begun = [
                r for r in rows if r["fulfilled_on"] <= on and (not r["ended_on"] or on <= r["ended_on"])
            ]
            named = money["contract_id"] if money["contract_id"] in paid else ""
            if not named and begun:
                named = min(begun, key=lambda r: r["fulfilled_on"])["contract_id"]
            if named:
                paid[named] += minor(money["amount"])
        for row in rows:
            running = not row["ended_on"] or day(row["ended_on"]) > LAST_DAY
            if (
                running
                and row["contract_type"] == "payg"
                and paid[row["contract_id"]] >= minor(row["financed_amount"]) > 0
            ):
                yield "paid_in_full_not_ended", "contracts", account["opco_id"]


def attempts(raw: Raw) -> Iterator[tuple[str, str, str]]:
    """Debits that worked without money, and numbers against the order of time."""
    by_bill: dict[str, list[Cells]] = defaultdict(list)
    known = people(raw)
    for row in raw.kept("attempts"):
        if row["account_id"] not in known:
            continue
        by_bill[row["bill_id"]].append(row)
        opco, on = known[row["account_id"]]["opco_id"], raw.local_day(row["account_id"], row["attempted_at"])
        days = {on + timedelta(days=n) for n in range(4)}
        money = any(
            p["amount"] == row["amount"] and raw.local_day(row["account_id"], p["paid_at"]) in days
            for p in earned(raw, row["account_id"])
        )
        if row["status"] == "success" and not money:
            yield "success_without_payment", "attempts", opco
    for bill, rows in by_bill.items():
        rows.sort(key=lambda r: (r["attempted_at"], r["attempt_id"]))
        for before, after in pairwise(rows):
            if bill and int(after["attempt_number"]) <= int(before["attempt_number"]):
                yield "attempt_number_against_order", "attempts", known[after["account_id"]]["opco_id"]


def early_bills(raw: Raw) -> Iterator[tuple[str, str, str]]:
    """Instalments that were paid before their window opened: the only companies with such a window are lenders."""
    known = people(raw)
    ends = {r["contract_id"]: r["ended_on"] for rows in raw.contracts.values() for r in rows}
    by_account: dict[str, list[Cells]] = defaultdict(list)
    for row in raw.bills.values():
        if row["account_id"] in known and known[row["account_id"]]["opco_id"] == "IN":
            by_account[row["account_id"]].append(row)
    for account_id, rows in by_account.items():
        money = [
            (raw.local_day(account_id, p["paid_at"]), minor(p["amount"])) for p in earned(raw, account_id)
        ]
        owed = 0
        for row in sorted(rows, key=lambda r: r["due_on"]):
            owed += minor(row["bill_amount"])
            opens, closes = day(row["due_on"]) - timedelta(days=3), day(row["due_on"]) + timedelta(days=60)
            enters = row["issued_on"] or min(row["period_end"], row["due_on"])
            left = ends.get(row["contract_id"]) or "9999"
            if enters > str(LAST_DAY) or enters > left:
                continue  # not yet owed, or void: the loan was over
            inside = sum(amount for on, amount in money if opens <= on <= closes)
            early = sum(amount for on, amount in money if on < opens)
            if inside < minor(row["bill_amount"]) - 100 and early >= owed - 100:
                yield "settled_before_window", "bills", "IN"


def months_without_rates(raw: Raw) -> Iterator[tuple[str, str, str]]:
    """Month-ends with no rate of the last 31 days."""
    first = min(row["period_end"] for row in raw.bills.values())  # a debt that was brought forward
    months = range(int(first[:4]) * 12 + int(first[5:7]), LAST_DAY.year * 12 + LAST_DAY.month + 1)
    ends = [date(m // 12, m % 12 + 1, 1) - timedelta(days=1) for m in months]
    for opco in raw.rows("opcos"):
        days = [
            day(r["rate_on"]) for r in raw.rows("fx_rates") if r["currency_code"] == opco["currency_code"]
        ]
        for end in ends:
            if not any(end - RATE_DAYS <= on <= end for on in days):
                yield "currency_without_rates", "fx_rates", opco["opco_id"]
