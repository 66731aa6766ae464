"""Accounts in order, each from its own random source."""

from __future__ import annotations

import random
from collections.abc import Iterator

from demo import lending, scenarios, utility
from demo.account import Draft
from demo.tables import Row
from demo.world import company_of

LIVES = {"payg": scenarios.live, "utility": utility.live, "lending": lending.live}


def account_rows(number: int, seed: int, dense: bool) -> list[Row]:
    company, index = company_of(number)
    rng = random.Random(f"{seed}:{number}")
    draft = Draft(number, index, company, seed, dense, rng)
    LIVES[company.sector](draft)
    return draft.rows


def all_accounts(accounts: int, seed: int, dense: bool) -> Iterator[list[Row]]:
    for number in range(1, accounts + 1):
        yield account_rows(number, seed, dense)
