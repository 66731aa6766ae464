"""The API: who may ask what, decisions that count once, answers that keep to their schema."""

import asyncio
import csv
import io
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from starlette.testclient import TestClient

from dashboard.api import downloads, profile
from dashboard.app import create, draw
from dashboard.auth import User
from dashboard.pages.all import PAGES
from dashboard.pages.registry import Page
from dashboard.store import Table
from dashboard_world import as_user, demo_publications, settings


@pytest.fixture(scope="module")
def publications(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_publications(tmp_path_factory)


@pytest.fixture(scope="module")
def server(publications: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return create(settings(tmp_path_factory.mktemp("api"), publications))


@pytest.fixture(scope="module")
def client(server: FastAPI) -> Iterator[TestClient]:
    with TestClient(server) as found:
        yield found


def a_bill(client: TestClient, user: str = "carl") -> tuple[str, str, str]:
    """A bill that is due soon, its customer and the day of the figures."""
    path = "/download/upcoming.csv"
    text = client.get(path, headers=as_user(user)).content.decode("utf-8-sig")
    row = next(iter(csv.DictReader(io.StringIO(text))))
    as_of = client.get("/api/health", headers=as_user(user)).json()["as_of"]
    return row["bill_id"], row["customer_id"], as_of


def test_nobody_comes_in_without_a_token(client: TestClient) -> None:
    for path in ("/", "/api/health", "/download/overview.csv", "/_dash-layout", "/assets/app.css"):
        answer = client.get(path)
        assert answer.status_code == 401 and "basic" in answer.headers["www-authenticate"].lower()
    wrong = client.get("/api/health", headers={"authorization": "Bearer token-of-nobody"})
    assert wrong.status_code == 401
    assert client.get("/api/health", headers={"x-forwarded-user": "mona"}).status_code == 401


def test_health_says_of_when_the_figures_are(client: TestClient) -> None:
    found = client.get("/api/health", headers=as_user("vera")).json()
    assert found["status"] == "ok" and found["publication"] == 1 and found["tests_failed"] == 0


def test_a_browser_may_send_the_token_as_password(client: TestClient) -> None:
    assert client.get("/api/health", auth=("vera", "token-of-vera")).status_code == 200


def test_roles_decide_what_is_masked(client: TestClient) -> None:
    _, customer, _ = a_bill(client)
    path = f"/api/customer-profile?customer_id={customer}"
    masked, clear = (client.get(path, headers=as_user(name)).json() for name in ("carl", "mona"))
    assert masked["customer"]["customer_id"] == clear["customer"]["customer_id"] == customer
    assert masked["smart_collect"]["upcoming_collections"]


def test_a_stranger_and_a_customer_of_others_look_the_same(client: TestClient) -> None:
    for query in ("customer_id=nobody", "customer_id=U1"):
        answers = [
            client.get(f"/api/{path}?{query}", headers=as_user("inge"))
            for path in ("smart-collect", "customer-profile")
        ]
        for answer in answers:
            if answer.status_code == 200:
                assert answer.json().get("customer", {}).get("opco_id", "IN") == "IN"
            else:
                assert (answer.status_code, answer.json()) == (404, {"detail": "there is no such customer"})


def test_who_sees_one_company_gets_its_values_only(client: TestClient) -> None:
    found = client.get("/api/metrics/default_rate?dimension=opco", headers=as_user("inge")).json()
    assert {point["dimension_value"] for point in found["values"]} == {"IN"}
    assert client.get("/api/metrics/default_rate", headers=as_user("inge")).status_code == 404
    text = client.get("/download/customers.csv?opco=KE", headers=as_user("inge")).content.decode("utf-8-sig")
    assert {row["opco_id"] for row in csv.DictReader(io.StringIO(text))} == {"IN"}


def test_metrics_come_by_month_and_dimension(client: TestClient) -> None:
    path = "/api/metrics/par_30_rate?dimension=region&from_month=2025-11&to_month=2025-11"
    found = client.get(path, headers=as_user("vera")).json()
    assert {p["month_end"] for p in found["values"]} == {"2025-11-30"}
    assert found["formula"] and found["unit"] == "ratio"
    for metric in ("dso", "default_60d_rate", "repayment_rate_at_90_days"):
        assert client.get(f"/api/metrics/{metric}", headers=as_user("vera")).json()["values"]
    assert client.get("/api/metrics/no_such", headers=as_user("vera")).status_code == 404
    assert client.get("/api/metrics/dso?from_month=2025-13", headers=as_user("vera")).status_code == 422


def test_a_decision_is_stored_once_and_bears_the_name_of_the_token(
    client: TestClient, server: FastAPI
) -> None:
    bill, customer, as_of = a_bill(client)
    body = {"bill_id": bill, "rescheduled_for": as_of, "idempotency_key": "one", "reason": "salary"}
    path = "/api/smart-collect/reschedule"
    first = client.post(path, json=body, headers=as_user("carl"))
    again = client.post(path, json=body, headers=as_user("carl"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["decision_id"] == again.json()["decision_id"]
    assert first.json()["decided_by"] == "carl" and first.json()["status"] == "pending"
    other = client.post(path, json={**body, "rescheduled_for": "2026-01-20"}, headers=as_user("carl"))
    assert other.status_code == 409
    shown = client.get(f"/api/smart-collect?customer_id={customer}", headers=as_user("carl")).json()
    assert shown["decisions"][0]["applied_status"] == "pending"
    assert len(server.state.service.decisions.all()) == 1


def test_the_body_cannot_say_who_decided(client: TestClient) -> None:
    bill, _, _ = a_bill(client)
    body = {"bill_id": bill, "idempotency_key": "two", "decided_by": "the director"}
    assert client.post("/api/smart-collect/attempt", json=body, headers=as_user("carl")).status_code == 422


@pytest.mark.parametrize(
    ("user", "change", "status"),
    [
        ("vera", {}, 403),
        ("carl", {"bill_id": "no such bill"}, 404),
        ("carl", {"rescheduled_for": "2001-01-01"}, 422),
        ("carl", {"rescheduled_for": "2099-01-01"}, 422),
        ("carl", {"rescheduled_for": "tomorrow"}, 422),
        ("carl", {"idempotency_key": ""}, 422),
    ],
)
def test_decisions_that_cannot_be_taken(
    client: TestClient, user: str, change: dict[str, str], status: int
) -> None:
    bill, _, as_of = a_bill(client)
    body = {"bill_id": bill, "rescheduled_for": as_of, "idempotency_key": f"bad-{status}", **change}
    answer = client.post("/api/smart-collect/reschedule", json=body, headers=as_user(user))
    assert answer.status_code == status and "detail" in answer.json()


def test_another_site_cannot_decide(client: TestClient) -> None:
    headers = {**as_user("carl"), "origin": "https://evil.example"}
    body = {"bill_id": "B1", "idempotency_key": "x"}
    assert client.post("/api/smart-collect/attempt", json=body, headers=headers).status_code == 403


def test_too_many_requests_are_refused(publications: Path, tmp_path: Path) -> None:
    with TestClient(create(settings(tmp_path, publications, per_minute=3))) as few:
        codes = [few.get("/api/health", headers=as_user("vera")).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_without_users_only_this_machine_is_served(publications: Path, tmp_path: Path) -> None:
    with TestClient(create(settings(tmp_path, publications, with_users=False))) as alone:
        assert alone.get("/api/health").status_code == 200
        assert alone.get("/api/health", headers={"host": "evil.example"}).status_code == 421


def test_a_trusted_proxy_names_the_user(publications: Path, tmp_path: Path) -> None:
    behind = replace(settings(tmp_path, publications), trusted_proxies=frozenset({"testclient"}))
    with TestClient(create(behind)) as client:
        assert client.get("/api/health", headers={"x-forwarded-user": "vera"}).status_code == 200
        assert client.get("/api/health", headers={"x-forwarded-user": "nobody"}).status_code == 401


def test_nothing_published_is_an_answer(tmp_path: Path) -> None:
    with TestClient(create(settings(tmp_path, tmp_path / "none"))) as empty:
        health = empty.get("/api/health", headers=as_user("vera"))
        assert (health.status_code, health.json()["status"]) == (503, "nothing published")
        path = "/api/smart-collect?customer_id=U1"
        assert empty.get(path, headers=as_user("vera")).status_code == 503


@pytest.mark.parametrize("name", sorted(downloads.DOWNLOADS))
def test_every_table_downloads_as_csv_and_excel(client: TestClient, name: str) -> None:
    query = "list=defaulters" if name == "accounts" else "opco=IN"
    as_csv = client.get(f"/download/{name}.csv?{query}", headers=as_user("vera"))
    assert as_csv.status_code == 200 and as_csv.content.startswith(b"\xef\xbb\xbf")
    as_excel = client.get(f"/download/{name}.xlsx?{query}", headers=as_user("vera"))
    assert as_excel.status_code == 200 and as_excel.content.startswith(b"PK")


def test_no_cell_of_a_download_is_a_formula() -> None:
    table = Table(("a",), (("=1+1",), ("@x",), ("fine",)))
    assert downloads.as_csv(table).decode("utf-8-sig").splitlines() == ["a", "'=1+1", "'@x", "fine"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
@pytest.mark.parametrize(
    "search", ["", "?opco=KE", "?opco=IN&currency=reporting", "?opco=UK&from=2025-10&weight=balance"]
)
def test_every_page_draws(server: FastAPI, page: Page, search: str, caplog: pytest.LogCaptureFixture) -> None:
    drawn = draw(server.state.service, User("vera", "viewer"), page.path, search)
    assert not [record for record in caplog.records if record.levelname == "ERROR"], caplog.text
    assert drawn.facts["number"] == 1


def test_one_slow_question_does_not_hold_up_others(server: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten slow profiles in threads, and health answers meanwhile."""
    monkeypatch.setattr(profile, "profile", lambda *_: time.sleep(1.0))

    async def both() -> float:
        transport = httpx.ASGITransport(app=server, raise_app_exceptions=False, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as asking:
            path = "/api/customer-profile?customer_id=U1"
            slow = [asyncio.create_task(asking.get(path, headers=as_user("vera"))) for _ in range(4)]
            await asyncio.sleep(0.1)
            start = time.monotonic()
            answer = await asking.get("/api/health", headers=as_user("vera"))
            waited = time.monotonic() - start
            assert answer.status_code == 200
            await asyncio.gather(*slow)
            return waited

    assert asyncio.run(both()) < 0.8


OPERATIONS = [
    "health",
    "smart-collect",
    "customer-profile",
    "smart-collect/reschedule",
    "smart-collect/attempt",
]
OPERATIONS += ["metrics/{metric_id}"]


@pytest.mark.parametrize("path", OPERATIONS)
def test_answers_keep_to_the_schema(server: FastAPI, client: TestClient, path: str) -> None:
    """Requests of every kind, right and wrong: no error of the server, no answer without schema."""
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json", headers=as_user("carl")).json())
    schema.app = server
    (operation,) = schema[f"/api/{path}"].values()

    @given(case=operation.as_strategy())
    @hypothesis_settings(
        max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    def answers(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers=as_user("carl"))

    answers()
