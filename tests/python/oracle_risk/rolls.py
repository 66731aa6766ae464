"""Where the accounts of each bucket are a month later."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from oracle.months import AccountMonth, History
from oracle.parsing import Row
from oracle.states import group_of


def closed_steps(histories: list[History]) -> Iterator[tuple[AccountMonth, AccountMonth]]:
    """An account's month with its next, where it was contracted at the first and both are closed."""
    for history in histories:
        for before, after in zip(history.months, history.months[1:], strict=False):
            if before.contracted and after.row["is_month_closed"]:
                yield before, after


def roll_rates(histories: list[History]) -> list[Row]:
    moves: dict[tuple[date, str, str], list[tuple[str, Decimal | None]]] = defaultdict(list)
    for before, after in closed_steps(histories):
        source = before.row["par_bucket"]
        target = target_of(after)
        opco_id = before.row["opco_id"]
        moves[after.month_end, opco_id, source].append((target, before.row["outstanding_balance"]))
        moves[after.month_end, "all", source].append((target, before.balance_reporting))
    rows = []
    for (month_end, opco_id, source), members in moves.items():
        opening = added([balance for _, balance in members])
        for target in sorted({target for target, _ in members}):
            mine = [balance for to, balance in members if to == target]
            balance = added(mine)
            rows.append(
                {
                    "month_end": month_end,
                    "opco_id": opco_id,
                    "from_bucket": source,
                    "to_bucket": target,
                    "accounts": len(mine),
                    "balance": balance,
                    "opening_accounts": len(members),
                    "opening_balance": opening,
                    "rate": len(mine) / len(members),
                    "balance_rate": float(balance / opening) if opening and balance is not None else None,
                }
            )
    return rows


def target_of(after: AccountMonth) -> str:
    """The bucket or the exit; new terms are no new behaviour."""
    if not after.contracted:
        return group_of(after.category)
    return "restructured" if after.events["restructures"] else str(after.row["par_bucket"])


def added(amounts: list[Decimal | None]) -> Decimal | None:
    """A sum, null when a part of it is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None
