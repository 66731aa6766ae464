"""What became of each promise: kept, broken or open, and when."""

from dataclasses import dataclass
from datetime import date, timedelta

from .rows import Action, Company, Payment


@dataclass
class Judged:
    """A promise with the money that counts for it."""

    action: Action
    last_day: date
    judged_on: date
    paid_cents: int = 0
    kept_on: date | None = None

    def status(self, as_of: date) -> str:
        if self.kept_on is not None:
            return "kept"
        return "broken" if self.judged_on <= as_of else "open"


def is_promise(action: Action) -> bool:
    """An outcome or an action that is a promise, with an amount and a day."""
    says_so = action.status == "promise_to_pay" or action.kind == "promise"
    return says_so and (action.promised_cents or 0) > 0 and action.promised_for is not None


def judge_promises(company: Company) -> dict[str, Judged]:
    """Every promise of the company by its action_id."""
    judged: dict[str, Judged] = {}
    for action in company.actions:
        if is_promise(action):
            assert action.promised_for is not None
            grace = timedelta(days=company.policy(action.on).promise_grace_days)
            last_day = action.promised_for + grace
            judged[action.action_id] = Judged(action, last_day, max(last_day, action.on))
    for payment in sorted(company.payments, key=lambda payment: (payment.at, payment.payment_id)):
        promise = _promise_of(payment, judged)
        if promise is not None and payment.on <= promise.last_day:
            promise.paid_cents += payment.cents
            if promise.kept_on is None and promise.paid_cents >= (promise.action.promised_cents or 0):
                promise.kept_on = payment.on
    return judged


def _promise_of(payment: Payment, judged: dict[str, Judged]) -> Judged | None:
    """The latest promise of the account up to the payment; of two at one moment the greater id."""
    earlier = [
        promise
        for promise in judged.values()
        if promise.action.account_id == payment.account_id and promise.action.at <= payment.at
    ]
    return max(earlier, key=lambda p: (p.action.at, p.action.action_id)) if earlier else None
