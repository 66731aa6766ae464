"""Metrics by month and dimension, for programs."""

from dashboard.api.models import MetricValues, Point
from dashboard.auth import User
from dashboard.context import Service
from dashboard.queries import reference
from dashboard.store import Lease

LONG = ("fct_metric_values", "fct_billing_values", "fct_repayment_kpis")


class Unknown(Exception):
    """No such metric or dimension, or not for this user."""


def source(lease: Lease, metric: reference.Metric, dimension: str) -> str | None:
    """A query of month, dimension value, currency, numerator, denominator and value, or none."""
    for mart in LONG:
        sql = f"select count(*) from {mart} where metric_id = ? and dimension = ?"
        if lease.rows(int, sql, [metric.metric_id, dimension])[0]:
            return f"""
                select month_end, dimension_value, currency_code, numerator, denominator, value
                from {mart} where metric_id = ? and dimension = ?"""
    mart, column = metric.mart or "", metric.metric_id
    # a column of a mart by month and company
    if dimension in ("all", "opco") and lease.has(mart, column, "opco_id", "month_end", "currency_code"):
        by = "opco_id = 'all'" if dimension == "all" else "opco_id <> 'all'"
        if mart in ("fct_billing_kpis", "fct_collection_kpis"):
            return f"""
                select month_end, opco_id, currency_code, null, null, {column}::double
                from {mart} where ? is not null and ? is not null and {by}"""
    return None


def values(
    service: Service, user: User, metric_id: str, dimension: str, first: str | None, last: str | None
) -> MetricValues:
    """A metric's values that the user may see, by month."""
    with service.store.lease(user.copy) as lease:
        metric = reference.metrics(lease).get(metric_id)
        if metric is None:
            raise Unknown("there is no such metric")
        if user.opcos is not None and dimension not in ("opco", "region"):
            raise Unknown("there is no such dimension for you")
        sql = source(lease, metric, dimension)
        if sql is None:
            raise Unknown("the metric has no such dimension")
        months = [f"{month:%Y-%m}" for month in reference.months(lease)]
        rows = lease.table(
            f"select * from ({sql}) where strftime(month_end, '%Y-%m') between ? and ? order by 1, 2",
            [metric_id, dimension, first or months[0], last or months[-1]],
        ).rows
        points = [
            Point(
                month_end=row[0],
                dimension=dimension,
                dimension_value=str(row[1]),
                currency_code=row[2],
                numerator=row[3],
                denominator=row[4],
                value=row[5],
            )
            for row in rows
            if user.sees(str(row[1]).split(" / ")[0])
        ]
        return MetricValues(
            metric_id=metric_id,
            name=metric.name,
            description=metric.description,
            formula=metric.formula,
            unit=metric.unit,
            publication=lease.number,
            values=points,
        )
