"""Roll rates, cure rates, credit loss, repayment and the definition lab."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dashboard.store import Lease


class Roll(NamedTuple):
    """Accounts that went from one bucket to another over some months."""

    from_bucket: str
    to_bucket: str
    accounts: int
    opening_accounts: int
    balance: Decimal | None
    opening_balance: Decimal | None

    @property
    def rate(self) -> float | None:
        """Share of the accounts that started in the bucket."""
        return self.accounts / self.opening_accounts if self.opening_accounts else None

    @property
    def balance_rate(self) -> float | None:
        """Share of the balance that started in the bucket."""
        if not self.opening_balance or self.balance is None:
            return None
        return float(self.balance / self.opening_balance)


def rolls(lease: Lease, group: str, first: date, last: date) -> list[Roll]:
    """Roll rates pooled over the months: sums of accounts before the division."""
    sql = """
        with moves as (
            select * from fct_roll_rates where opco_id = ? and month_end between ? and ?
        ),
        starts as (
            select from_bucket, sum(opening_accounts) as accounts, sum(opening_balance) as balance
            from (select distinct month_end, from_bucket, opening_accounts, opening_balance from moves)
            group by 1
        )
        select moves.from_bucket, to_bucket, sum(moves.accounts)::bigint, max(starts.accounts)::bigint,
          sum(moves.balance), max(starts.balance)
        from moves inner join starts using (from_bucket)
        group by 1, 2"""
    return lease.kept(("rolls", group, first, last), lambda: lease.rows(Roll, sql, [group, first, last]))


class Cure(NamedTuple):
    """Cures and the bridge from gross to net default of a month."""

    month_end: date
    opening_defaulters: int
    default_entries_count: int
    default_cures_count: int
    default_exits_count: int
    closing_defaulters: int
    opening_late_or_defaulted: int
    cured_accounts: int
    cure_rate: float | None


def cures(lease: Lease, group: str, first: date, last: date) -> list[Cure]:
    """Cure rate and default bridge by month."""
    # companies together: accounts are added before they are divided
    counts = ", ".join(f"sum({name})::bigint" for name in Cure._fields[1:-1])
    sql = f"""
        select month_end, {counts}, sum(cured_accounts) / nullif(sum(opening_late_or_defaulted), 0)
        from fct_portfolio_roll_forward
        where opco_id <> 'all' and ? in ('all', opco_id) and month_end between ? and ?
        group by 1 order by 1"""
    return lease.kept(("cures", group, first, last), lambda: lease.rows(Cure, sql, [group, first, last]))


class Loss(NamedTuple):
    """Exposure and expected credit loss of a stage at a month-end."""

    month_end: date
    stage: int
    stage_label: str
    accounts: int
    ead: Decimal | None
    ecl: Decimal | None
    currency_code: str | None


def losses(lease: Lease, opco: str, reporting: bool, first: date, last: date) -> list[Loss]:
    """Expected credit loss by stage; of several companies always in the reporting currency."""
    local = bool(opco) and not reporting
    suffix = "" if local else "_reporting"
    sql = f"""
        select month_end, stage, min(stage_label), count(*), sum(ead{suffix}), sum(ecl{suffix}),
          {"min(currency_code)" if local else "null"}
        from fct_expected_credit_losses
        where opco_id = coalesce(nullif(?, ''), opco_id) and month_end between ? and ?
        group by 1, 2 order by 1, 2"""
    key = ("losses", opco, local, first, last)
    return lease.kept(key, lambda: lease.rows(Loss, sql, [opco, first, last]))


class Repayment(NamedTuple):
    """A repayment KPI of a month."""

    metric_id: str
    month_end: date
    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None


def repayment(lease: Lease, opco: str, first: date, last: date) -> list[Repayment]:
    """PAYGo PERFORM repayment KPIs by month, of a company or all."""
    sql = f"""
        select {", ".join(Repayment._fields)} from fct_repayment_kpis
        where dimension = ? and dimension_value = ? and month_end between ? and ? order by 1, 2"""
    chosen = ("opco", opco) if opco else ("all", "all")
    key = ("repayment", chosen, first, last)
    return lease.kept(key, lambda: lease.rows(Repayment, sql, [*chosen, first, last]))


class Variant(NamedTuple):
    """One way to compute a measure, in one month."""

    month_end: date
    basis: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None


def measures(lease: Lease) -> list[str]:
    """The measures that the definition lab compares."""
    sql = "select distinct measure from definition_lab order by 1"
    return lease.kept("measures", lambda: lease.rows(lambda m: m, sql))


def variants(lease: Lease, measure: str, group: str, first: date, last: date) -> list[Variant]:
    """Every basis of a measure by month."""
    sql = """
        select month_end, basis, numerator, denominator, value from definition_lab
        where measure = ? and opco_id = ? and month_end between ? and ? order by 2, 1"""
    parameters = [measure, group, first, last]
    return lease.kept(("variants", *parameters), lambda: lease.rows(Variant, sql, parameters))
