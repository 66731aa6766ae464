"""Promises and credit for payments, by the rulings, one account and one row at a time.

Plain and slow on purpose: every payment is held against every promise and every contact.
It reads clean raw rows (the input contract has an oracle of its own).
"""

from .attribution import attribute
from .promises import judge_promises
from .rows import Company, read_companies

__all__ = ["Company", "attribute", "judge_promises", "read_companies"]
