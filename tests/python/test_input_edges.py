"""Odd input that is right is read as it was meant; wrong input is quarantined; nobody loses a table."""

import shutil
from collections.abc import Iterator

import duckdb
import pytest

from oracle_cases import Case
from warehouse import BuildError, Plan, Workplace, compile_plan, workplace, write_folder, write_schema

AS_OF = "2024-06-30"
INPUT = ["quarantined_rows", "cleared_references", "input_reconciliation"]


@pytest.fixture(scope="module")
def place() -> Iterator[Workplace]:
    with workplace() as found:
        found.seed(raw_source="schema", as_of_date=AS_OF)
        yield found


@pytest.fixture(scope="module")
def plan() -> Iterator[Plan]:
    """What comes of the input, compiled once for all tests."""
    names = (*INPUT, "stg_fx_rates", "stg_opcos", "stg_accounts")
    with workplace() as found:
        compiled = compile_plan(found, names, as_of_date=AS_OF, personal_data="clear")
        yield compiled
        compiled.close()


@pytest.fixture(autouse=True)
def nothing_left_of_the_test_before(place: Workplace) -> None:
    with place.connect() as connection:
        connection.execute("drop schema if exists raw cascade")
    shutil.rmtree(place.raw_path, ignore_errors=True)


def company() -> Case:
    """A company with a shop, an account and a payment."""
    case = Case()
    case.add("shops", shop_id="s", opco_id="o", shop_name="Shop", region="North")
    case.account("a", "2024-01-10", shop_id="s")
    case.contract("k", "a", "2024-01-10")
    case.payment("p", "a", "2024-03-01 22:30:00", "10.00")
    return case


def prepare(place: Workplace) -> None:
    """What a build does before it builds anything."""
    variables = {"raw_source": "folder", "raw_path": str(place.raw_path), "as_of_date": AS_OF}
    place.dbt("run-operation", "prepare_raw", **variables)


def reasons(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Table and reason of each quarantined row."""
    query = "select table_name || ' ' || row_key, reason from marts.quarantined_rows"
    return dict(connection.execute(query).fetchall())


def test_wrong_codes_and_impossible_values_are_quarantined(plan: Plan) -> None:
    case = company()
    opco = case.raw["opcos"][0]
    case.raw["opcos"] += [
        {**opco, "opco_id": "k", "currency_code": "KSH"},
        {**opco, "opco_id": "c", "country_code": "Kenya"},
        {**opco, "opco_id": "all"},
        {**opco, "opco_id": "e", "country_code": "eg", "currency_code": "egp", "timezone": "Egypt"},
    ]
    for currency, rate in (("KSH", "0.01"), ("KES", "0"), ("UGX", "100000000"), ("IDR", "6.1e-05")):
        case.add("fx_rates", currency_code=currency, rate_on="2024-03-01", rate_to_reporting=rate)
    case.account("loan", "2024-01-10", account_type="loan")
    case.contract("l", "loan", "2024-01-10", contract_type="loan", daily_rate="-1.00")
    connection = plan.run(case.raw)
    assert reasons(connection) == {
        "opcos k": "currency_code: unknown code",
        "opcos c": "country_code: unknown code",
        "opcos all": "opco_id: all is the word for the group",
        "fx_rates KSH / 2024-03-01": "currency_code: unknown code",
        "fx_rates KES / 2024-03-01": "rate_to_reporting: not between 0 and 100 million",
        "fx_rates UGX / 2024-03-01": "rate_to_reporting: not between 0 and 100 million",
        "contracts l": "daily_rate: negative",
    }
    rates = connection.execute("select currency_code, rate_to_reporting * 1000000 from staging.stg_fx_rates")
    assert rates.fetchall() == [("IDR", 61)]
    opcos = connection.execute(
        "select country_code, currency_code from staging.stg_opcos where opco_id = 'e'"
    )
    assert opcos.fetchall() == [("EG", "EGP")]


def test_a_shop_of_another_opco_is_cleared(plan: Plan) -> None:
    case = company()
    case.raw["opcos"].append({**case.raw["opcos"][0], "opco_id": "u", "currency_code": "UGX"})
    case.raw["policies"].append({**case.raw["policies"][0], "opco_id": "u"})
    case.customer("d", opco_id="u")
    case.account("b", "2024-01-10", customer_id="d", opco_id="u", shop_id="s")
    connection = plan.run(case.raw)
    found = connection.execute("select account_id, shop_id from staging.stg_accounts order by 1").fetchall()
    assert found == [("a", "s"), ("b", None)]
    cleared = connection.execute("select table_name, row_key from marts.cleared_references").fetchall()
    assert cleared == [("accounts", "b")]


def test_rows_that_only_look_alike_are_no_copies(plan: Plan) -> None:
    """A bar in a value must not be taken for the next column, nor a mark for a missing value."""
    case = company()
    row = case.raw["contracts"][0]
    row.update(product_category="solar|tv", product_tags="ESF")
    case.raw["contracts"].append({**row, "product_category": "solar", "product_tags": "tv|ESF"})
    account = case.raw["accounts"][0]
    case.raw["accounts"] += [{**account, "account_id": "z", "cu_type": x} for x in ("~", None)]
    connection = plan.run(case.raw)
    assert reasons(connection).keys() == {"contracts k", "accounts z"}
    counted = connection.execute("select sum(quarantined) from marts.input_reconciliation").fetchone()
    assert counted == (4,)


def test_a_reversal_of_what_became_a_refund_is_no_reversal(plan: Plan) -> None:
    case = company()
    later = {"loaded_at": "2024-02-01 00:00:00", "payment_type": "refund"}
    case.payment("p", "a", "2024-03-01 22:30:00", "-10.00", **later)
    case.payment("r", "a", "2024-03-02 08:00:00", "-10.00", payment_type="reversal", reverses_payment_id="p")
    connection = plan.run(case.raw)
    assert reasons(connection).keys() == {"payments r"}


def test_files_are_found_whatever_the_case_of_their_names(place: Workplace) -> None:
    write_folder(company().raw, place.raw_path)
    file = place.raw_path / "payments.csv"
    file.rename(place.raw_path / "Payments.CSV")
    prepare(place)
    with place.connect() as connection:
        assert connection.execute("select count(*) from raw.payments").fetchall() == [(1,)]


def test_instants_are_read_as_utc_wherever_the_machine_stands(place: Workplace) -> None:
    """Typed columns with a zone, as aware data frames write them."""
    with place.connect() as connection:
        write_schema(company().raw, connection)
        connection.execute(
            "create or replace table raw.payments as select * replace ("
            "cast(paid_at || '+00' as timestamptz) as paid_at,"
            " cast(loaded_at || '+00' as timestamptz) as loaded_at"
            ") from raw.payments"
        )
    done = place.dbt("run", "--select", "+judged_payments", raw_source="schema", as_of_date=AS_OF)
    sql = next(r.node.compiled_code for r in done.result.results if r.node.name == "judged_payments")
    with place.connect() as connection:
        connection.execute("set TimeZone = 'Africa/Nairobi'")
        found = connection.execute(f"select cast(paid_at as text), row_status from ({sql})").fetchall()
        assert found == [("2024-03-01 22:30:00", "accepted")]


def test_numbers_too_long_for_the_warehouse_are_quarantined(place: Workplace) -> None:
    with place.connect() as connection:
        write_schema(company().raw, connection)
        connection.execute(
            "create or replace table raw.payments as select * replace ("
            "cast('99999999999999999' as decimal(18, 0)) as amount) from raw.payments"
        )
    place.dbt(
        "run", "--select", "+quarantined_rows", raw_source="schema", as_of_date=AS_OF, personal_data="clear"
    )
    with place.connect() as connection:
        assert reasons(connection) == {"payments p": "amount: unparseable value"}


def test_raw_tables_of_others_are_never_replaced(place: Workplace) -> None:
    write_folder(company().raw, place.raw_path)
    with place.connect() as connection:
        connection.execute("create schema raw")
        connection.execute("create table raw.shops as select 's' as shop_id")
    variables = {"raw_source": "folder", "raw_path": str(place.raw_path), "as_of_date": AS_OF}
    with pytest.raises(BuildError, match=r"table shops, relation .*it was not made by this project"):
        place.dbt("run", "--select", "judged_opcos", **variables)
    with place.connect() as connection:
        assert connection.execute("select * from raw.shops").fetchall() == [("s",)]
        connection.execute("drop schema raw cascade")
    # views of files are this project's own: the next build in another mode takes them away
    prepare(place)
    assert views(place) == len(company().raw)
    with pytest.raises(BuildError, match="opcos, policies, customers, accounts: not given in schema raw"):
        place.dbt("run", "--select", "judged_opcos", raw_source="schema", as_of_date=AS_OF)
    assert views(place) == 0


def views(place: Workplace) -> int:
    with place.connect() as connection:
        return len(connection.execute("from duckdb_views() where schema_name = 'raw'").fetchall())
