"""Cases of bills: credit notes, early payers, refunds, chargebacks, late billing, moving out."""

from .company import METHODS, Company, Group

MONTH_ENDS = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30")


def write_utility(group: Group) -> None:
    for method in METHODS:
        credit_notes(group.company(f"mill_{method}", "utility", method))
        paid_before_the_bill(group.company(f"pond_{method}", "utility", method))
        for days in ("3", ""):
            company = group.company(f"lark{days}_{method}", "utility", method, bill_window_before_days=days)
            early_payer(company)
        chargebacks(group.company(f"bounce_{method}", "utility", method))
        refunds(group.company(f"mint_{method}", "utility", method))
        billed_after_its_window(group.company(f"slow_{method}", "utility", method))
        given_up(group.company(f"move_{method}", "utility", method))
        open_item_order(group.company(f"order_{method}", "utility", method))
    no_installed_on(group.company("blank", "utility"))


def credit_notes(company: Company) -> None:
    """A credit note settles the bill that it names; a rest, and one without a name, the oldest."""
    o = company.opco_id
    a = company.account(f"{o}-a", "utility")
    company.bill(f"{a}-feb", a, "2025-02-03", "2025-02-28", "120.00")
    company.bill(f"{a}-apr", a, "2025-04-02", "2025-04-30", "80.00")
    company.bill(f"{a}-cn", a, "2025-05-12", "2025-05-12", "-120.00", credits_bill_id=f"{a}-feb")
    # the younger of two open bills, in part
    b = company.account(f"{o}-b", "utility")
    company.bill(f"{b}-feb", b, "2025-02-03", "2025-02-28", "120.00")
    company.bill(f"{b}-apr", b, "2025-04-02", "2025-04-30", "80.00")
    company.bill(f"{b}-cn", b, "2025-05-12", "2025-05-12", "-30.00", credits_bill_id=f"{b}-apr")
    # more than the bill that it names
    c = company.account(f"{o}-c", "utility")
    company.bill(f"{c}-feb", c, "2025-02-03", "2025-02-28", "120.00")
    company.bill(f"{c}-apr", c, "2025-04-02", "2025-04-30", "80.00")
    company.bill(f"{c}-cn", c, "2025-05-12", "2025-05-12", "-95.00", credits_bill_id=f"{c}-apr")
    # no name
    d = company.account(f"{o}-d", "utility")
    company.bill(f"{d}-feb", d, "2025-02-03", "2025-02-28", "120.00")
    company.bill(f"{d}-apr", d, "2025-04-02", "2025-04-30", "80.00")
    company.bill(f"{d}-cn", d, "2025-05-12", "2025-05-12", "-50.00")


def paid_before_the_bill(company: Company) -> None:
    a = company.account(f"{company.opco_id}-a", "utility")
    company.pay(f"{a}-1", a, "2025-03-20", "90.00")
    company.pay(f"{a}-2", a, "2025-04-02", "50.00")
    company.bill(f"{a}-may", a, "2025-05-06", "2025-05-06", "250.00")


def early_payer(company: Company) -> None:
    """Six bills, each paid on the tenth of its month."""
    a = company.account(f"{company.opco_id}-a", "utility")
    for number, due_on in enumerate(MONTH_ENDS, 1):
        company.bill(f"{a}-{number}", a, f"{due_on[:8]}01", due_on, "45.00")
        company.pay(f"{a}-p{number}", a, f"{due_on[:8]}10", "45.00")


def chargebacks(company: Company) -> None:
    o = company.opco_id
    accounts = {name: company.account(f"{o}-{name}", "utility") for name in "abcde"}
    for account_id in accounts.values():
        company.bill(f"{account_id}-bill", account_id, "2025-03-01", "2025-03-31", "90.00")
    a, b, c, d, e = accounts.values()
    company.pay(f"{a}-p", a, "2025-03-25", "90.00")
    company.reverse(f"{a}-r", a, "2025-07-10", "-90.00", f"{a}-p")
    # a part, and another
    company.pay(f"{b}-p", b, "2025-03-25", "90.00")
    company.reverse(f"{b}-r1", b, "2025-07-10", "-30.00", f"{b}-p")
    company.reverse(f"{b}-r2", b, "2025-08-10", "-20.00", f"{b}-p")
    # the same day, by date alone and with the clock the wrong way round
    company.pay(f"{c}-p", c, "2025-03-25 00:00:00", "90.00")
    company.reverse(f"{c}-r", c, "2025-03-25 00:00:00", "-90.00", f"{c}-p")
    company.pay(f"{d}-p", d, "2025-03-25 10:00:01", "90.00")
    company.reverse(f"{d}-r", d, "2025-03-25 10:00:00", "-90.00", f"{d}-p")
    # more than is left of it
    company.pay(f"{e}-p", e, "2025-03-25", "90.00")
    company.reverse(f"{e}-r1", e, "2025-07-10", "-30.00", f"{e}-p")
    company.reverse(f"{e}-r2", e, "2025-07-11", "-60.01", f"{e}-p")


def refunds(company: Company) -> None:
    o = company.opco_id
    # more goes back than came too much
    a = company.account(f"{o}-a", "utility")
    company.bill(f"{a}-bill", a, "2025-03-01", "2025-03-31", "60.00")
    company.pay(f"{a}-p", a, "2025-03-25", "60.00")
    company.pay(f"{a}-r", a, "2025-04-10", "-80.00", payment_type="refund")
    # what came too much goes back
    b = company.account(f"{o}-b", "utility")
    company.bill(f"{b}-bill", b, "2025-03-01", "2025-03-31", "50.00")
    company.pay(f"{b}-p", b, "2025-03-25", "75.00")
    company.pay(f"{b}-r", b, "2025-04-10", "-25.00", payment_type="refund")
    company.pay(f"{b}-x", b, "2025-04-11", "25.00", payment_type="refund")
    # part of it waits, the rest is paid by what comes next
    c = company.account(f"{o}-c", "utility")
    company.bill(f"{c}-bill", c, "2025-03-01", "2025-03-31", "50.00")
    company.pay(f"{c}-p", c, "2025-03-25", "60.00")
    company.pay(f"{c}-r", c, "2025-04-10", "-40.00", payment_type="refund")
    company.pay(f"{c}-q", c, "2025-06-05", "35.00")


def billed_after_its_window(company: Company) -> None:
    o = company.opco_id
    a = company.account(f"{o}-a", "utility")
    company.bill(f"{a}-bill", a, "2025-08-20", "2025-05-15", "70.00")
    company.pay(f"{a}-p", a, "2025-08-22", "70.00", bill_id=f"{a}-bill")
    # never paid
    b = company.account(f"{o}-b", "utility")
    company.bill(f"{b}-bill", b, "2025-08-20", "2025-05-15", "70.00")


def given_up(company: Company) -> None:
    o = company.opco_id
    a = company.account(f"{o}-a", "utility", "2024-02-29", closed_on="2025-05-15")
    company.bill(f"{a}-bill", a, "2025-06-02", "2025-06-30", "35.00")
    company.pay(f"{a}-p", a, "2025-06-28", "35.00")
    # in arrears when it goes, and it stays so
    b = company.account(f"{o}-b", "utility", "2024-02-29", closed_on="2025-05-15")
    company.bill(f"{b}-bill", b, "2025-02-03", "2025-02-28", "35.00")
    # in arrears and still there
    c = company.account(f"{o}-c", "utility", "2024-02-29")
    company.bill(f"{c}-bill", c, "2025-02-03", "2025-02-28", "35.00")


def open_item_order(company: Company) -> None:
    """Money for the younger bill, then money without a name: by open item each to its own."""
    a = company.account(f"{company.opco_id}-a", "utility")
    company.bill(f"{a}-feb", a, "2025-02-03", "2025-02-28", "100.00")
    company.bill(f"{a}-mar", a, "2025-03-03", "2025-03-31", "60.00")
    company.bill(f"{a}-apr", a, "2025-04-02", "2025-04-30", "40.00")
    company.pay(f"{a}-p1", a, "2025-04-05", "75.00", bill_id=f"{a}-mar")
    company.pay(f"{a}-p2", a, "2025-04-20", "50.00")
    company.pay(f"{a}-p3", a, "2025-05-10", "90.00")
    company.bill(f"{a}-jun", a, "2025-06-02", "2025-06-30", "30.00")


def no_installed_on(company: Company) -> None:
    a = company.account("blank-a", "utility", None)
    company.bill("blank-bill", a, "2025-03-01", "2025-03-31", "65.00")
