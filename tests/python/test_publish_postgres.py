"""A publication in Postgres: what each of three roles sees, and what it cannot see anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from engines.postgres_server import Server, running_server
from published_company import AGENT, PERSON, WORDS, built_company
from publishing.postgres import Loader
from publishing.problems import PublishProblem
from publishing.versions import Version, versions


@pytest.fixture(scope="module")
def version() -> Version:
    (only,) = versions(built_company().publications)
    return only


@pytest.fixture(scope="module")
def server(version: Version) -> Iterator[Server]:
    with running_server() as running:
        running.create_database("bi")
        with closing(running.connect("bi")) as connection, connection, connection.cursor() as cursor:
            cursor.execute("create schema private; create table private.secret (word text)")
            said = Loader(version, cursor, "arrears", "arrears").load()
            assert said == []
            for role in ("reader", "collector", "owner"):
                cursor.execute(f"create role login_{role} login in role arrears_{role}")
        yield running


def asked(server: Server, role: str, query: str) -> list[tuple[Any, ...]]:
    """What a person with this role gets."""
    with (
        closing(
            psycopg2.connect(host=server.host, port=server.port, user=f"login_{role}", dbname="bi")
        ) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(query)
        return list(cursor.fetchall())


FORBIDDEN = {
    "reader": [
        "arrears_contacts.dim_customers",
        "arrears_clear.dim_customers",
        "arrears_clear.quarantined_rows",
    ],
    "collector": [
        "arrears_clear.quarantined_rows",
        "arrears_clear.smart_collect_decisions",
        "arrears_clear.customer_lookup",
    ],
}
# where a value could show itself without its table: statistics, words of other sessions, settings, comments
CATALOGS = [
    "pg_stats",
    "pg_stats_ext_exprs",
    "pg_stat_activity",
    "pg_settings",
    "pg_description",
    "pg_indexes",
]


def test_every_role_sees_the_masked_marts(server: Server, version: Version) -> None:
    for role in ("reader", "collector", "owner"):
        for mart in version.manifest["marts"]:
            assert asked(server, role, f"select count(*) from arrears.{mart['name']}") == [(mart["rows"],)]
        assert asked(server, role, "select distinct customer_name from arrears.customer_lookup") == [
            ("masked",)
        ]


def test_contacts_are_for_the_collector_and_everything_for_the_owner(server: Server) -> None:
    query = "select customer_name, phone from arrears_{}.dim_customers where customer_id = '" + PERSON + "'"
    assert asked(server, "collector", query.format("contacts")) == [(WORDS["name"], WORDS["phone"])]
    agents = "select distinct sign_up_sales_agent from arrears_{}.customer_lookup"
    assert asked(server, "collector", agents.format("contacts")) == [("masked",)], "staff is no contact"
    assert asked(server, "owner", agents.format("clear")) == [(AGENT,)]
    assert asked(server, "owner", query.format("clear")) == [(WORDS["name"], WORDS["phone"])]


@pytest.mark.parametrize("role", ["reader", "collector"])
def test_what_a_role_may_not_see_it_sees_nowhere(server: Server, role: str) -> None:
    for table in [*FORBIDDEN[role], "private.secret", "pg_catalog.pg_statistic", "pg_catalog.pg_authid"]:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            asked(server, role, f"select * from {table}")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        asked(server, role, "set role arrears_owner")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        asked(server, role, "delete from arrears.dim_customers returning 1")
    hidden = {"reader": list(WORDS.values()), "collector": [WORDS["said"], AGENT]}[role]
    for catalog in CATALOGS:
        held = str(asked(server, role, f"select t::text from pg_catalog.{catalog} as t"))
        assert not [word for word in hidden if word in held], catalog
    assert any(
        WORDS["phone"] in str(row) for row in asked(server, "owner", "select t::text from pg_stats as t")
    ), "the statistics do hold values: what is proven above is proven of something"


def test_keys_indexes_and_comments_are_there(server: Server, version: Version) -> None:
    constraints = dict(
        asked(
            server,
            "owner",
            "select contype, count(*) from pg_constraint"
            " where connamespace = 'arrears'::regnamespace group by 1",
        )
    )
    assert constraints["p"] == len(version.manifest["marts"]), "every mart has its primary key"
    assert constraints["f"] == sum(len(mart["references"]) for mart in version.manifest["marts"]) > 20
    assert asked(
        server,
        "reader",
        "select count(*) from pg_constraint where contype = 'f'"
        " and conrelid = 'arrears.dim_accounts'::regclass and confrelid = 'arrears.dim_customers'::regclass",
    ) == [(1,)]
    without = asked(
        server,
        "reader",
        "select c.relname, a.attname from pg_class c"
        " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0"
        " where c.relnamespace = 'arrears'::regnamespace and c.relkind = 'r'"
        " and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)",
    )
    assert without == []


def test_a_second_load_replaces_the_first_and_a_failed_one_changes_nothing(
    server: Server, version: Version
) -> None:
    oid = "select 'arrears.dim_customers'::regclass::oid"  # a table made anew has another
    before = asked(server, "reader", oid)
    with closing(server.connect("bi")) as connection, connection.cursor() as cursor:
        Loader(version, cursor, "arrears", "arrears").load()
        connection.rollback()
    assert asked(server, "reader", oid) == before
    with closing(server.connect("bi")) as connection, connection, connection.cursor() as cursor:
        Loader(version, cursor, "arrears", "arrears").load()
    assert asked(server, "reader", oid) != before
    with (
        closing(server.connect("bi")) as connection,
        connection.cursor() as cursor,
        pytest.raises(PublishProblem, match="schema private was not made by a publication"),
    ):
        Loader(version, cursor, "private", "arrears").load()
