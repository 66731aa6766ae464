"""Smart Collect computed a second time: plain, slow Python after the rulings, day by day.

Nothing here is shared with the warehouse but the reference data that is passed in.
"""

from .build import build
from .world import Reference

__all__ = ["Reference", "build"]
