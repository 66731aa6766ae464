"""What the demo must show: named checks over the raw rows, each the number of times it occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise

from demo.dirty import dirty_cases
from demo.raw import Cells, Raw, day, minor
from demo.states import categories
from demo.world import COMPANIES, LAST_DAY

Counts = dict[str, int]
CATEGORIES = ("new", "normal", "late", "defaulted", "repossessed", "written_off", "completed", "opted_out", "upfront", "other", "pre_portfolio")  # fmt: skip


def count(rows: Iterable[Cells], test: Callable[[Cells], bool]) -> int:
    return sum(1 for row in rows if test(row))


def values(raw: Raw, table: str, column: str) -> Counter[str]:
    return Counter(row[column] or "(empty)" for row in raw.rows(table))


def spread(raw: Raw) -> Counts:
    """Each value of each coded column, the empty ones of dimension columns too."""
    columns = (
        ("payments", "payment_type"), ("device_states", "enable_status"), ("actions", "action_type"),
        ("actions", "new_status"), ("actions", "is_holdout"), ("attempts", "method"), ("attempts", "status"),
        ("decisions", "decision_type"), ("notifications", "delivery_state"), ("notifications", "campaign_name"),
        ("notifications", "language"), ("contracts", "contract_type"), ("contracts", "end_reason"),
        ("accounts", "account_type"), ("accounts", "subsidy"), ("accounts", "cu_type"), ("accounts", "tariff"),
        ("customers", "income_band"), ("customers", "is_test"), ("customers", "is_vulnerable"),
        ("customers", "prefers_direct_debit"), ("policies", "allocation_method"),
    )  # fmt: skip
    return {
        f"{table}.{column} {value}": number
        for table, column in columns
        for value, number in sorted(values(raw, table, column).items())
    }


def pairs(raw: Raw) -> Iterator[tuple[Cells, Cells]]:
    """Contracts of one account that have begun, the earlier first."""
    for rows in raw.contracts.values():
        begun = sorted((r for r in rows if r["fulfilled_on"]), key=lambda row: row["fulfilled_on"])
        yield from combinations(begun, 2)


def careers(raw: Raw) -> Counts:
    states = categories(raw)
    found = {f"portfolio {name}": states[name] for name in CATEGORIES}
    names = ("upgrade on the day of the end", "contracts that overlap", "back after completed",
             "back after repossessed", "back after opted_out", "uncompletion within a month")  # fmt: skip
    found |= dict.fromkeys(names, 0)
    for old, new in pairs(raw):
        ended, begun = old["ended_on"], new["fulfilled_on"]
        if old["contract_type"] == "upfront":
            continue
        found["upgrade on the day of the end"] += ended == begun
        found["contracts that overlap"] += not ended or ended > begun
        if ended and ended < begun and f"back after {old['end_reason']}" in found:
            found[f"back after {old['end_reason']}"] += 1
            found["uncompletion within a month"] += (
                old["end_reason"] == "completed" and ended[:7] == begun[:7]
            )
    return found


def products(raw: Raw) -> Counts:
    rows = [row for row in raw.kept("contracts") if row["contract_type"] == "payg"]

    def tagged(row: Cells) -> bool:
        return "esf" in [tag.strip().lower() for tag in row["product_tags"].split("|")]

    return {
        "TV by name or category": count(rows, lambda r: "tv" in (r["product_name"] + r["product_category"]).lower()),
        "ESF by tag and not by name": count(rows, lambda r: tagged(r) and "ESF" not in r["product_name"]),
        "ESF by name": count(rows, lambda r: "ESF" in r["product_name"] and "upgrade" not in r["product_name"]),
        "ESF upgrade": count(rows, lambda r: "ESF upgrade" in r["product_name"]),
        "downpayment with days": count(rows, lambda r: r["downpayment_days"] != "0"),
        "no downpayment": count(rows, lambda r: r["downpayment_days"] == "0"),
        "end planned after the last day": count(rows, lambda r: r["ended_on"] > str(LAST_DAY)),
    }  # fmt: skip


def seasons(raw: Raw) -> Counts:
    """Percent paid by an account in a harvest month against another month, per PAYG company."""
    found: Counts = {}
    for company in COMPANIES:
        if company.sector != "payg":
            continue
        accounts = [a for a in raw.accounts.values() if a["opco_id"] == company.opco_id and a["installed_on"]]
        paid: Counter[str] = Counter()
        for account in accounts:
            for row in raw.payments[account["account_id"]]:
                if row["payment_type"] == "instalment":
                    paid[row["paid_at"][:7]] += minor(row["amount"])
        by_season: dict[bool, list[float]] = {True: [], False: []}
        for month in (f"{year}-{number:02d}" for year in (2024, 2025) for number in range(1, 13)):
            # growth would hide the season: what counts is an account's share
            installed = sum(1 for account in accounts if account["installed_on"][:7] < month)
            if installed > 20:
                by_season[int(month[5:]) in company.harvest].append(paid[month] / installed)
        good, other = (sum(shares) / len(shares) for shares in (by_season[True], by_season[False]))
        found[f"harvest against lean month, percent, {company.opco_id}"] = round(100 * good / other)
    return found


def times(raw: Raw) -> Counts:
    paid = [row for rows in raw.payments.values() for row in rows]

    def lag(row: Cells) -> timedelta:
        return datetime.fromisoformat(row["loaded_at"]) - datetime.fromisoformat(row["paid_at"])

    gaps = [
        (later - earlier).days
        for rows in [sorted(day(r["rate_on"]) for r in raw.rows("fx_rates") if r["currency_code"] == "RWF")]
        for earlier, later in pairwise(rows)
    ]
    fulfilled = [day(r["fulfilled_on"]) for r in raw.kept("contracts") if r["fulfilled_on"]]
    return {
        "loaded days after": count(paid, lambda r: timedelta(days=1) < lag(r) < timedelta(days=6)),
        "loaded weeks after": count(paid, lambda r: lag(r) > timedelta(days=7)),
        "local day differs from UTC day": count(paid, lambda r: raw.local_day(r["account_id"], r["paid_at"]) != day(r["paid_at"][:10])),
        "at local midnight": count(paid, lambda r: r["paid_at"][11:] in {"22:00:00", "21:00:00", "00:00:00", "18:30:00", "23:00:00"}),
        "started on the leap day": fulfilled.count(date(2024, 2, 29)),
        "started on a month's last day": sum((on + timedelta(days=1)).day == 1 for on in fulfilled),
        "gaps of rates over 31 days": sum(gap > 31 for gap in gaps),
        "policies that changed": sum(n > 1 for n in Counter(r["opco_id"] for r in raw.rows("policies")).values()),
        "older versions": sum(len(v) > 1 and len({r["loaded_at"] for r in v}) > 1 for t in ("customers", "accounts", "contracts", "bills", "payments") for v in raw.versions(t).values()),
        "payments sent twice": sum(any(a == b for a, b in combinations(v, 2)) for v in raw.versions("payments").values()),
    }  # fmt: skip


def ledger(raw: Raw) -> Counts:
    bills = list(raw.bills.values())
    calls = [r for r in raw.kept("actions") if r["promised_amount"]]
    found = {
        "negative bills": count(bills, lambda r: minor(r["bill_amount"]) < 0),
        "zero bills": count(bills, lambda r: minor(r["bill_amount"]) == 0),
        "bills without issue date": count(bills, lambda r: not r["issued_on"]),
        "instalments due later": count(bills, lambda r: r["due_on"] > str(LAST_DAY)),
        "accounts without a shop": count(raw.accounts.values(), lambda r: not r["shop_id"] and r["account_type"] == "payg"),
        "accounts without shop and region": count(raw.accounts.values(), lambda r: not r["shop_id"] and not r["region"]),
        "customers with two accounts": sum(n > 1 for n in Counter(r["customer_id"] for r in raw.accounts.values()).values()),
        "customers without phone": count(raw.kept("customers"), lambda r: not r["phone"]),
        "payments that name no contract": count(raw.rows("payments"), lambda r: not r["contract_id"] and not r["bill_id"]),
        "actions without agent": count(raw.kept("actions"), lambda r: not r["agent_id"]),
        "attempts after the first": count(raw.rows("attempts"), lambda r: r["attempt_number"] > "1"),
        "attempts without balance": count(raw.rows("attempts"), lambda r: not r["balance_at_attempt"]),
        "salaries by category": count(raw.rows("bank_transactions"), lambda r: r["category"] == "salary"),
        "salaries by narration": count(raw.rows("bank_transactions"), lambda r: "SALARY" in r["narration"]),
        "promises kept": 0,
        "promises broken": 0,
    }  # fmt: skip
    for call in calls:
        if day(call["promised_for"]) + timedelta(days=3) <= LAST_DAY:
            until = str(day(call["promised_for"]) + timedelta(days=4))
            rows = [
                p
                for p in raw.payments.get(call["account_id"], [])
                if call["action_at"] <= p["paid_at"] < until
            ]
            kept = sum(minor(p["amount"]) for p in rows) >= minor(call["promised_amount"])
            found["promises kept" if kept else "promises broken"] += 1
    return found


def people_decisions(raw: Raw) -> Counts:
    rows = raw.rows("decisions")
    paid = {p["bill_id"]: p["paid_at"] for v in raw.payments.values() for p in v if p["bill_id"]}
    known = {row["bill_id"] for row in raw.tables["bills"]}
    first: dict[str, str] = {}
    for row in rows:
        first[row["bill_id"]] = min(row["decided_at"], first.get(row["bill_id"], row["decided_at"]))
    return {
        "decision on an unknown bill": count(raw.tables["decisions"], lambda r: r["bill_id"] not in known),
        "decision superseded": count(rows, lambda r: r["decided_at"] > first[r["bill_id"]]),
        "decision on a settled bill": count(rows, lambda r: paid.get(r["bill_id"], "9") < r["decided_at"]),
        "decision for a past day": count(rows, lambda r: bool(r["rescheduled_for"]) and r["rescheduled_for"] < r["decided_at"][:10]),
    }  # fmt: skip


def faults(raw: Raw) -> Counts:
    """Per rule for bad input and table: the cases that stand in the files, word for word."""
    found: Counts = {}
    for case in dirty_cases():
        name = f"{case.fate}: {case.rule} ({case.table})"
        wanted = case.changes
        there = any(all(row[c] == wanted.get(c, "") for c in row) for row in raw.tables[case.table])
        found[name] = found.get(name, 0) + there
    return found


GROUPS: tuple[Callable[[Raw], Counts], ...] = (spread, careers, products, seasons, times, ledger, people_decisions)  # fmt: skip


def phenomena(raw: Raw) -> Counts:
    return {name: number for group in GROUPS for name, number in group(raw).items()}
