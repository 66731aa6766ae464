"""Small inputs from everyday trouble: each case is a company of its own, all of them in one build.

Nothing here knows the models. The values that must come out stand in the tests.
"""

from .company import AS_OF, METHODS, Company, Group
from .everyday import everyday

__all__ = ["AS_OF", "METHODS", "Company", "Group", "everyday"]
