"""All cases as the rows of one build."""

from .company import Group
from .inputs import write_inputs
from .loans import write_loans
from .solar import write_solar
from .utility import write_utility


def everyday() -> Group:
    group = Group()
    write_utility(group)
    write_loans(group)
    write_solar(group)
    write_inputs(group)
    return group
