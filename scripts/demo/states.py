"""The state of each PAYG account at the end of the last day, written plainly for the checks."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from demo.raw import Cells, Raw, day, minor
from demo.world import LAST_DAY

SECONDS = 86400
ENDS = ("repossessed", "written_off", "completed", "opted_out", "cancelled")


def start(contract: Cells, installed: date) -> date:
    return max(day(contract["fulfilled_on"]), installed)


def is_active(contract: Cells, installed: date, on: date) -> bool:
    ended = contract["ended_on"]
    return start(contract, installed) <= on and (not ended or day(ended) > on)


def days_expired(raw: Raw, account_id: str, spell: date, contracts: list[Cells], installed: date) -> int:
    """The credit clock from the start of the spell to the last day."""
    reversed_ids = {p["reverses_payment_id"] for p in raw.payments[account_id]}
    money: dict[date, int] = defaultdict(int)
    for row in raw.payments[account_id]:
        if row["payment_type"] in {"instalment", "bonus"} and row["payment_id"] not in reversed_ids:
            money[raw.local_day(account_id, row["paid_at"])] += minor(row["amount"])
    starters = [c for c in contracts if start(c, installed) == spell]
    credit = SECONDS * (spell.toordinal() + max(int(c["downpayment_days"]) for c in starters))
    later = [c for c in contracts if spell < start(c, installed) <= LAST_DAY]
    for on in sorted({start(c, installed) for c in later} | {d for d in money if spell <= d <= LAST_DAY}):
        for contract in later:
            if start(contract, installed) == on and int(contract["downpayment_days"]):
                credit = max(credit, SECONDS * on.toordinal()) + SECONDS * int(contract["downpayment_days"])
        rate = sum(minor(c["daily_rate"]) for c in contracts if is_active(c, installed, on))
        if money[on] and rate:
            credit = max(credit, SECONDS * on.toordinal())
            credit += (2 * SECONDS * money[on] + rate) // (2 * rate)
    return max(0, LAST_DAY.toordinal() - (credit - 1) // SECONDS)


def spell_start(contracts: list[Cells], installed: date) -> date:
    first = min(start(c, installed) for c in contracts if is_active(c, installed, LAST_DAY))
    while any(is_active(c, installed, first - timedelta(days=1)) for c in contracts):
        first -= timedelta(days=1)
    return first


def category(raw: Raw, account: Cells, default_after: int) -> str:
    if not account["installed_on"]:
        return "pre_portfolio"
    account_id, installed = account["account_id"], day(account["installed_on"])
    begun = [c for c in raw.contracts[account_id] if c["fulfilled_on"]]
    if begun and all(c["contract_type"] == "upfront" for c in begun):
        return "upfront"
    contracts = [c for c in begun if c["contract_type"] != "upfront"]
    if any(is_active(c, installed, LAST_DAY) for c in contracts):
        spell = spell_start(contracts, installed)
        starters = [c for c in contracts if start(c, installed) == spell]
        days = max(int(c["downpayment_days"]) for c in starters)
        if spell == min(start(c, installed) for c in contracts) and spell + timedelta(days=days) > LAST_DAY:
            return "new"
        expired = days_expired(raw, account_id, spell, contracts, installed)
        return "normal" if expired == 0 else "late" if expired < default_after else "defaulted"
    ended = [c for c in contracts if day(c["ended_on"]) > start(c, installed)]
    if not ended:
        return "other"
    last = max(c["ended_on"] for c in ended)
    reason = min((c["end_reason"] for c in ended if c["ended_on"] == last), key=ENDS.index)
    return "other" if reason == "cancelled" else reason


def categories(raw: Raw) -> Counter[str]:
    limits = {row["opco_id"]: int(row["default_after_days"]) for row in raw.rows("policies")}
    return Counter(
        category(raw, account, limits[account["opco_id"]])
        for account in raw.accounts.values()
        if account["account_type"] == "payg"
    )
