"""A small mistake in a model that tests must notice."""

from dataclasses import dataclass
from pathlib import Path

# the metrics of an area are built behind a broken model, and the facts they stand on;
# the second route of the glossary tests is not
AREAS = ["portfolio", "billing", "risk", "collections", "smart_collect"]
FACTS = ["models/intermediate", "models/marts/facts"]


def folders(area: str) -> list[str]:
    """Where the models of an area stand: its own metrics last."""
    risk = ["models/marts/metrics/risk"] if area == "billing" else []
    return [*FACTS, *risk, f"models/marts/metrics/{area}"]


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

    def found_in(self, project: Path) -> Path:
        """The one file of that name among models and macros, wherever it stands."""
        (path,) = [path for top in ("models", "macros") for path in (project / top).rglob(self.file)]
        return path

    @property
    def model(self) -> str:
        """The model that is built again."""
        return self.rebuilt or Path(self.file).stem
