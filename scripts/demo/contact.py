"""What is sent, called, switched off and promised around late accounts."""

from __future__ import annotations

from datetime import date, timedelta

from demo.account import DAY, Draft
from demo.tables import Action, DeviceState, Notification
from demo.world import LAST_DAY

CAMPAIGNS = (
    ("Expiry", "Credit ends tomorrow"),
    ("Expiry", "Credit has ended"),
    ("Harvest offer", "Pay two months, get a bonus"),
    ("Upgrade", "Add a TV"),
    ("Thank you", "Payment received"),
)
DELIVERY = ("delivered",) * 12 + ("failed",) * 2 + ("pending", "expired")
OUTCOMES = (
    ("call_not_connected", 30),
    ("call_connected", 14),
    ("right_party_contact", 16),
    ("wrong_party_contact", 6),
    ("promise_to_pay", 18),
    ("partial_payment", 4),
    ("instalment_payment", 4),
    ("payment_in_full", 4),
    ("invalid_number", 4),
)
COSTS = {"call": 120, "sms": 10, "email": 0, "letter": 90, "visit": 900, "reminder": 5}
WHOLE = {"RWF", "XOF"}  # currencies without cents: a unit of theirs is worth about a cent
WORDS = {
    "call": "Outbound call",
    "sms": "Text message",
    "email": "E-mail",
    "letter": "Reminder letter",
    "visit": "Field visit",
    "reminder": "Friendly reminder",
    "arrangement_agreed": "Payment plan set up",
    "arrangement_broken": "Payment plan broken",
    "disconnection": "Supply restricted",
    "promise": "Promise noted by agent",
    "other": "Account note",
}


def is_holdout(draft: Draft) -> bool:
    """A tenth of the accounts are a control group: planned actions are not carried out."""
    return draft.number % 10 == 3


def act(
    draft: Draft,
    day: date,
    kind: str,
    *,
    bill: str | None = None,
    owed: int = 0,
    status: str | None = None,
    account_id: str | None = None,
) -> Action | None:
    """One action; a call draws its outcome, and a promise its amount and date."""
    if day > LAST_DAY:
        return None
    rng = draft.rng
    moment = draft.at(day)
    row = Action(
        action_id=draft.id("X"),
        account_id=account_id or draft.account_id,
        bill_id=bill,
        action_at=moment,
        action_type=kind,
        action_name=WORDS[kind],
        cost=None
        if draft.chance(0.1)
        else COSTS.get(kind, 0) * (100 if draft.company.currency in WHOLE else 1),
        is_holdout=is_holdout(draft),
        loaded_at=draft.loaded(moment),
    )
    if row.is_holdout:  # planned, and not carried out
        row.action_type, row.action_name, row.cost = "other", f"Held out: {WORDS[kind]}", 0
        draft.rows.append(row)
        return row
    if kind in {"call", "visit", "promise", "arrangement_agreed"}:
        row.agent_id = f"{draft.company.opco_id}-G{rng.randint(1, 8)}"
    if kind == "call":
        row.script_id = f"SC{rng.randint(1, 4)}"
        names, weights = zip(*OUTCOMES, strict=True)
        row.new_status = status or rng.choices(names, weights)[0]
        row.previous_status, draft.last_status = draft.last_status, row.new_status
    if kind == "promise":
        row.new_status = "promise_to_pay"
    if row.new_status == "promise_to_pay" and owed > 0:
        row.promised_amount = max(100, round(owed * rng.choice((0.5, 1.0, 1.0)) / 100) * 100)
        row.promised_for = day + DAY * rng.randint(2, 14)
    draft.rows.append(row)
    return row


def late_episode(draft: Draft, since: date, paid_on: date | None, owed: int) -> None:
    """From the day credit ended to the day of the next payment, or to no end."""
    days = ((paid_on or LAST_DAY) - since).days
    if draft.dense or draft.chance(0.35):
        switch(draft, since, paid_on)
    if days >= 7 and draft.chance(0.35):
        act(draft, since + DAY * 5, draft.rng.choice(("sms", "reminder")), owed=owed)
    if days >= 15 and draft.chance(0.5):
        act(draft, since + DAY * draft.rng.randint(12, 14), "call", owed=owed)
    if days >= 20 and draft.chance(0.08):
        act(draft, since + DAY * 16, "other")
    if days >= 40 and draft.chance(0.4):
        act(draft, since + DAY * 35, draft.rng.choice(("visit", "call", "promise")), owed=owed)


def switch(draft: Draft, off: date, on: date | None) -> None:
    """The control unit is switched off, and on again after a payment."""
    if draft.index % 5 == 4:  # units that report nothing
        return
    state(draft, off, 1, "pending_disable" if draft.chance(0.2) else "disabled")
    if on is None:
        if draft.chance(0.15):
            state(draft, min(off + DAY * 9, LAST_DAY), 2, draft.rng.choice(("error", "unknown")))
    elif draft.chance(0.15):
        state(draft, on, 2, "pending_enable")
    elif draft.chance(0.04):
        state(draft, on, 2, "error")
    else:
        state(draft, on, 2, "enabled")


def state(draft: Draft, day: date, hour: int, status: str) -> None:
    moment = draft.utc(day, hour * 3600 + draft.rng.randint(0, 3599))
    moment = min(moment, draft.utc(LAST_DAY, 86399))
    draft.rows.append(
        DeviceState(
            account_id=draft.account_id,
            changed_at=moment,
            enable_status=status,
            loaded_at=draft.loaded(moment),
        )
    )


def campaigns(draft: Draft, installed: date, language: str | None) -> None:
    if draft.index % 5 != 4:
        state(draft, installed, 12, "enabled")
    for _ in range(draft.rng.randint(0, 12 if draft.dense else 1)):
        campaign, name = draft.rng.choice(CAMPAIGNS)
        moment = draft.at(draft.day(installed, LAST_DAY))
        draft.rows.append(
            Notification(
                notification_id=draft.id("N"),
                account_id=draft.account_id,
                sent_at=moment,
                campaign_name=campaign,
                notification_name=name,
                language=language,
                delivery_state=draft.rng.choice(DELIVERY),
                loaded_at=moment + timedelta(minutes=draft.rng.randint(1, 90)),
            )
        )
