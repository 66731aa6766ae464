"""Allocations against a clerk's ledger, and against themselves: no day may know of a later one."""

from datetime import date, timedelta

import duckdb
import pytest

from billing_ledger import Allocation, allocate, rows_of
from billing_world import FIRST, World
from warehouse import build, workplace

LAST = FIRST + timedelta(days=240)
EARLIER = [FIRST + timedelta(days=number) for number in (60, 133)]
METHODS = ["balance_forward", "open_item"]
Built = dict[date, dict[str, list[Allocation]]]
Periods = dict[date, list[tuple[str, date, date | None, date]]]


def read(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, list[Allocation]], list[tuple[str, date, date | None, date]]]:
    allocations = {
        method: connection.execute(
            "select coalesce(payment_id, credit_bill_id), coalesce(bill_id, refund_id),"
            " cast(settled_on as text), cast(amount * 100 as bigint)"
            f" from intermediate.int_allocations_{method} order by all"
        ).fetchall()
        for method in METHODS
    }
    periods = connection.execute(
        "select * from intermediate.int_bill_arrears_periods order by all"
    ).fetchall()
    return allocations, periods


@pytest.fixture(scope="module")
def world() -> World:
    return World(seed=7)


@pytest.fixture(scope="module")
def builds(world: World) -> tuple[Built, Periods]:
    allocations: Built = {}
    periods: Periods = {}
    with workplace() as place:
        for as_of in [*EARLIER, LAST]:
            wanted = ["+int_bill_arrears_periods"]
            with build(place, world.tables, select=wanted, as_of_date=as_of.isoformat()) as connection:
                allocations[as_of], periods[as_of] = read(connection)
    return allocations, periods


@pytest.mark.parametrize("method", METHODS)
def test_allocations_are_those_of_the_clerk(world: World, builds: tuple[Built, Periods], method: str) -> None:
    for as_of in [*EARLIER, LAST]:
        expected: list[Allocation] = []
        for account in world.tables["accounts"]:
            debits, money = rows_of(world, as_of, account["account_id"])
            expected += allocate(debits, money, method, as_of)
        assert builds[0][as_of][method] == sorted(expected)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("as_of", EARLIER)
def test_a_later_build_repeats_the_earlier_days(
    world: World, builds: tuple[Built, Periods], method: str, as_of: date
) -> None:
    """But for accounts with a reversal in between: there the money never came."""
    reversed_late = {
        row["account_id"]
        for row in world.tables["payments"]
        if row["payment_type"] == "reversal" and row["paid_at"] >= (as_of - timedelta(1)).isoformat()
    }

    def until(built: list[Allocation]) -> list[Allocation]:
        return [
            line
            for line in built
            if line[2] <= as_of.isoformat() and line[0].split("-")[1] not in reversed_late
        ]

    earlier = until(builds[0][as_of][method])
    assert len(earlier) > 20
    assert earlier == until(builds[0][LAST][method])


def test_days_in_arrears_are_those_of_the_oldest_open_bill(
    world: World, builds: tuple[Built, Periods]
) -> None:
    """Every day of every account, by the method of its opco."""
    for account in world.tables["accounts"]:
        account_id, method = account["account_id"], account["opco_id"]
        debits, _ = rows_of(world, LAST, account_id)
        lines = [line for line in builds[0][LAST][method] if line[0].endswith(f"-{account_id}")]
        periods = [row for row in builds[1][LAST] if row[0] == account_id]
        for number in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            due = [
                debit.due_on
                for debit in debits
                if not debit.is_refund
                and not debit.is_void
                and debit.ledger_on <= day
                and debit.due_on < day
                and (debit.ended_on is None or day < debit.ended_on)
                and sum(li[3] for li in lines if li[1] == debit.debit_id and li[2] <= day.isoformat())
                < debit.open
            ]
            found = [row[3] for row in periods if row[1] <= day and (row[2] is None or day < row[2])]
            assert found == ([min(due)] if due else []), (account_id, day)
