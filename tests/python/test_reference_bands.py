"""The bands and codes of the reference data are right in themselves, before any model reads them."""

import re
from itertools import pairwise

import pytest

from test_registry import CODE, Row, seed


def bounds(rows: list[Row], lower: str, upper: str) -> list[tuple[float | None, float | None]]:
    def number(text: str) -> float | None:
        return float(text) if text else None

    return [(number(row[lower]), number(row[upper])) for row in rows]


@pytest.mark.parametrize("name", ["par_buckets", "aging_buckets", "ifrs9_stages"])
def test_day_bands_leave_no_gap_and_do_not_overlap(name: str) -> None:
    bands = bounds(seed(name), "lower_days", "upper_days")
    assert bands[0][0] in {None, 0}
    assert bands[-1][1] is None
    for (lower, upper), (next_lower, _) in pairwise(bands):
        assert upper is not None
        assert lower is None or lower <= upper
        assert next_lower == upper + 1


@pytest.mark.parametrize(
    ("name", "key", "lower", "upper"),
    [
        ("arpu_bands", "currency_code", "lower_amount", "upper_amount"),
        ("segmentation_bands", "attribute", "lower", "upper"),
    ],
)
def test_value_bands_leave_no_gap_and_do_not_overlap(name: str, key: str, lower: str, upper: str) -> None:
    rows = seed(name)
    for group in {row[key] for row in rows}:
        members = [row for row in rows if row[key] == group]
        assert [int(row["sort_order"]) for row in members] == list(range(1, len(members) + 1))
        bands = bounds(members, lower, upper)
        assert bands[0][0] == 0
        assert bands[-1][1] is None
        for (from_value, to_value), (next_from, _) in pairwise(bands):
            assert from_value is not None and to_value is not None
            assert from_value < to_value == next_from


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("portfolio_categories", "portfolio_category"),
        ("par_buckets", "par_bucket"),
        ("aging_buckets", "aging_bucket"),
        ("arpu_bands", "arpu_range"),
        ("end_reasons", "end_reason"),
        ("lgd_rates", "account_type"),
        ("segmentation_bands", "attribute_value"),
        ("smart_collect_thresholds", "threshold_id"),
        ("smart_collect_bands", "status"),
        ("action_outcomes", "new_status"),
    ],
)
def test_codes_are_snake_case(name: str, column: str) -> None:
    assert all(CODE.fullmatch(row[column]) for row in seed(name))


def test_arpu_codes_carry_their_currency() -> None:
    for row in seed("arpu_bands"):
        assert row["arpu_range"].startswith(row["currency_code"].lower() + "_")


def test_probability_bands_do_not_overlap() -> None:
    bands = [row for row in seed("smart_collect_bands") if row["probability_low"]]
    assert [row["status"] for row in bands] == ["optimal_window", "scheduled", "risky", "critical"]
    for above, below in pairwise(bands):
        assert float(below["probability_high"]) < float(above["probability_low"])
    assert all(0 < float(row["probability_low"]) < float(row["probability_high"]) < 1 for row in bands)


def test_thresholds_of_high_severity_are_the_stricter_ones() -> None:
    value = {row["threshold_id"]: float(row["value"]) for row in seed("smart_collect_thresholds")}
    assert value["low_average_balance_high_multiple"] < value["low_average_balance_multiple"]
    assert value["repeated_failures_high_min"] > value["repeated_failures_min"]
    assert value["irregular_income_high_max_consistency"] < value["irregular_income_max_consistency"]
    assert value["poor_cash_low_balance_high_share"] > value["poor_cash_low_balance_share"]
    assert value["payment_delay_high_min_days"] > value["payment_delay_min_days"]
    assert value["optimal_window_first_day"] < value["optimal_window_last_day"]


def test_outcomes_imply_each_other() -> None:
    for row in seed("action_outcomes"):
        connected, right, promise = (
            row[column] == "true" for column in ("is_connected", "is_right_party", "is_promise")
        )
        assert connected or not right
        assert right or not promise
    connected_statuses = {
        row["new_status"] for row in seed("action_outcomes") if row["is_connected"] == "true"
    }
    assert len(connected_statuses) == 7
    assert not connected_statuses & {"call_not_connected", "invalid_number"}


def test_lists_are_sorted_and_hold_the_demo() -> None:
    zones = [row["timezone"] for row in seed("timezones")]
    currencies = [row["currency_code"] for row in seed("currencies")]
    assert zones == sorted(set(zones))
    assert currencies == sorted(set(currencies))
    assert {"Africa/Kigali", "Europe/London", "Asia/Kolkata", "UTC", "Egypt"} <= set(zones)
    countries = [row["country_code"] for row in seed("countries")]
    assert countries == sorted(set(countries))
    assert len(countries) == 249
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in currencies)
