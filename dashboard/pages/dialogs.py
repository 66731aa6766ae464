"""The question before a decision: drawn from the address, answered by one button."""

import asyncio
import uuid
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.auth import User, current_user
from dashboard.context import Context, Service
from dashboard.deciding import Refused, decide
from dashboard.decisions import KeyUsedDifferently
from dashboard.queries import smart
from dashboard.store import NothingPublished

WORDS = {"reschedule": "Reschedule this collection", "attempt": "Ask for an attempt now"}


def question(ctx: Context) -> Component | None:
    """The dialog that the address asks for, or none."""
    asked, bill_id = ctx.view.get("ask"), ctx.view.get("bill")
    bill = smart.bill(ctx.lease, bill_id) if asked in WORDS and ctx.user.may_decide else None
    if bill is None or not ctx.user.sees(bill.opco_id):
        return None
    back = ctx.here(ask="", bill="")
    says = (
        f"Instalment {bill.bill_id} of customer {bill.customer_id}, "
        f"{fmt.money(bill.open_amount, bill.currency_code)}, "
        f"scheduled for {fmt.day(bill.scheduled_on)}."
    )
    day = bill.recommended_on or max(bill.scheduled_on, ctx.as_of)
    fields: list[Component] = [dmc.Text(says, size="sm")]
    if asked == "reschedule":
        fields.append(
            html.Label(
                [
                    "New day",
                    dcc.Input(id="decide-day", type="date", value=day.isoformat(), min=ctx.as_of.isoformat()),
                ],
                className="field",
            )
        )
    else:
        fields += [
            dmc.Text("The attempt is listed for the collector; nothing is charged from here.", size="sm"),
            html.Div(dcc.Input(id="decide-day", type="hidden", value="")),
        ]
    fields += [
        html.Label(["Reason", dcc.Input(id="decide-reason", type="text", maxLength=500)], className="field"),
        html.Div(id="decide-answer", role="alert"),
        html.Div(
            [
                html.Button("Confirm", id="decide-confirm", className="button strong"),
                dcc.Link("Cancel", href=back, className="button"),
            ],
            className="links",
        ),
        # one key for one question: however often the button is pressed, it is one decision
        dcc.Store(
            id="decide-what",
            data={"type": asked, "bill": bill.bill_id, "key": uuid.uuid4().hex, "back": back},
        ),
    ]
    return dmc.Modal(
        dmc.Stack(fields, gap="sm"),
        opened=True,
        withCloseButton=False,
        closeOnClickOutside=False,
        closeOnEscape=False,
        title=WORDS[asked],
        centered=True,
        transitionProps={"duration": 0},
    )


def answer(service: Service, user: User, what: dict[str, Any], day: str, reason: str) -> str | None:
    """Store the decision; the words that say why not, or none."""
    try:
        chosen = date.fromisoformat(day) if day else None
        decide(
            service,
            user,
            decision_type=str(what["type"]),
            bill_id=str(what["bill"]),
            rescheduled_for=chosen if what["type"] == "reschedule" else None,
            reason=reason.strip()[:500] or None,
            key=str(what["key"])[:64],
        )
    except (Refused, NothingPublished, ValueError) as error:
        return str(error)
    except KeyUsedDifferently:
        return "This question was answered already. Close it and ask again."
    return None


def register(app: Dash, service: Service) -> None:
    """The callback of the Confirm button."""

    async def confirm(
        clicks: int | None, what: dict[str, Any] | None, day: str | None, reason: str | None
    ) -> tuple[Any, Any]:
        if not clicks or not what:
            return no_update, no_update
        refused = await asyncio.to_thread(answer, service, current_user.get(), what, day or "", reason or "")
        if refused:
            return dmc.Alert(refused, color="red", title="Not stored"), no_update
        return no_update, str(what["back"]).partition("?")[2] and "?" + str(what["back"]).partition("?")[2]

    app.callback(
        Output("decide-answer", "children"),
        Output("url", "search", allow_duplicate=True),
        Input("decide-confirm", "n_clicks"),
        State("decide-what", "data"),
        State("decide-day", "value"),
        State("decide-reason", "value"),
        prevent_initial_call=True,
    )(confirm)
