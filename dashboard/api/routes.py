"""The API: Smart Collect, customer profile, decisions, metrics and health."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from dashboard.api import metrics, profile
from dashboard.api.models import (
    Attempt,
    CustomerProfile,
    Decided,
    Health,
    MetricValues,
    Problem,
    Reschedule,
    SmartCollect,
    Text,
)
from dashboard.auth import current_user
from dashboard.context import Service
from dashboard.deciding import Refused, decide
from dashboard.decisions import KeyUsedDifferently
from dashboard.queries import reference
from dashboard.store import NothingPublished

# every answer that the guard in front can give, and what each route adds
COMMON: dict[int | str, dict[str, object]] = {
    status: {"model": Problem, "description": text}
    for status, text in {
        400: "The request cannot be read",
        401: "A known token is needed",
        403: "Not for this role or from this site",
        413: "The request is too large",
        421: "The host name is not served",
        429: "Too many requests",
        503: "Nothing is published yet",
    }.items()
}
NOT_FOUND: dict[int | str, dict[str, object]] = {
    404: {"model": Problem, "description": "Unknown, or not yours to see"}
}
CONFLICT: dict[int | str, dict[str, object]] = {
    409: {"model": Problem, "description": "The key was used for another decision"}
}

router = APIRouter(prefix="/api", responses=COMMON)
CustomerId = Annotated[Text, Query(description="the customer's id")]


def service_of(request: Request) -> Service:
    """The service of the running application."""
    found: Service = request.app.state.service
    return found


@router.get("/health")
async def health(request: Request, response: Response) -> Health:
    """Whether figures can be read, and of when they are."""
    service = service_of(request)

    def check() -> Health:
        with service.store.lease() as lease:
            fresh = reference.freshness(lease)
        return Health(
            status="ok",
            publication=fresh.number,
            as_of=fresh.as_of,
            published_at=fresh.published_at,
            tests_passed=fresh.passed,
            tests_failed=fresh.failed,
        )

    try:
        return await asyncio.to_thread(check)
    except NothingPublished:
        response.status_code = 503
        return Health(status="nothing published")


@router.get("/smart-collect", responses=NOT_FOUND)
async def smart_collect(request: Request, customer_id: CustomerId) -> SmartCollect:
    """Summary, upcoming collections, history, recommendations, insights and signals of a customer."""
    user = current_user.get()
    try:
        return await asyncio.to_thread(profile.smart_collect, service_of(request), user, customer_id)
    except profile.Unknown:
        raise HTTPException(404, "there is no such customer") from None
    except NothingPublished as error:
        raise HTTPException(503, str(error)) from error


@router.get("/customer-profile", responses=NOT_FOUND)
async def customer_profile(request: Request, customer_id: CustomerId) -> CustomerProfile:
    """A customer, the accounts and Smart Collect; what is masked depends on the role."""
    user = current_user.get()
    try:
        return await asyncio.to_thread(profile.profile, service_of(request), user, customer_id)
    except profile.Unknown:
        raise HTTPException(404, "there is no such customer") from None
    except NothingPublished as error:
        raise HTTPException(503, str(error)) from error


async def stored(request: Request, response: Response, body: Attempt, decision_type: str) -> Decided:
    """Store a decision and answer when it is on disk: 201 when it is new, 200 when it was known."""
    user = current_user.get()
    day = body.rescheduled_for if isinstance(body, Reschedule) else None
    try:
        found, is_new = await asyncio.to_thread(
            decide,
            service_of(request),
            user,
            decision_type=decision_type,
            bill_id=body.bill_id,
            rescheduled_for=day,
            reason=body.reason,
            key=body.idempotency_key,
        )
    except Refused as error:
        raise HTTPException(error.status, str(error)) from error
    except KeyUsedDifferently:
        raise HTTPException(409, "this key was used for another decision") from None
    except NothingPublished as error:
        raise HTTPException(503, str(error)) from error
    response.status_code = 201 if is_new else 200
    return Decided.model_validate({**vars(found), "is_new": is_new})


KNOWN: dict[int | str, dict[str, object]] = {
    200: {"model": Decided, "description": "The key was known: stored before"}
}


@router.post("/smart-collect/reschedule", status_code=201, responses=NOT_FOUND | CONFLICT | KNOWN)
async def reschedule(request: Request, response: Response, body: Reschedule) -> Decided:
    """Move the collection of an instalment to another day, in the next build."""
    return await stored(request, response, body, "reschedule")


@router.post("/smart-collect/attempt", status_code=201, responses=NOT_FOUND | CONFLICT | KNOWN)
async def attempt(request: Request, response: Response, body: Attempt) -> Decided:
    """Ask the collector for an attempt; nothing is simulated."""
    return await stored(request, response, body, "attempt")


@router.get("/metrics/{metric_id}", responses=NOT_FOUND)
async def metric(
    request: Request,
    metric_id: Text,
    dimension: Text = "all",
    from_month: Annotated[str | None, Query(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] = None,
    to_month: Annotated[str | None, Query(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] = None,
) -> MetricValues:
    """A metric by month and by the values of a dimension."""
    user = current_user.get()
    try:
        return await asyncio.to_thread(
            metrics.values, service_of(request), user, metric_id, dimension, from_month, to_month
        )
    except metrics.Unknown as error:
        raise HTTPException(404, str(error)) from None
    except NothingPublished as error:
        raise HTTPException(503, str(error)) from error
