"""Cases of credit: paid in full, cut over from another system, refunds, bills nobody asked for."""

from .company import Company, Group


def write_solar(group: Group) -> None:
    paid_in_full(group.company("full", "payg"))
    cut_over(group.company("shift", "payg"))
    bills_on_payg(group.company("stray", "payg"))
    refunds(group.company("lamp", "payg"))


def paid_in_full(company: Company) -> None:
    end = {"ended_on": "2025-02-10", "end_reason": "completed"}
    for name, values in (("a", {}), ("b", end)):
        a = company.account(f"full-{name}", "payg")
        company.payg(f"{a}-k", a, "2025-01-01", "1.50", "150.00", **values)
        company.pay(f"{a}-p1", a, "2025-01-01", "90.00", payment_type="instalment")
        company.pay(f"{a}-p2", a, "2025-02-10", "75.00", payment_type="instalment")
    # paid in full by a payment that is called one of a bill
    c = company.account("full-c", "payg")
    company.payg("full-c-k", c, "2025-01-01", "1.50", "60.00")
    company.pay("full-c-p", c, "2025-01-11", "60.00")
    # one of two is paid in full, the other one not, and then both
    d = company.account("full-d", "payg")
    company.payg("full-d-k1", d, "2025-01-01", "1.00", "30.00")
    company.payg("full-d-k2", d, "2025-01-01", "1.00", "90.00")
    company.pay("full-d-p1", d, "2025-01-01", "30.00", payment_type="instalment", contract_id="full-d-k1")
    company.pay("full-d-p2", d, "2025-06-10", "90.00", payment_type="instalment", contract_id="full-d-k2")


def cut_over(company: Company) -> None:
    """A utility, a payg and a loan account go on where the old system left them."""
    u = company.account("shift-u", "utility", "2022-01-01")
    company.bill(
        "shift-ob", u, "2025-01-01", "2024-11-20", "180.00", period_end="2024-12-31", is_opening="true"
    )
    company.bill("shift-b1", u, "2025-02-03", "2025-02-20", "40.00")
    company.pay("shift-up", u, "2025-02-12", "220.00")
    g = company.account("shift-g", "payg", "2023-06-01")
    opening = {"opening_on": "2025-01-01", "opening_credit_expires_on": "2024-12-31"}
    company.payg("shift-gk", g, "2023-06-01", "1.00", "730.00", opening_paid_amount="570.00", **opening)
    company.pay("shift-gp", g, "2025-01-01", "100.00", payment_type="instalment")
    # credit that reaches beyond the first day
    h = company.account("shift-h", "payg", "2024-06-01")
    opening = {"opening_on": "2025-01-01", "opening_credit_expires_on": "2025-01-20"}
    company.payg("shift-hk", h, "2024-06-01", "1.00", "400.00", opening_paid_amount="233.00", **opening)
    # no credit at all
    i = company.account("shift-i", "payg", "2024-06-01")
    company.payg("shift-ik", i, "2024-06-01", "1.00", "400.00", opening_on="2025-01-01")
    loan = company.account("shift-l", "loan", "2024-09-01")
    opening = {"opening_on": "2025-01-01", "opening_paid_amount": "240.00"}
    company.loan("shift-lk", loan, "2024-09-01", "480.00", **opening)
    due = ["2025-01-05", "2025-02-05", "2025-03-05"]
    company.instalments(loan, "shift-lk", due, "80.00")
    for number, day in enumerate(due, 1):
        company.pay(f"shift-lp{number}", loan, day, "80.00", payment_type="instalment")


def bills_on_payg(company: Company) -> None:
    for name in "ab":
        a = company.account(f"stray-{name}", "payg")
        company.payg(f"{a}-k", a, "2025-01-01", "1.00", "500.00")
        company.pay(f"{a}-p", a, "2025-01-01", "300.00", payment_type="instalment")
        company.bill(f"{a}-bill", a, "2025-03-01", "2025-03-31", "15.00")
    # on a payg account this buys credit
    company.pay("stray-b-q", "stray-b", "2025-03-30", "15.00", bill_id="stray-b-bill")


def refunds(company: Company) -> None:
    a = company.account("lamp-a", "payg")
    company.payg("lamp-a-k", a, "2025-01-01", "1.00", "300.00")
    company.pay("lamp-a-p", a, "2025-01-01", "120.00", payment_type="instalment", contract_id="lamp-a-k")
    company.pay("lamp-a-r", a, "2025-02-01", "-45.00", payment_type="refund", contract_id="lamp-a-k")
    # a part is taken back: the rest bought twenty days
    b = company.account("lamp-b", "payg")
    company.payg("lamp-b-k", b, "2025-01-01", "1.00", "300.00")
    company.pay("lamp-b-p", b, "2025-01-01", "30.00", payment_type="instalment")
    company.reverse("lamp-b-r", b, "2025-04-04", "-10.00", "lamp-b-p")
