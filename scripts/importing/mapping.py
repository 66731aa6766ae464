"""The mapping file: where each column of the contract comes from."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from importing.contract import ImportProblem

Scalar = bool | int | float | datetime | date | str
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ColumnMap(_Strict):
    """One contract column: a source column, a constant or an expression."""

    column: Text | None = None
    value: Scalar | None = None
    sql: Text | None = None
    codes: dict[str, str] | None = None
    otherwise: str | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> "ColumnMap":
        if sum(part is not None for part in (self.column, self.value, self.sql)) != 1:
            raise ValueError(
                "give exactly one of column, value and sql (leave a column out to keep it empty)"
            )
        if self.codes is None and self.otherwise is not None:
            raise ValueError("otherwise needs codes beside it")
        if self.codes is not None and self.value is not None:
            raise ValueError("codes need column or sql beside them, not value")
        return self

    def constant(self) -> str:
        """Write the constant as the contract writes it."""
        if isinstance(self.value, bool):
            return str(self.value).lower()
        if isinstance(self.value, datetime):
            aware = self.value if self.value.tzinfo else self.value.replace(tzinfo=UTC)
            return aware.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
        return str(self.value)


def _column_from_text(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


def _file_from_text(value: object) -> object:
    return {"file": value} if isinstance(value, str) else value


def _list_of(value: object) -> object:
    return [value] if isinstance(value, dict) else value


Columns = dict[str, Annotated[ColumnMap, BeforeValidator(_column_from_text)]]


class Source(_Strict):
    """A file of the company, or a query over the sources named before it."""

    file: Text | None = None
    sql: Text | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    encoding: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    format: Literal["csv", "parquet", "excel"] | None = None
    sheet: Text | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> "Source":
        if (self.file is None) == (self.sql is None):
            raise ValueError("give either file or sql")
        return self


class Join(_Strict):
    """Another source beside the first one."""

    source: Name
    on: Text
    alias: Name | None = Field(default=None, alias="as")
    kind: Literal["left", "inner"] = "left"

    @property
    def name(self) -> str:
        """The name that expressions use."""
        return self.alias or self.source


class Block(_Strict):
    """Rows for one contract table; without a source, one row of constants."""

    source: Name | None = Field(default=None, alias="from")
    joins: list[Join] = []
    where: Text | None = None
    columns: Columns = {}

    @model_validator(mode="after")
    def _needs_source(self) -> "Block":
        if self.source is None and (self.joins or self.where):
            raise ValueError("joins and where need a source: add from")
        return self

    def sources(self) -> list[str]:
        """Name the sources that the rows are taken from."""
        first = [self.source] if self.source else []
        return first + [join.source for join in self.joins]


class Mapping(_Strict):
    """A whole mapping file."""

    sources: dict[Name, Annotated[Source, BeforeValidator(_file_from_text)]] = {}
    defaults: Columns = {}
    tables: dict[str, Annotated[list[Block], BeforeValidator(_list_of), Field(min_length=1)]]

    def columns_of(self, block: Block) -> Columns:
        """Fill up a block's own columns with the defaults."""
        return {**self.defaults, **block.columns}

    def label(self, source: str | None) -> str:
        """Name the file behind a source, as people know it."""
        if source is None:
            return "constants"
        found = self.sources.get(source)
        return found.file if found and found.file else source

    def users(self, source: str) -> str:
        """Name the tables that take rows from a source."""
        users = [
            name for name, blocks in self.tables.items() if any(source in block.sources() for block in blocks)
        ]
        return ", ".join(users) or f"source {source}"


class _NoDuplicates(yaml.SafeLoader):
    """A YAML reader that refuses a key given twice, which YAML lets the last win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ImportProblem(f"line {key.start_mark.line + 1}: a key must be one word")
            if key.value in seen:
                line = key.start_mark.line + 1
                raise ImportProblem(f"line {line}: {key.value} is given twice; keep one of them")
            seen.add(key.value)
            # "on" is the name of a join condition here, and a boolean to YAML.
            key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


def load_mapping(path: Path) -> Mapping:
    """Read and check a mapping file's form."""
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_NoDuplicates)
        return Mapping.model_validate(document)
    except ImportProblem as problem:
        raise ImportProblem(*(f"{path.name}: {line}" for line in problem.lines)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise ImportProblem(
            f"{path}: cannot read the mapping ({reason}); give the path of a YAML file"
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or "unreadable"
        raise ImportProblem(f"{path.name}: not valid YAML{place}: {what}; correct that line") from None
    except ValidationError as error:
        raise ImportProblem(*(_form_line(path, entry) for entry in error.errors())) from None


def _form_line(path: Path, entry: ErrorDetails) -> str:
    place = [str(part) for part in entry["loc"] if str(part) not in ("[key]",)]
    message = str(entry["msg"]).removeprefix("Value error, ")
    if entry["type"] == "extra_forbidden":
        message = "unknown setting; remove it or correct its spelling"
    if len(place) > 1 and place[0] == "tables":
        column = f", column {place[4]}" if len(place) > 4 and place[3] == "columns" else ""
        return f"{place[1]}{column}: {message} (in {path.name} at {'.'.join(place)})"
    return f"{path.name}: {'.'.join(place) or 'the file'}: {message}"
