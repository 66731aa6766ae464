"""Random small desks of collectors: few days, few moments, so that ties and edges are common."""

from datetime import date, timedelta

from hypothesis import strategies as st

FIRST = date(2024, 2, 20)
AS_OF = FIRST + timedelta(days=20)
DAYS = st.integers(0, 22)
LOADED = "2024-06-01 00:00:00"
MOMENTS = ("12:00:00", "00:00:00", "23:59:59", "18:45:00", "12:00:01")
ZONES = ("UTC", "Asia/Kolkata", "America/New_York", "Pacific/Auckland")
KINDS = ("call", "promise", "visit", "promise", "call", "arrangement_agreed")
STATUSES = ("promise_to_pay", "promise_to_pay", None, "right_party_contact")
Line = dict[str, str | None]
Rows = dict[str, list[Line]]


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


@st.composite
def moment(draw: st.DrawFn) -> str:
    return f"{day(draw(DAYS))} {draw(st.sampled_from(MOMENTS))}"


@st.composite
def company(draw: st.DrawFn) -> Rows:
    """One opco with one to three policies, one or two accounts, contacts and payments."""
    rows: Rows = {name: [] for name in ("opcos", "policies", "customers", "accounts", "actions", "payments")}
    zone = draw(st.sampled_from(ZONES))
    rows["opcos"].append(
        {
            "opco_id": "o",
            "opco_name": "Opco",
            "country_code": "KE",
            "currency_code": "KES",
            "timezone": zone,
            "sector": "payg",
        }
    )
    for first in draw(st.lists(st.integers(-5, 18), min_size=1, max_size=3, unique=True)):
        rows["policies"].append(
            {
                "opco_id": "o",
                "valid_from": day(first),
                "default_after_days": "30",
                "bill_window_before_days": "3",
                "bill_window_after_days": "60",
                "bill_tolerance": "1.00",
                "allocation_method": "balance_forward",
                "attribution_window_days": str(draw(st.sampled_from((7, 0, 1, 14)))),
                "promise_grace_days": str(draw(st.sampled_from((2, 0, 5)))),
                "retry_cost": "0.50",
                "baseline_first_attempt_rate": "0.6",
            }
        )
    rows["customers"].append(
        {"customer_id": "c", "opco_id": "o", "is_test": "false", "created_at": "2024-01-01"}
    )
    for account_id in ("a1", "a2")[: draw(st.integers(1, 2))]:
        rows["accounts"].append(
            {
                "account_id": account_id,
                "customer_id": "c",
                "opco_id": "o",
                "account_type": "payg",
                "created_at": "2024-01-01",
            }
        )
    accounts = [line["account_id"] for line in rows["accounts"]]
    for number in range(draw(st.integers(2, 8))):
        promised = draw(st.sampled_from((1, 3, 6, 9, 12, 15, 18, 21, -3, None)))
        rows["actions"].append(
            {
                "action_id": f"x{number}",
                "account_id": draw(st.sampled_from(accounts)),
                "action_at": draw(moment()),
                "action_type": draw(st.sampled_from(KINDS)),
                "action_name": "Action",
                "agent_id": draw(st.sampled_from(("g1", "g2", None))),
                "new_status": draw(st.sampled_from(STATUSES)),
                "promised_amount": draw(
                    st.sampled_from(("5.00", "10.00", "25.50", "5.00", "10.00", None, "0.00"))
                ),
                "promised_for": None if promised is None else day(promised),
                "is_holdout": draw(st.sampled_from((None, "false", "false", "false", "false", "true"))),
            }
        )
    for number in range(draw(st.integers(2, 9))):
        _payment(draw, rows, f"p{number}", draw(st.sampled_from(accounts)))
    for lines in rows.values():
        for line in lines:
            line["loaded_at"] = LOADED
    return rows


def _payment(draw: st.DrawFn, rows: Rows, payment_id: str, account_id: str | None) -> None:
    """A payment, and now and then a reversal of all or a cent of it, on its day or some days later."""
    kind = draw(
        st.sampled_from(("instalment", "bill", "instalment", "bill", "bonus", "downpayment", "refund"))
    )
    amount = draw(st.sampled_from(("10.00", "5.00", "25.50", "0.01")))
    paid_on, paid_time = draw(DAYS), draw(st.sampled_from(MOMENTS))
    sign = "-" if kind == "refund" else ""
    line: Line = {
        "payment_id": payment_id,
        "account_id": account_id,
        "paid_at": f"{day(paid_on)} {paid_time}",
        "amount": sign + amount,
        "payment_type": kind,
    }
    rows["payments"].append(line)
    later = draw(st.sampled_from((None, None, None, None, 0, 1, 12)))
    if later is not None and kind != "refund":
        rows["payments"].append(
            {
                **line,
                "payment_id": f"{payment_id}r",
                "paid_at": f"{day(paid_on + later)} {paid_time}",
                "amount": f"-{draw(st.sampled_from((amount, amount, '0.01')))}",
                "payment_type": "reversal",
                "reverses_payment_id": payment_id,
            }
        )


def pack(companies: list[Rows]) -> Rows:
    """All companies in one set of rows: every key gets the number of its company in front."""
    packed: Rows = {}
    for number, rows in enumerate(companies):
        for table, lines in rows.items():
            for line in lines:
                packed.setdefault(table, []).append(
                    {
                        name: f"{number}-{value}"
                        if value and (name.endswith("_id") and name != "agent_id")
                        else value
                        for name, value in line.items()
                    }
                )
    return packed
