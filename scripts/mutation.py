"""A small mistake in a model that tests must notice."""

from dataclasses import dataclass
from pathlib import Path

# the folders of an area are built behind a broken model, the marts of generic tests last;
# the second route of the glossary tests is not
AREAS = {
    "portfolio": ["models/intermediate/time", "models/intermediate/portfolio", "models/marts/portfolio"],
    "billing": [
        "models/intermediate/billing",
        "models/intermediate/risk",
        "models/marts/risk",
        "models/marts/billing",
    ],
    "collections": ["models/intermediate/collections", "models/marts/collections"],
    "smart_collect": ["models/intermediate/smart_collect", "models/marts/smart_collect"],
}


@dataclass(frozen=True)
class Mutation:
    """One small mistake: `old` becomes `new` in `file`; tests of `kind`, among them `red`, must notice."""

    kind: str
    mistake: str
    file: str
    old: str
    new: str
    red: str
    area: str = "portfolio"
    # the model that is built again, where the file is a macro
    rebuilt: str = ""

    @property
    def model(self) -> str:
        """The model that is built again."""
        return self.rebuilt or Path(self.file).stem
