"""make publish: only what was tested, dated by what was known, and whole."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
import yaml

from published_company import AGENT, AS_OF, NOW, PERSON, WORDS, Company, built_company
from publishing.marts import MASKED
from publishing.problems import PublishProblem
from publishing.steps import build_settings
from publishing.versions import Version, current, open_current, versions
from warehouse import REPO


@pytest.fixture(scope="module")
def built() -> Company:
    return built_company()


@pytest.fixture(scope="module")
def version(built: Company) -> Version:
    (only,) = versions(built.publications)
    return only


def test_a_version_says_what_it_is(built: Company, version: Version) -> None:
    said = version.manifest
    assert (said["number"], said["as_of_date"], said["published_at"]) == (1, AS_OF, "2024-07-02T09:30:00Z")
    assert said["known_at"] == "2024-02-01T00:00:00", "the newest row that was loaded dates it, no clock"
    assert said["tests"]["failed"] == 0 and said["tests"]["passed"] > 100
    names = {mart["name"] for mart in said["marts"]}
    assert names == {
        row[0] for row in built.rows("select table_name from duckdb_tables() where schema_name = 'marts'")
    }
    with open_current(built.publications) as (_, connection):
        for mart in said["marts"]:
            assert connection.execute(f"select count(*) from marts.{mart['name']}").fetchone() == (
                mart["rows"],
            )
    assert json.loads((built.publications / "current.json").read_text()) == {"number": 1, "folder": "000001"}


def test_masked_and_clear_are_one_build(built: Company, version: Version) -> None:
    query = (
        f"select customer_name, phone, income_band from marts.dim_customers where customer_id = '{PERSON}'"
    )
    with open_current(built.publications) as (_, connection):
        assert connection.execute(query).fetchall() == [("masked", "masked", "low")]
        assert connection.execute(
            "select distinct decided_by, reason from marts.smart_collect_decisions"
        ).fetchall() in ([("masked", "masked")], [])
    with duckdb.connect(str(built.build_file), read_only=True) as connection:
        for name, mart in version.marts(connection).items():
            for column in [one for one in mart.columns if one.personal in MASKED]:
                shown = f"{column.name} <> 'masked' and ({column.where or 'true'})"
                found = connection.execute(f"select count(*) from marts.{name} where {shown}").fetchone()
                assert found == (0,), f"{name}.{column.name} is not masked in the build file"
    with open_current(built.publications, "clear") as (_, connection):
        assert connection.execute(query).fetchall() == [(WORDS["name"], WORDS["phone"], "low")]
        assert connection.execute(
            "select distinct sign_up_sales_agent from marts.customer_lookup"
        ).fetchall() == [(AGENT,)]
        (row,) = connection.execute(
            "select row_json from marts.quarantined_rows where table_name = 'customers'"
        ).fetchall()
        assert WORDS["phone"] in row[0]
    for file in (version.database(), *sorted(version.folder.glob("parquet_masked/*"))):
        held = file.read_bytes()
        assert not [name for name, word in WORDS.items() if word.encode() in held], file


def test_a_warehouse_that_fails_its_tests_is_not_published(
    built: Company, version: Version, tmp_path: Path
) -> None:
    broken = built.copy(tmp_path)
    kept = broken.rows("select count(*) from published.published_values")
    # not a change of content between reading and writing: the tests themselves go red
    broken.change(
        "update marts.fct_metric_values set value = 7 where metric_id = 'par_30_rate' and denominator > 0"
    )
    with pytest.raises(PublishProblem, match="tests of the marts are not green"):
        broken.publish(NOW + timedelta(days=1))
    assert current(broken.publications) == Version(1, broken.publications / "000001")
    assert broken.rows("select count(*) from published.published_values") == kept, "no figure of it was kept"
    assert [one.number for one in versions(broken.publications)] == [1]


def test_every_switch_of_the_build_is_kept(built: Company) -> None:
    switches = yaml.safe_load((REPO / "vars.yml").read_text(encoding="utf-8"))["vars"]
    names = {name for name, value in switches.items() if not isinstance(value, (dict, list))}
    settings = build_settings(built.build_file)
    assert set(settings) == names - {"demo_as_of_date"}
    assert settings["money_decimals"] == 2 and settings["as_of_date"] == AS_OF


def test_variables_are_those_of_the_build(built: Company) -> None:
    with pytest.raises(PublishProblem, match="was built with as_of_date 2024-06-30, not 2024-05-31"):
        built.publish(as_of_date="2024-05-31")
    with pytest.raises(PublishProblem, match="Run make build first"):
        Company(built.root / "nowhere").publish()


def test_a_build_in_the_middle_of_a_publication_ends_it(built: Company, tmp_path: Path) -> None:
    other = built.copy(tmp_path)
    holder = duckdb.connect(str(other.build_file))
    holder.execute("create table if not exists held (i integer)")
    try:
        # in this process the lock is shared, but not with another configuration, as in another process
        with pytest.raises(PublishProblem):
            other.publish()
    finally:
        holder.close()


def test_a_typing_error_dates_no_publication(built: Company, version: Version, tmp_path: Path) -> None:
    """A row loaded in 2205: it is named, dates nothing, and the next publication adds what it knows."""
    other = built.copy(tmp_path)
    other.change(
        "update staging.judged_payments set loaded_at = timestamp '2205-02-01' where payment_id = 'pb';"
        " update staging.judged_payments set loaded_at = timestamp '2024-06-01' where payment_id = 'pa'"
    )
    new, said = other.publish()
    assert new.manifest["known_at"] == "2024-06-01T00:00:00"
    assert [row["code"] for row in new.manifest["findings"]].count("loaded_after_publication") == 1
    (finding,) = [row for row in new.manifest["findings"] if row["code"] == "loaded_after_publication"]
    assert (finding["table_name"], finding["rows"], finding["example_key"]) == ("payments", 1, "pb")
    assert any("pb is one" in line for line in said)
    other.change(
        "update staging.judged_payments set loaded_at = timestamp '2024-06-20' where payment_id = 'pa'"
    )
    newer, said = other.publish()
    assert newer.manifest["known_at"] == "2024-06-20T00:00:00"
    assert not any(line.startswith("No value is new") for line in said), "a later one knows more"
    assert other.rows(
        "select count(*) from published.published_values where known_at > timestamp '2024-07-03'"
    ) == [(0,)]


def test_what_was_published_outlives_the_build_file(built: Company, version: Version, tmp_path: Path) -> None:
    other = built.copy(tmp_path)
    kept = other.rows("from published.published_values order by all")
    assert kept
    other.change("drop table published.published_values")
    other.publish()
    assert other.rows("from published.published_values order by all") == kept
