"""The importer and the build on the files of a public water utility: its published figures come out again."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from importing.contract import load_contract
from test_import import read
from warehouse import workplace

REPO = Path(__file__).resolve().parents[2]
SCRIPT = REPO / "scripts" / "import_files.py"
WATER_MAPPING = REPO / "scripts" / "mappings" / "water_utility.yml"
WATER_FILES = REPO.parent / "shared" / "data" / "water_utility"
LAST_PAYMENT = pd.Timestamp("2026-01-21")


@pytest.fixture(scope="module")
def water(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import the water utility's files as a user would."""
    if not WATER_FILES.is_dir():
        pytest.skip(f"the water utility's public files are not in {WATER_FILES}")
    out = tmp_path_factory.mktemp("water")
    words = [str(SCRIPT), str(WATER_MAPPING), "--source", str(WATER_FILES), "--out", str(out)]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "to look at" in done.stdout
    return out


def pence(amounts: "pd.Series[str]") -> "pd.Series[int]":
    """Turn money into whole pence, without floats."""
    parts = amounts.str.extract(r"^(\d+)(?:\.(\d{1,2}))?$")
    assert parts[0].notna().all()
    return parts[0].astype(int) * 100 + parts[1].fillna("0").str.ljust(2, "0").astype(int)


def london_day(stamps: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    """Give the local day of a UTC time."""
    local = pd.to_datetime(stamps, utc=True).dt.tz_convert("Europe/London")
    return local.dt.normalize().dt.tz_localize(None)


def judged_bills(folder: Path) -> pd.DataFrame:
    """Judge each bill by the money in its window, as published."""
    bills, payments = read(folder, "bills"), read(folder, "payments")
    policy = read(folder, "policies").iloc[0]
    bills["due"] = pd.to_datetime(bills["due_on"])
    bills["billed"] = pence(bills["bill_amount"])
    payments["paid"] = pence(payments["amount"])
    payments["day"] = london_day(payments["paid_at"])
    pairs = bills[["bill_id", "account_id", "due"]].merge(
        payments[["account_id", "day", "paid"]], on="account_id"
    )
    offset = (pairs["day"] - pairs["due"]).dt.days
    first, last = -int(policy["bill_window_before_days"]), int(policy["bill_window_after_days"])
    inside = pairs[offset.between(first, last)].groupby("bill_id")["paid"].sum()
    bills["in_window"] = bills["bill_id"].map(inside).fillna(0).astype(int)
    tolerance = pence(pd.Series([policy["bill_tolerance"]])).iloc[0]
    bills["default"] = bills["in_window"] < bills["billed"] - tolerance
    bills["closed"] = bills["due"] + pd.Timedelta(days=last) <= LAST_PAYMENT
    return bills


def test_water_keeps_every_row_and_id(water: Path) -> None:
    """As many rows as lines, each with an id of its own and a known parent."""
    counts = {"customers": 1_500, "accounts": 1_500, "bills": 72_000, "payments": 64_738}
    for table, rows in {**counts, "actions": 15_418, "opcos": 1, "policies": 1}.items():
        frame = read(water, table)
        assert len(frame) == rows
        assert not frame.duplicated(list(load_contract()[table].key)).any()
        assert frame["loaded_at"].eq("2026-04-10 00:00:00").all()
    accounts = read(water, "accounts")
    for table in ("bills", "payments", "actions"):
        assert read(water, table)["account_id"].isin(accounts["account_id"]).all()


def test_water_says_what_the_files_say(water: Path) -> None:
    """Money, days, usage and wording come through unchanged."""
    source = {path.stem: pd.read_csv(path, dtype=str) for path in WATER_FILES.glob("*.csv")}
    bills, payments = read(water, "bills"), read(water, "payments")
    actions, accounts = read(water, "actions"), read(water, "accounts")

    def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
        return sorted(map(tuple, frame[list(columns)].fillna("").to_numpy().tolist()))

    for frame in (bills, payments, actions):
        frame["customer_id"] = frame["account_id"].str.removeprefix("A-")
    payments["day"] = london_day(payments["paid_at"]).dt.strftime("%Y-%m-%d")
    actions["day"] = london_day(actions["action_at"]).dt.strftime("%Y-%m-%d")
    assert rows(bills, "customer_id", "period_end", "bill_amount", "usage_quantity", "due_on") == rows(
        source["bills"], "customer_id", "bill_period_end", "bill_amount", "usage_m3", "due_date"
    )
    assert rows(payments, "customer_id", "day", "amount", "method") == rows(
        source["payments"], "customer_id", "payment_date", "amount", "method"
    )
    assert rows(actions, "customer_id", "day", "action_name") == rows(
        source["collections_actions"], "customer_id", "action_date", "action"
    )
    assert payments["payment_type"].eq("bill").all()
    assert bills[["issued_on", "period_start"]].isna().all().all()
    kinds = {
        ("Reminder Sent", "reminder"): 7_262,
        ("Second Reminder", "reminder"): 5_454,
        ("Arrangement Agreed", "arrangement_agreed"): 2_171,
        ("Arrangement Broken", "arrangement_broken"): 531,
    }
    assert actions.groupby(["action_name", "action_type"]).size().to_dict() == kinds
    first_bill = bills.groupby("account_id")["period_end"].min()
    installed = accounts.set_index("account_id")["installed_on"]
    assert (installed <= first_bill.reindex(installed.index)).all()
    assert installed.str.endswith("-01").all()


def test_water_gives_the_published_figures(water: Path) -> None:
    """72,000 bills, 6,049 defaults (8.4 %), an average bill of 41.27, 15,418 actions."""
    bills = judged_bills(water)
    assert len(bills) == 72_000
    assert bills["default"].sum() == 6_049
    assert round(100 * bills["default"].mean(), 1) == 8.4
    assert round(bills["billed"].mean() / 100, 2) == 41.27
    assert len(read(water, "actions")) == 15_418


def test_water_open_windows_look_like_defaults(water: Path) -> None:
    """Bills whose window is open on the last payment date are no defaults yet."""
    bills = judged_bills(water)
    closed, still_open = bills[bills["closed"]], bills[~bills["closed"]]
    assert (len(closed), closed["default"].sum()) == (69_000, 5_150)
    assert (len(still_open), still_open["default"].sum()) == (3_000, 899)
    assert round(100 * closed["default"].mean(), 2) == 7.46


def test_the_warehouse_gives_the_published_figures(water: Path) -> None:
    """Build the warehouse on the imported files for the day of the last action."""
    with workplace() as place:
        variables = {"raw_source": "folder", "raw_path": str(water), "as_of_date": "2026-04-09"}
        place.seed(**variables)
        place.dbt(
            "run",
            "--select",
            "+fct_bills",
            "+fct_billing_kpis",
            "+fct_collection_actions",
            "+input_reconciliation",
            **variables,
        )
        with duckdb.connect(str(place.database), read_only=True) as connection:
            bills = connection.execute(
                "select count(*), count_if(default_60d), round(avg(bill_amount), 2) from marts.fct_bills"
            ).fetchone()
            rates = connection.execute(
                "select sum(defaulted_bills), sum(rated_bills) from marts.fct_billing_kpis"
                " where opco_id <> 'all'"
            ).fetchone()
            actions = connection.execute("select count(*) from marts.fct_collection_actions").fetchone()
            lost = connection.execute(
                "select sum(rows_read - accepted) from marts.input_reconciliation"
            ).fetchone()
    assert bills is not None and rates is not None
    assert (bills[0], bills[1], float(bills[2])) == (72_000, 6_049, 41.27)
    assert (rates[0], rates[1]) == (6_049, 72_000)
    assert round(100 * rates[0] / rates[1], 1) == 8.4
    assert actions == (15_418,)
    assert lost == (0,)
