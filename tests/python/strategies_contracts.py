"""Draws the contracts of an account: upgrades, returns, restructured debt, and what another system began."""

from strategies_rows import DOWNPAYMENT_DAYS, NAMES, RATES, REASONS, Line, Rows, iso, money

Span = tuple[str, int | None, int | None]


class ContractRows(Rows):
    """The chain of contracts of an account."""

    def opening(self, opening: int) -> Line:
        expires = self.pick((None, -1, 0, 20, -15))
        return {
            "opening_on": iso(opening),
            "opening_credit_expires_on": None if expires is None else iso(opening + expires),
            "opening_paid_amount": self.pick((None, "3.00", "40.00", "100.00")),
        }

    def contracts(self, account_id: str, account_type: str, installed: int) -> tuple[list[Span], int | None]:
        """A chain: each contract starts relative to the one before it. With it the day of an opening."""
        kinds = {
            "payg": ("payg", "payg", "payg", "upfront", "service"),
            "loan": ("loan", "loan", "upfront"),
            "utility": ("service", "service", "upfront"),
        }[account_type]
        kinds = self.pick((kinds,) * 7 + (("upfront",),))
        spans: list[Span] = []
        opening: int | None = None
        replaces: str | None = None
        start = installed
        for _ in range(self.pick((1, 2, 3, 1, 2, 3, 4, 0))):
            kind = self.pick(kinds)
            start += self.pick((0, 0, 1, 3, 20, -2, -40))
            length = self.pick((None, 30, 5, 1, 0, 90, 200, 40, None, 60, 20, 35, None, 10, -1))
            fulfilled = self.pick((True,) * 7 + (False,))
            rates = RATES if kind == "payg" else (*RATES, 0, None)
            rate = self.pick(rates)
            financed = self.pick((10000, 3333, 500, 0, None))
            contract_id = self.key("k")
            end = None if length is None else start + length
            reason = None if end is None else self.pick(REASONS)
            brought: Line = {}
            # books are taken over while the contract runs
            days = 60 if length is None else length
            can_open = not spans and kind in ("payg", "loan") and fulfilled and days > 1
            if can_open and self.pick((False,) * 4 + (True,)):
                opening = start + min(self.pick((1, 10, 45)), days - 1)
                brought = self.opening(opening)
            elif opening is not None:
                start = max(start, opening)
                end = None if length is None else start + length
            self.add(
                "contracts",
                contract_id=contract_id,
                account_id=account_id,
                product_name=self.pick(NAMES),
                product_category=self.pick((None, "tv", "solar")),
                product_tags=self.pick((None, "ESF", "new|esf", "esf2", "a| ESF ")),
                contract_type=self.word(kind),
                fulfilled_on=iso(start) if fulfilled else None,
                downpayment_amount=self.pick((None, "10.00", "0")),
                downpayment_paid_on=self.pick((None, iso(start))),
                downpayment_days=str(self.pick(DOWNPAYMENT_DAYS)),
                daily_rate=None if rate is None else money(rate),
                financed_amount=None if financed is None else money(financed),
                ended_on=None if end is None else iso(end),
                end_reason=None if reason is None else self.word(reason),
                replaces_contract_id=replaces,
                **brought,
            )
            replaces = contract_id if reason == "restructured" else self.pick((None, None, None, contract_id))
            spans.append((contract_id, start if fulfilled else None, end))
            # The next one starts where this one ended (an upgrade), or beside it.
            if end is not None and self.pick((True, True, False)):
                start = end
        return spans, opening
