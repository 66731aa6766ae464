"""Allocations against a clerk's ledger, and against themselves: no day may know of a later one."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from billing_world import FIRST, World
from oracle.inputs import read_inputs
from oracle.ledger import Book
from oracle.loading import load_accounts, load_opcos
from oracle.model import MINOR
from warehouse import build, workplace

LAST = FIRST + timedelta(days=240)
EARLIER = [FIRST + timedelta(days=number) for number in (60, 133)]
METHODS = ["balance_forward", "open_item"]
# money, debit, day, amount in thousandths
Allocation = tuple[str, str, str, int]
Built = dict[date, dict[str, list[Allocation]]]
Periods = dict[date, list[tuple[str, date, date | None, date]]]


def read(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, list[Allocation]], list[tuple[str, date, date | None, date]]]:
    allocations = {
        method: connection.execute(
            "select coalesce(payment_id, credit_bill_id), coalesce(bill_id, refund_id),"
            f" cast(settled_on as text), cast(amount * {MINOR} as bigint)"
            f" from intermediate.int_allocations_{method}"
            " where coalesce(bill_id, refund_id) is not null order by all"
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


def books_of(world: World, as_of: date, method: str) -> dict[str, Book]:
    raw: Any = world.tables
    inputs = read_inputs(raw)
    accounts = load_accounts(inputs, load_opcos(inputs, as_of), as_of)
    return {account.account_id: Book(account, method).write(as_of) for account in accounts}


@pytest.mark.parametrize("method", METHODS)
def test_allocations_are_those_of_the_clerk(world: World, builds: tuple[Built, Periods], method: str) -> None:
    for as_of in [*EARLIER, LAST]:
        expected: Counter[tuple[str, str, str]] = Counter()
        for book in books_of(world, as_of, method).values():
            for line in book.lines:
                expected[line.money_id, line.item_id, line.day.isoformat()] += line.cents
        assert builds[0][as_of][method] == sorted((*key, cents) for key, cents in expected.items())


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
    methods = {row["account_id"]: row["opco_id"] for row in world.tables["accounts"]}
    for account_id, book in books_of(world, LAST, METHODS[0]).items():
        method = methods[account_id]
        ends = {c.contract_id: c.ended_on for c in book.account.contracts}
        lines = [line for line in builds[0][LAST][method] if line[0].endswith(f"-{account_id}")]
        periods = [row for row in builds[1][LAST] if row[0] == account_id]
        for number in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            due = [
                item.due_on
                for item in book.all_items
                if not item.is_refund
                and item.void_on is None
                and item.ledger_on <= day
                and item.due_on < day
                and day < (ends.get(item.contract_id or "") or date.max)
                and sum(li[3] for li in lines if li[1] == item.item_id and li[2] <= day.isoformat())
                < item.cents
            ]
            found = [row[3] for row in periods if row[1] <= day and (row[2] is None or day < row[2])]
            assert found == ([min(due)] if due else []), (account_id, day)
