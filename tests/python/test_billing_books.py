"""Bills, receivables, billing rates and the lab of bills of a made-up company, against the clerk's books."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from billing_clerk import LEFT, METHODS, Books, Key, Row, keep_books, month_end_of, ratio
from billing_world import FIRST, LOADED, World
from oracle.model import MINOR
from warehouse import Plan, compile_plan, workplace

DAYS = (FIRST + timedelta(days=240), FIRST + timedelta(days=133))
REPORTING, FOREIGN = "KES", "GHS"
# the foreign currency has no rate young enough at the end of March
RATES = {date(2024, month, 2): Decimal("0.0280") + month for month in (1, 2, 4, 5, 6, 7, 8)}
BILL = (
    "account_id ledger_on due_on window_from window_to is_void is_in_ledger is_opening is_billed is_rated"
    " is_window_closed is_first_bill settled_on paid_before_window left_on is_late default_60d"
    " default_60d_allocated default_60d_balance_forward default_60d_open_item",
    "bill_amount paid_in_window allocated allocated_in_window credited open_amount",
)
MONTH = (
    "oldest_due_on",
    "not_yet_due days_1_30 days_31_60 days_61_90 days_91_120 days_121_180 over_180 gross_receivables arrears"
    " unapplied_credit balance billed brought_forward paid_off waived written_off repossessed cancelled"
    " opted_out restructured recoveries",
)
LATE = ("bills late_bills longest_delay_days last_late_due_on", "open_amount")
MARTS = (
    "fct_bills",
    "fct_receivables_months",
    "fct_billing_kpis",
    "repeated_late_accounts",
    "definition_lab",
)
FLOWS = ("billed", "cash", "arrears", "unapplied_credit", "brought_forward", "paid_off", "recoveries", *LEFT)
LAB = {
    "window": "default_60d",
    "policy_allocation": "default_60d_allocated",
    "balance_forward": "default_60d_balance_forward",
    "open_item": "default_60d_open_item",
}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def planned(request: pytest.FixtureRequest) -> Iterator[tuple[date, Plan]]:
    with workplace() as place:
        variables = {"as_of_date": request.param.isoformat(), "reporting_currency": REPORTING}
        yield request.param, compile_plan(place, MARTS, **variables)


@pytest.mark.parametrize("seed", [1, 2])
def test_marts_are_the_clerks(planned: tuple[date, Plan], seed: int) -> None:
    as_of, plan = planned
    world = World(seed=seed, accounts_count=60)
    world.tables["opcos"][1]["currency_code"] = FOREIGN
    for rate_on, rate in RATES.items():
        world.add("fx_rates", currency_code=FOREIGN, rate_on=rate_on.isoformat(), rate_to_reporting=str(rate))
    assert all(row["loaded_at"] == LOADED for row in world.tables["fx_rates"])
    connection = plan.run(world.tables)
    books = keep_books(world, as_of)
    found = [
        *differences(connection, "fct_bills", "bill_id", BILL, books.bills),
        *differences(connection, "fct_receivables_months", "account_id month_end", MONTH, books.receivables),
        *differences(connection, "repeated_late_accounts", "account_id", LATE, books.late_accounts),
        *kpi_differences(connection, books, as_of),
        *lab_differences(connection, books, as_of),
    ]
    assert not found, "\n".join([f"{len(found)} differences", *found[:25]])


def differences(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    key: str,
    columns: tuple[str, str],
    expected: dict[Any, Row],
) -> Iterator[str]:
    """A mart against the clerk's rows in thousandths. What the clerk does not write is null or false."""
    keys, plain, cents = key.split(), columns[0].split(), columns[1].split()
    amounts = [f"cast({column} * 1000 as bigint)" for column in cents]
    query = f"select {', '.join([*keys, *plain, *amounts])} from marts.{mart}"
    rows = {line[: len(keys)]: line[len(keys) :] for line in connection.execute(query).fetchall()}
    assert rows, f"{mart} is empty"
    for place in rows.keys() | {place if isinstance(place, tuple) else (place,) for place in expected}:
        row = expected.get(place if len(place) > 1 else place[0])
        if row is None or place not in rows:
            yield f"{mart} {place}: {'not expected' if row is None else 'missing'}"
            continue
        for column, got in zip([*plain, *cents], rows[place], strict=True):
            if got != row.get(column):
                yield f"{mart} {place} {column}: expected {row.get(column)}, got {got}"


def rate_of(currency: str, month_end: date, as_of: date) -> Decimal | None:
    """Month-ends yet to come are valued as today's."""
    day = min(month_end, as_of)
    young = [on for on in RATES if timedelta(0) <= day - on <= timedelta(days=31)]
    return Decimal(1) if currency == REPORTING else RATES[max(young)] if young else None


def converted(parts: dict[str, Decimal], month_end: date, as_of: date) -> Decimal | None:
    """Amounts by opco, added up in the reporting currency."""
    total = Decimal(0)
    for opco_id, amount in parts.items():
        rate = rate_of(FOREIGN if opco_id == METHODS[1] else REPORTING, month_end, as_of)
        if rate is None:
            return None
        total += amount * rate
    return total


def amounts_of(flows: dict[Key, Counter[str]], month_end: date, column: str) -> dict[str, Decimal]:
    return {o: Decimal(flow[column]) / MINOR for (o, month), flow in flows.items() if month == month_end}


def kpi_differences(connection: duckdb.DuckDBPyConnection, books: Books, as_of: date) -> Iterator[str]:
    keys = books.flows.keys() | books.counts.keys()
    keys |= {("all", month_end) for _, month_end in keys}
    query = "select * from marts.fct_billing_kpis"
    names = [column[0] for column in connection.execute(query).description or []]
    rows = [dict(zip(names, line, strict=True)) for line in connection.execute(query).fetchall()]
    got = {(row["opco_id"], row["month_end"]): row for row in rows}
    assert got.keys() == keys
    for (opco_id, month_end), row in got.items():
        expected = kpis(books, opco_id, month_end, as_of)
        for column, wanted in expected.items():
            if not alike(wanted, row[column]):
                yield f"fct_billing_kpis {opco_id} {month_end} {column}: expected {wanted}, got {row[column]}"


def kpis(books: Books, opco_id: str, month_end: date, as_of: date) -> Row:
    before = month_end.replace(day=1) - timedelta(days=1)
    flows = {key: flow for key, flow in books.flows.items() if opco_id in ("all", key[0])}
    money: dict[str, Decimal | None] = {}
    sources = {
        "closing_receivables": (month_end, "gross_receivables"),
        "closing_not_yet_due": (month_end, "not_yet_due"),
        "opening_receivables": (before, "gross_receivables"),
        **{column: (month_end, column) for column in FLOWS},
    }
    here = amounts_of(flows, month_end, "billed")
    for column, (month, source) in sources.items():
        # an opco whose ledger begins in the month opens with nothing
        parts = dict.fromkeys(here, Decimal(0)) | {
            o: amount for o, amount in amounts_of(flows, month, source).items() if o in here
        }
        if column in LEFT:
            # told as what left, where the receivables have the sign of the balance
            parts = {o: -amount for o, amount in parts.items()}
        if opco_id == "all":
            money[column] = converted(parts, month_end, as_of) if here else None
        else:
            money[column] = parts.get(opco_id)
    counts = sum(
        (count for key, count in books.counts.items() if key[1] == month_end and opco_id in ("all", key[0])),
        Counter[str](),
    )
    return {
        "currency_code": FOREIGN if opco_id == METHODS[1] else REPORTING,
        "is_month_closed": month_end <= as_of,
        "days_in_month_so_far": min(month_end, as_of).day if here else None,
        **money,
        **ratios(money, min(month_end, as_of).day),
        **rates_of(counts),
    }


def ratios(money: dict[str, Decimal | None], days: int) -> Row:
    billed, closing, opening = money["billed"], money["closing_receivables"], money["opening_receivables"]
    not_yet_due, cash = money["closing_not_yet_due"], money["cash"]
    left = sum((money[kind] or Decimal(0) for kind in LEFT), Decimal(0))
    if billed is None or closing is None or opening is None or not_yet_due is None:
        return {"dso": None, "cei": None, "collection_ratio": None}
    # what was brought forward was owed before the month
    opening += money["brought_forward"] or Decimal(0)
    return {
        "dso": ratio(closing * days, billed),
        "cei": ratio(100 * (opening + billed - closing - left), opening + billed - not_yet_due),
        "collection_ratio": ratio(cash, billed),
    }


def rates_of(counts: Counter[str]) -> Row:
    row: Row = {"rated_bills": counts["all"], "closed_bills": counts["closed"]}
    for flag in LAB.values():
        for population, name in (("closed", ""), ("all", "_all_bills")):
            top = Decimal(counts[f"{flag} {population}"])
            row[f"{flag}{name}_rate"] = ratio(top, Decimal(counts[population]))
    row["first_payment_default_rate"] = ratio(Decimal(counts["default first"]), Decimal(counts["first"]))
    return row


def lab_differences(connection: duckdb.DuckDBPyConnection, books: Books, as_of: date) -> Iterator[str]:
    """All sixteen bases of the bills, by opco and for all."""
    query = "select opco_id, month_end, basis, numerator, denominator, value from marts.definition_lab"
    lines = connection.execute(f"{query} where measure = 'default_60d_rate'").fetchall()
    got = {line[:3]: line[3:] for line in lines}
    expected: dict[tuple[str, date, str], tuple[Any, ...]] = {}
    for opco_id, month_end in books.counts.keys() | {("all", month) for _, month in books.counts}:
        counts = {o: c for (o, m), c in books.counts.items() if m == month_end and opco_id in ("all", o)}
        last = min(month_end, month_end_of(as_of))
        for weighting in ("count", "amount"):
            for population in ("closed", "all"):
                for method, flag in LAB.items():
                    sides = []
                    for part in (f"{flag} {population}", population):
                        name = part if weighting == "count" else f"amount {part}"
                        unit = 1 if weighting == "count" else MINOR
                        parts = {o: Decimal(count[name]) / unit for o, count in counts.items()}
                        if weighting == "amount" and opco_id == "all":
                            sides.append(converted(parts, last, as_of))
                        else:
                            sides.append(sum(parts.values(), Decimal(0)))
                    basis = f"{weighting}_{method}_{population}_bills"
                    expected[opco_id, month_end, basis] = (*sides, ratio(sides[0], sides[1]))
    assert got.keys() == expected.keys()
    for place, wanted in expected.items():
        if not all(alike(one, other) for one, other in zip(wanted, got[place], strict=True)):
            yield f"definition_lab {place}: expected {wanted}, got {got[place]}"


def alike(wanted: object, got: object) -> bool:
    """Equal; numbers but for the digits that a mart rounds to or a ratio loses."""
    if isinstance(wanted, Decimal | float) and isinstance(got, Decimal | float):
        return abs(float(wanted) - float(got)) <= 2e-6 + 1e-9 * abs(float(wanted))
    return wanted == got
