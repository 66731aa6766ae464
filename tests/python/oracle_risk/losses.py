"""Expected credit loss: the chance of default found by walking month after month."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

from oracle.months import AccountMonth, History, previous_month_end
from oracle.parsing import Row
from oracle.states import group_of

from .rolls import closed_steps

MONTHS_AHEAD = {1: 12, 2: 36}
Moves = dict[str, Counter[str]]


def stage_of(month: AccountMonth) -> int:
    if month.category == "defaulted" or month.row["days_expired"] > 90:
        return 3
    return 2 if month.row["days_expired"] > 30 else 1


def state_of(month: AccountMonth) -> str:
    """A bucket, default (stage 3, taken back or written off), paid or other."""
    if not month.contracted:
        group = group_of(month.category)
        return "default" if group == "churned" else group
    return "default" if stage_of(month) == 3 else str(month.row["par_bucket"])


def chance_of_default(state: str, months: int, moves: Moves) -> float | None:
    """Where an account would be after so many months, if each went as the observed ones.

    Unknown when it could come to a state that no account was seen to leave.
    """
    place = {state: 1.0}
    for _ in range(months):
        following: dict[str, float] = defaultdict(float)
        for at, share in place.items():
            if at in ("default", "paid", "other"):
                following[at] += share
                continue
            observed = moves.get(at)
            if not observed:
                return None
            for to, count in observed.items():
                following[to] += share * count / observed.total()
        place = following
    return place.get("default", 0.0)


def credit_losses(histories: list[History], lgd_by_type: dict[str, Decimal]) -> list[Row]:
    steps: dict[tuple[str, date], list[tuple[str, str]]] = defaultdict(list)
    for before, after in closed_steps(histories):
        steps[before.row["opco_id"], after.month_end].append((state_of(before), state_of(after)))
    chances: dict[tuple[str, date, bool, str, int], float | None] = {}
    rows = []
    for history in histories:
        lgd = lgd_by_type[history.account.account_type]
        for month in history.months:
            if not month.contracted:
                continue
            stage, opco_id = stage_of(month), month.row["opco_id"]
            pd: float | None = 1.0
            if stage < 3:
                closed, state = month.row["is_month_closed"], state_of(month)
                key = (opco_id, month.month_end, closed, state, stage)
                if key not in chances:
                    moves = pooled(steps, opco_id, month.month_end, closed)
                    chances[key] = chance_of_default(state, MONTHS_AHEAD[stage], moves)
                pd = chances[key]
            ead = month.row["outstanding_balance"]
            rows.append(
                {
                    "account_id": history.account.account_id,
                    "month_end": month.month_end,
                    "stage": stage,
                    "pd": pd,
                    "lgd": float(lgd),
                    "ead": ead,
                    "ecl": None if pd is None else Decimal(pd) * lgd * ead,
                    "is_indicative": True,
                }
            )
    return rows


def pooled(
    steps: dict[tuple[str, date], list[tuple[str, str]]], opco_id: str, month_end: date, closed: bool
) -> Moves:
    """The moves of the last twelve months that had closed by then, counted together."""
    moves: Moves = {}
    month = month_end if closed else previous_month_end(month_end)
    for _ in range(12):
        for source, target in steps.get((opco_id, month), []):
            if source != "default":
                moves.setdefault(source, Counter())[target] += 1
        month = previous_month_end(month)
    return moves
