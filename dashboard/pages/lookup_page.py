"""Customer Lookup: search, all columns of the glossary, and one account's whole history."""

from datetime import date

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import COLOURS, columns, downloads, empty, records, section
from dashboard.pages.portfolio_pages import GAP
from dashboard.pages.registry import Page
from dashboard.queries import accounts, reference
from dashboard.store import Table

COLUMNS = [
    Column("account_id", "Account", "account"),
    Column("customer_id", "Customer ID"),
    Column("customer_name", "Customer"),
    Column("customer_status", "Customer status", "code"),
    Column("portfolio_category", "Category", "code"),
    Column("territory", "Territory"),
    Column("opco_id", "Company", width=110),
    Column("downpayment", "Downpayment", "money"),
    Column("downpayment_date", "Downpayment date", "day"),
    Column("end_date", "End date", "day"),
    Column("sign_up_sales_agent", "Sign-up sales agent"),
    Column("sign_up_sales_agent_code", "Sales agent code"),
    Column("install_technician", "Install technician"),
    Column("install_technician_code", "Install technician code"),
    Column("upgrade_technician", "Upgrade technician"),
    Column("upgrade_technician_code", "Upgrade technician code"),
]
CATEGORY_COLOURS = {
    "new": COLOURS[5],
    "normal": COLOURS[2],
    "late": COLOURS[1],
    "defaulted": COLOURS[3],
    "repossessed": COLOURS[4],
    "written_off": "#8a4a73",
    "completed": COLOURS[0],
    "opted_out": "#4d8fbf",
    "upfront": "#7aa9cc",
}


def search_box(text: str) -> Component:
    """The search, which goes into the address."""
    return html.Div(
        dmc.TextInput(
            id={"type": "ctl", "key": "q"},
            label="Account, customer ID or name",
            value=text,
            debounce=500,
            placeholder="For example A90",
            style={"maxWidth": 420},
        ),
        className="filters",
    )


def strip(ctx: Context, periods: list[accounts.Period], payments: list[accounts.Payment]) -> Component:
    """The account's states as a strip of time, with its payments as ticks below."""
    if not periods:
        return empty("This account has no history yet.")
    labels = reference.category_labels(ctx.lease)
    start = periods[0].valid_from
    end = max(ctx.as_of, periods[-1].valid_to or ctx.as_of)
    whole = max(1, (end - start).days)
    parts, seen = [], dict[str, str]()
    for period in periods:
        last = min(period.valid_to or end, end)
        label = labels.get(period.portfolio_category, fmt.words(period.portfolio_category))
        colour = CATEGORY_COLOURS.get(period.portfolio_category, COLOURS[7])
        seen[label] = colour
        width = f"{100 * (last - period.valid_from).days / whole:.3f}%"
        words = f"{label}, {fmt.day(period.valid_from)} to {fmt.day(last)}"
        parts.append(html.Div(title=words, style={"width": width, "background": colour}))

    def place(on: date) -> str:
        return f"{100 * min(1.0, max(0.0, (on - start).days / whole)):.2f}%"

    ticks = [
        html.Div(
            className="tick reversed" if paid.is_reversed else "tick",
            title=(
                f"{fmt.day(paid.paid_on)}: {fmt.words(paid.payment_type)} "
                f"{fmt.money(paid.amount, paid.currency_code)}"
            ),
            style={"left": place(paid.paid_on)},
        )
        for paid in payments
    ]
    key = [
        dmc.Group([html.Span(className="swatch", style={"background": c}), dmc.Text(n, size="sm")], gap=6)
        for n, c in seen.items()
    ]
    name = f"States from {fmt.day(start)} to {fmt.day(end)}; the table of periods follows"
    return html.Div(
        [
            html.Div(
                [html.Div(parts, className="strip"), html.Div(ticks, className="ticks")],
                role="img",
                **{"aria-label": name},
            ),
            dmc.Group(
                [dmc.Text(fmt.day(start), size="xs"), dmc.Text(fmt.day(end), size="xs")],
                justify="space-between",
            ),
            dmc.Group(
                [
                    *key,
                    dmc.Text("Ticks are payments; struck ones were reversed.", size="sm", className="quiet"),
                ],
                gap="md",
            ),
        ]
    )


def facts(ctx: Context, found: accounts.Account) -> Component:
    """What is known about an account and its customer."""
    looked_up = accounts.search(ctx.lease, found.account_id, found.opco_id, 1).records()
    contact = accounts.contact(ctx.lease, found.customer_id) if found.customer_id else None
    shown: list[tuple[str, str]] = [
        ("Account", found.account_id),
        ("Type", fmt.words(found.account_type)),
        ("Installed", fmt.day(found.installed_on)),
        ("Days late", fmt.count(found.days_expired)),
        ("Daily rate", fmt.money(found.daily_rate, found.currency_code)),
        ("Balance", fmt.money(found.outstanding_balance, found.currency_code)),
    ]
    if looked_up:
        for column in COLUMNS[1:]:
            value = looked_up[0].get(column.field)
            text = (
                fmt.day(value)
                if isinstance(value, date)
                else fmt.words(str(value))
                if column.kind == "code"
                else str(value)
            )
            shown.append((column.header, fmt.MISSING if value is None else text))
    if contact:
        shown += [
            (name.capitalize(), str(contact.get(name) or fmt.MISSING))
            for name in ("phone", "email", "address")
        ]
    pairs = [html.Div([html.Dt(name), html.Dd(text)]) for name, text in shown]
    return html.Dl(pairs, className="facts")


def one(ctx: Context, found: accounts.Account) -> Component:
    """One account: facts, strip, payments, bills and contacts."""
    lease, account_id = ctx.lease, found.account_id
    periods, payments = accounts.periods(lease, account_id), accounts.payments(lease, account_id)
    money = [
        Column("paid_on", "Day", "day"), Column("payment_type", "Type", "code"),
        Column("method", "Method", "code"),
        Column("amount", "Amount", "money"), Column("currency_code", "Currency"),
        Column("allocated", "Settles bills", "money"),
        Column("unapplied", "Unapplied", "money"), Column("is_reversed", "Reversed"),
        Column("payment_id", "Payment"),
    ]  # fmt: skip
    bills = [
        Column("due_on", "Due", "day"), Column("bill_amount", "Amount", "money"),
        Column("allocated", "Paid", "money"),
        Column("open_amount", "Open", "money"), Column("settled_on", "Settled", "day"),
        Column("default_60d", "Default by window"),
        Column("default_60d_allocated", "Default by allocation"), Column("bill_id", "Bill"),
    ]  # fmt: skip
    contacts = [
        Column("action_at", "When"), Column("action_type", "Action", "code"),
        Column("new_status", "Outcome", "code"),
        Column("agent_id", "Agent"), Column("attributed_amount", "Money attributed", "money"),
    ]  # fmt: skip
    spans = [
        Column("valid_from", "From", "day"), Column("valid_to", "Until", "day"),
        Column("portfolio_category", "Category", "code"),
        Column("days_expired_at_start", "Days late at start", "count"),
    ]  # fmt: skip
    smart = None
    if found.customer_id and found.account_type == "loan":
        smart = dcc.Link(
            "Smart Collect of this customer", href=ctx.link("/smart-collect", customer=found.customer_id)
        )
    return html.Div(
        [
            dcc.Link("Back to the search", href=ctx.link("/customer-lookup", q=ctx.view.get("q"))),
            section(f"Account {account_id}", facts(ctx, found), smart),
            GAP,
            section("History", strip(ctx, periods, payments)),
            GAP,
            columns(
                section("Periods", grid("Periods", records(periods[::-1]), spans, "No periods.")),
                section("Payments", grid("Payments", records(payments), money, "No payments.")),
                section(
                    "Bills", grid("Bills", records(accounts.bills(lease, account_id)), bills, "No bills.")
                ),
                section(
                    "Contacts",
                    grid("Contacts", records(accounts.actions(lease, account_id)), contacts, "No contacts."),
                ),
            ),
        ]
    )


def draw(ctx: Context) -> Component:
    """The search, or the account that the address names."""
    view = ctx.view
    wanted = view.get("account")
    if wanted:
        found = accounts.account(ctx.lease, wanted)
        if found is None or not ctx.user.sees(found.opco_id):
            return html.Div([search_box(""), empty(f"There is no account {wanted}.")])
        return one(ctx, found)
    text = view.get("q")
    rows = accounts.search(ctx.lease, text, view.slice.opco)
    note = f"{fmt.count(len(rows.rows))} accounts" + (
        ", the first 200; search for more." if len(rows.rows) == 200 else "."
    )
    table = grid(
        "Customers", rows.records(), COLUMNS, "No account matches. Search by account, customer ID or name."
    )
    return html.Div([search_box(text), section("Accounts", table, downloads(ctx, "customers"), note=note)])


def download(ctx: Context) -> Table:
    """All accounts that match the search."""
    return accounts.search(ctx.lease, ctx.view.get("q"), ctx.view.slice.opco, 200_000)


PAGE = Page(
    "/customer-lookup",
    "Customer Lookup",
    "Portfolio",
    "Find an account and see its whole history",
    draw,
    {"customers": download},
    ("opco",),
)
