"""What is wrong with the input, what was left out, and which published figures moved."""

from dashboard.store import Lease, Table


def findings(lease: Lease, opco: str) -> Table | None:
    """Findings of the input, the gravest first; none where the publication has no such mart."""
    if not lease.has("input_findings"):
        return None
    sql = """
        select * from input_findings where opco_id = coalesce(nullif(?, ''), opco_id) or opco_id is null
        order by case severity when 'error' then 1 when 'warning' then 2 else 3 end, rows desc, code"""
    if not lease.has("input_findings", "severity", "rows", "code", "opco_id"):
        sql = "select * from input_findings where ? is not null"
    return lease.kept(("findings", opco), lambda: lease.table(sql, [opco]))


def reconciliation(lease: Lease) -> Table:
    """Rows read and what became of them, by input table."""
    sql = "select * from input_reconciliation order by rows_read desc, table_name"
    return lease.kept("reconciliation", lambda: lease.table(sql))


def quarantine_reasons(lease: Lease) -> Table:
    """Quarantined rows by table and reason, the most frequent first."""
    sql = """
        select table_name, reason, count(*) as rows, min(row_key) as example_key
        from quarantined_rows group by 1, 2 order by 3 desc, 1, 2"""
    return lease.kept("reasons", lambda: lease.table(sql))


def restatements(lease: Lease, opco: str) -> Table:
    """Published figures that are known otherwise now, the newest month first."""
    sql = """
        select metric_id, month_end, opco_id, published, published_on, known_now, difference
        from restatements
        where difference is not null and difference <> 0 and opco_id = coalesce(nullif(?, ''), opco_id)
        order by month_end desc, abs(difference) desc, metric_id, opco_id limit 2000"""
    return lease.kept(("restatements", opco), lambda: lease.table(sql, [opco]))


def missing_rates(lease: Lease) -> Table:
    """Months of currencies without an exchange rate."""
    sql = "select * from missing_fx_rates order by currency_code, month_end"
    return lease.kept("missing rates", lambda: lease.table(sql))
