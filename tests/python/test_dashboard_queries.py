"""Query functions against the marts: what the pages show is what the marts hold."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from dashboard.queries import (
    accounts,
    billing,
    collections,
    portfolio,
    quality,
    reference,
    risk,
    smart,
    worklist,
)
from dashboard.queries.reference import Threshold
from dashboard.store import Lease, Store
from dashboard.view import Scope, Slice, preset, read_view
from dashboard_world import demo_publications


@pytest.fixture(scope="module")
def lease(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lease]:
    with Store(demo_publications(tmp_path_factory)).lease() as found:
        yield found


@pytest.fixture(scope="module")
def months(lease: Lease) -> list[date]:
    return reference.months(lease)


SAME = [name for name in portfolio.MEASURES if not name.endswith("balance_rate")]


def values(cells: list[portfolio.Cell]) -> dict[tuple[str, date, str], float | None]:
    return {
        (c.metric_id, c.month_end, c.dimension_value): None if c.value is None else round(float(c.value), 9)
        for c in cells
    }


@pytest.mark.parametrize("dimension", ["opco", "region", "account_type", "tv_customer", "enable_status"])
def test_counting_accounts_gives_what_the_mart_publishes(
    lease: Lease, months: list[date], dimension: str
) -> None:
    published = portfolio.from_values(lease, SAME, dimension, None, months[0], months[-1])
    counted = portfolio.from_accounts(lease, SAME, dimension, Slice(), months[0], months[-1])
    assert len(published) > 100
    known = values(counted)
    # a slice without accounts has no row to count, and the mart shows none or zero
    different = {
        key: (v, known.get(key)) for key, v in values(published).items() if v and known.get(key) != v
    }
    assert not different


def test_balance_rates_of_a_company_are_those_of_the_mart(lease: Lease, months: list[date]) -> None:
    ids = ["par_30_balance_rate", "par_90_balance_rate"]
    published = portfolio.from_values(lease, ids, "opco", "KE", months[0], months[-1])
    counted = portfolio.from_accounts(lease, ids, "opco", Slice("KE"), months[0], months[-1])
    assert values(counted) == pytest.approx(values(published))


def test_two_filters_together_are_counted_from_accounts(lease: Lease, months: list[date]) -> None:
    part = Slice("KE", "", "tv_customer", "Has TV")
    cells = portfolio.cells(lease, ["contracted_portfolio_size"], "all", part, months[-1], months[-1])
    sql = """select count(*) from fct_account_months
        where opco_id = 'KE' and tv_customer = 'Has TV' and is_contracted and month_end = ?"""
    assert [c.value for c in cells] == lease.rows(int, sql, [months[-1]])


def test_money_of_several_currencies_is_not_added(lease: Lease, months: list[date]) -> None:
    part = Slice("", "", "tv_customer", "Has TV")
    found = portfolio.from_accounts(lease, ["par_30_balance_rate"], "all", part, months[-1], months[-1])
    assert [c.value for c in found] == [None]


def test_roll_forward_adds_up(lease: Lease, months: list[date]) -> None:
    rows = portfolio.roll_forward(lease, Slice(), months[0], months[-1])
    assert rows[-1].closing > 0
    for row in rows:
        assert row.opening + sum(row[2:10]) == row.closing


@pytest.mark.parametrize("name", [n for n in accounts.BEHIND if n in portfolio.MEASURES])
def test_the_accounts_behind_a_count_are_as_many(lease: Lease, months: list[date], name: str) -> None:
    if not name.endswith("_count") and name not in (
        "defaulters",
        "contracted_portfolio_size",
        "all_accounts",
    ):
        name = "defaulters"
    (cell,) = portfolio.from_values(lease, [name], "all", None, months[-2], months[-2])
    listed = accounts.listed(lease, name, "", Slice(), months[-2], 100_000)
    assert len(listed.rows) == (cell.value or 0)


def test_lookup_finds_by_account_and_customer(lease: Lease) -> None:
    row = lease.table("select account_id, customer_id from customer_lookup order by 1 limit 1").rows[0]
    for text in row:
        assert row[0] in [r["account_id"] for r in accounts.search(lease, text, "").records()]
    assert accounts.search(lease, "no such account'; --", "").rows == ()
    assert len(accounts.search(lease, "", "").columns) == 16


def test_history_of_an_account_is_whole(lease: Lease) -> None:
    wanted = lease.rows(
        str, "select account_id from fct_payments group by 1 order by count(*) desc, 1 limit 1"
    )[0]
    assert accounts.account(lease, wanted)
    periods = accounts.periods(lease, wanted)
    assert all(a.valid_to == b.valid_from for a, b in pairwise(periods))
    assert accounts.payments(lease, wanted)
    assert accounts.account(lease, "nobody") is None


def test_billing_figures_are_those_of_the_mart(lease: Lease, months: list[date]) -> None:
    rows = billing.kpis(lease, "all", months[-1], months[-1])
    sql = "select dso, cei from fct_billing_kpis where opco_id = 'all' and month_end = ?"
    assert [(r.dso, r.cei) for r in rows] == lease.rows(lambda *r: r, sql, [months[-1]])


def test_segments_sum_before_they_divide(lease: Lease, months: list[date]) -> None:
    found = billing.segments(lease, "default_60d_rate", "income_band", "", months[0], months[-1])
    sql = """select income_band, count(*) filter (default_60d) / count(*) from fct_bills
        where is_rated and is_window_closed group by 1"""
    direct = dict(lease.rows(lambda *r: r, sql))
    known = [s for s in found if s.value is not None]
    assert len(known) >= 3
    for segment in known:
        assert segment.value == pytest.approx(
            direct[segment.dimension_value if segment.dimension_value in direct else None]
        )


def test_aging_sums_to_the_ledger(lease: Lease, months: list[date]) -> None:
    for row in billing.aging(lease, "UK", months[-1], months[-1]):
        sql = (
            "select sum(gross_receivables) from fct_receivables_months where opco_id = 'UK' and month_end = ?"
        )
        assert sum(row[3:10]) == lease.rows(lambda v: v, sql, [months[-1]])[0]


def test_pooled_roll_rates_sum_to_one(lease: Lease, months: list[date]) -> None:
    rolls = risk.rolls(lease, "all", months[-13], months[-1])
    for bucket in {roll.from_bucket for roll in rolls}:
        assert sum(r.rate or 0 for r in rolls if r.from_bucket == bucket) == pytest.approx(1)


def test_credit_loss_of_a_company_is_in_its_currency(lease: Lease, months: list[date]) -> None:
    assert {r.currency_code for r in risk.losses(lease, "KE", False, months[-1], months[-1])} == {"KES"}
    assert {r.currency_code for r in risk.losses(lease, "", False, months[-1], months[-1])} == {None}


def test_collections_of_all_companies_add_before_they_divide(lease: Lease, months: list[date]) -> None:
    (row,) = collections.kpis(lease, "all", months[-2], months[-2])
    sql = """select 100.0 * sum(connected_calls) / sum(outbound_calls) from fct_collection_kpis
        where month_end = ?"""
    assert row.ccr == pytest.approx(lease.rows(float, sql, [months[-2]])[0])
    assert row.collections_revenue is None


def test_worklist_ranks_promises_first_and_gives_reasons(lease: Lease, months: list[date]) -> None:
    day = reference.freshness(lease).as_of
    tasks = worklist.tasks(lease, day, "")
    assert [t.rank for t in tasks] == list(range(1, len(tasks) + 1))
    assert [t.step for t in tasks] == sorted(t.step for t in tasks)
    assert len({t.account_id for t in tasks}) == len(tasks) > 50
    assert all(t.due_now > 0 and worklist.reason(t, day) for t in tasks)
    late = [t for t in tasks if t.step in (3, 4, 5)]
    assert all(t.last_contact_on is None or t.last_contact_on < day - timedelta(days=7) for t in late)
    assert all(
        m.target >= m.collected >= 0 for m in worklist.month(lease, months[-1], "") if m.opco_id in "IN UK"
    )


def test_smart_collect_sums_customers(lease: Lease) -> None:
    whole = smart.summary(lease, smart.Customers())
    assert whole
    assert whole.scheduled == sum(
        lease.rows(int, "select sum(instalments_scheduled)::bigint from smart_collect_summary")
    )
    assert smart.summary(lease, smart.Customers("nobody")) is None
    bills = smart.upcoming(lease, smart.Customers())
    assert bills and all(b.status in smart.STATUSES for b in bills)
    if lease.has("smart_collect_upcoming", "calibrated_probability"):
        assert smart.probability_column(lease) == "calibrated_probability"


def test_quality_accounts_for_every_row(lease: Lease) -> None:
    total = sum(int(row["rows_read"]) for row in quality.reconciliation(lease).records())
    assert total > 1000
    assert quality.quarantine_reasons(lease).rows
    assert quality.findings(lease, "") is None or quality.findings(lease, "")


def test_thresholds_judge_in_both_directions() -> None:
    rate = Threshold("r", 0.1, 0.2, False, "")
    index = Threshold("i", 70, 50, True, "")
    assert [rate.state(v) for v in (0.05, 0.1, 0.2, None)] == ["good", "watch", "alarm", "unknown"]
    assert [index.state(v) for v in (90, 70, 50)] == ["good", "watch", "alarm"]


MONTHS = [date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)]


def test_a_view_survives_its_address() -> None:
    scope = Scope(MONTHS, ["KE", "UK"], False)
    search = "from=2025-11&to=2025-12&opco=KE&region=KE+%2F+Coast&segment=tv_customer&value=Has+TV&metric=x"
    view = read_view(search, scope)
    assert read_view(view.query(), scope) == view
    assert view.slice == Slice("KE", "KE / Coast", "tv_customer", "Has TV")
    assert preset(view, scope, "all") == "2025-10"


def test_nonsense_in_an_address_falls_back() -> None:
    scope = Scope(MONTHS, ["KE"], False)
    view = read_view("?from=2026-99&to=%00&opco=ZZ&region=UK+/+x&segment=a&currency=gold", scope)
    assert (view.month_from, view.month_to, view.slice, view.currency) == (
        MONTHS[0],
        MONTHS[-1],
        Slice(),
        "local",
    )


def test_who_sees_one_company_gets_that_company() -> None:
    assert read_view("?opco=UK", Scope(MONTHS, ["IN"], True)).slice.opco == "IN"
    assert read_view("", Scope(MONTHS, ["IN"], True)).slice.opco == "IN"
