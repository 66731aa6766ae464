"""The input contract: which tables and columns the warehouse reads, in which order.

Its one text is `input_contract` in vars.yml.
"""

import difflib
from dataclasses import dataclass
from pathlib import Path

import yaml

CONTRACT_FILE = Path(__file__).parents[2] / "vars.yml"


class ImportProblem(Exception):
    """Something the user can mend; every line says what and how."""

    def __init__(self, *lines: str) -> None:
        """Keep every problem on one line of its own."""
        self.lines = [" ".join(line.split()) for line in lines]
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True)
class Column:
    """One column of the contract."""

    name: str
    kind: str
    required: bool
    codes: tuple[str, ...] = ()
    bounds: str = ""


@dataclass(frozen=True)
class Table:
    """One table of the contract."""

    name: str
    key: tuple[str, ...]
    parents: dict[str, str]
    references: dict[str, str]
    columns: tuple[Column, ...]


Contract = dict[str, Table]


def load_contract(path: Path = CONTRACT_FILE) -> Contract:
    """Read the contract's tables in their order."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise ImportProblem(
            f"{path}: the input contract is not there; run the script from a whole copy of the project"
        ) from None
    document = yaml.safe_load(text)["vars"]["input_contract"]
    return {
        name: Table(
            name=name,
            key=tuple(entry["key"]),
            parents=entry.get("parents", {}),
            references=entry.get("references", {}),
            columns=(
                *(_column(column, words) for column, words in entry["columns"].items()),
                Column("loaded_at", "timestamp", required=True),
            ),
        )
        for name, entry in document.items()
    }


def _column(name: str, text: str) -> Column:
    kind, *rest = text.split()
    required = rest[:1] == ["required"]
    words = rest[1:] if required else rest
    return (
        Column(name, kind, required, tuple(words))
        if kind == "code"
        else Column(name, kind, required, bounds=" ".join(words))
    )


def suggestion(name: str, choices: list[str]) -> str:
    """Offer the closest known name, or list them all."""
    close = difflib.get_close_matches(name.lower(), choices, n=1)
    return f"did you mean {close[0]}?" if close else f"known: {', '.join(choices) or 'none'}"
