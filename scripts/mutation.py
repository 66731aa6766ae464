"""A small mistake in a model that tests must notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """One small mistake: `old` becomes `new` in `file`; tests of `kind`, among them `red`, must notice."""

    kind: str
    mistake: str
    file: str
    old: str
    new: str
    red: str
