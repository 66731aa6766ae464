"""What a newcomer sees after a build: the latest month of the portfolio and where the file is."""

from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

SIZES = ["all_accounts", "contracted_portfolio_size", "active_portfolio_size", "defaulters"]
RATES = ["portfolio_in_default_rate", "default_rate", "churn_rate", "par_30_rate", "par_120_rate"]

VALUES = """
select dimension_value, metric_id, value
from marts.fct_metric_values
where
  month_end = (select max(month_end) from marts.dim_months)
  and dimension in ('all', 'opco')
order by dimension desc, dimension_value
"""


NOT_GIVEN = "select table_name from marts.input_findings where code = 'table_not_given' order by 1"
FINDINGS = """
select severity, code, table_name, opco_id, rows, example_key
from marts.input_findings
where severity <> 'notice'
order by case severity when 'wrong_numbers' then 1 else 2 end, rows desc, code, table_name, opco_id
limit 5
"""


def findings_table(findings: list[tuple[str, str, str, str, int, str]]) -> Table:
    """The gravest findings about the input."""
    table = Table(title="Found in the input", title_justify="left")
    for column in ("severity", "finding", "table", "opco", "rows", "such as"):
        table.add_column(column, justify="right" if column == "rows" else "left", no_wrap=column == "finding")
    for severity, code, table_name, opco_id, rows, example in findings:
        table.add_row(severity.replace("_", " "), code, table_name, opco_id, f"{rows:,}", example)
    return table


def shown(metric_id: str, value: float | None) -> str:
    """A count as a whole number, a rate in percent, nothing as a dash."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if metric_id in SIZES else f"{value:.1%}"


def show_summary(console: Console, file: Path) -> None:
    """Print sizes and rates of the latest month by opco, and the counts of the input."""
    with duckdb.connect(str(file), read_only=True) as connection:
        months = connection.execute("select max(snapshot_on) from marts.dim_months").fetchone()
        names = dict(connection.execute("select metric_id, name from marts.dim_metrics").fetchall())
        rows = connection.execute(VALUES).fetchall()
        counts = connection.execute(
            "select sum(rows_read), sum(accepted), sum(quarantined) from marts.input_reconciliation"
        ).fetchone()
        absent = connection.execute(NOT_GIVEN).fetchall()
        findings = connection.execute(FINDINGS).fetchall()
    columns = list(dict.fromkeys(str(row[0]) for row in rows))
    columns.sort(key=lambda name: (name != "all", name))
    values = {(str(row[0]), str(row[1])): row[2] for row in rows}
    table = Table(title=f"Portfolio on {months[0] if months else '?'}", title_justify="left")
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    for metric_id in SIZES + RATES:
        table.add_row(
            names.get(metric_id, metric_id),
            *(shown(metric_id, values.get((column, metric_id))) for column in columns),
            end_section=metric_id == SIZES[-1],
        )
    console.print(table)
    if counts:
        console.print(
            f"{counts[0]:,} rows read, {counts[1]:,} accepted, {counts[2]:,} in marts.quarantined_rows"
        )
    if absent:
        console.print(f"Tables not given: {', '.join(name for (name,) in absent)}", soft_wrap=True)
    if findings:
        console.print(findings_table(findings))
        console.print("marts.input_findings has them all, docs/findings.md explains them.", soft_wrap=True)
    console.print(f"The warehouse is {file.resolve()}", soft_wrap=True)
    console.print("Next: duckdb it, or see docs/quickstart.md for your own data.", soft_wrap=True)
