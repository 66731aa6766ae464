"""A second, slow implementation of the rulings, to hold the warehouse against.

It reads the same raw rows and walks every account day by day, in plain Python:
no running sums, no windows, nothing shared with the models. Where the two differ,
one of them is wrong. Start with `build`.
"""

from .build import build
from .inputs import read_inputs

__all__ = ["build", "read_inputs"]
