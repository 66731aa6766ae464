"""Roll rates, credit loss, repayment and the definition lab once more, slow and plain.

Stands on the accounts and days of the package `oracle`; from there on it adds up single
contracts, days and steps, with nothing shared with the models. Start with `build`.
"""

from .build import build

__all__ = ["build"]
