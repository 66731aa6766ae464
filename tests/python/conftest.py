"""What several files of tests ask."""

from collections.abc import Iterator

import pytest

from cases import AS_OF, everyday
from cases.reader import Marts
from warehouse import build, workplace


@pytest.fixture(scope="session")
def marts() -> Iterator[Marts]:
    """All cases from everyday trouble in one build."""
    # restatements read what was published before, and nothing was
    options = (["+path:models/marts"], ["path:seeds", "restatements"])
    # keys of people's accounts are masked otherwise
    variables = {"as_of_date": AS_OF, "personal_data": "clear"}
    with workplace() as place, build(place, everyday().raw, *options, **variables) as found:
        yield Marts(found)
