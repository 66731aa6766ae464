"""The rules of a decision, the same for buttons and API: who may decide, on which bill, for which day."""

from datetime import date, timedelta

from dashboard.auth import User
from dashboard.context import Service
from dashboard.decisions import Decision
from dashboard.queries import reference, smart

# an instalment may be moved this far
FURTHEST = timedelta(days=366)


class Refused(Exception):
    """A decision that cannot be taken: the code is that of the API's answer."""

    def __init__(self, status: int, text: str) -> None:
        """Keep the status beside the words."""
        super().__init__(text)
        self.status = status


def decide(
    service: Service,
    user: User,
    *,
    decision_type: str,
    bill_id: str,
    rescheduled_for: date | None,
    reason: str | None,
    key: str,
) -> tuple[Decision, bool]:
    """Store a decision durably; the second value says whether it is new."""
    if not user.may_decide:
        raise Refused(403, "your role may look, not decide")
    with service.store.lease(user.copy) as lease:
        found = smart.bill(lease, bill_id)
        as_of = reference.freshness(lease).as_of
    # a bill of another company is answered like one that does not exist
    if found is None or not user.sees(found.opco_id):
        raise Refused(404, "there is no upcoming collection for this bill")
    if decision_type == "reschedule":
        if rescheduled_for is None or rescheduled_for < as_of:
            raise Refused(422, f"the new day must not lie before {as_of}")
        if rescheduled_for > as_of + FURTHEST:
            raise Refused(422, "the new day lies more than a year ahead")
    return service.decisions.add(
        # the same key of two people must not meet
        idempotency_key=f"{user.name}:{key}",
        decided_by=user.name,
        decision_type=decision_type,
        bill_id=bill_id,
        rescheduled_for=rescheduled_for,
        reason=reason or None,
        # D2: where the demo's time stands still, decisions belong to its day
        standing_still_on=as_of if service.settings.clock == "as_of" else None,
    )
