"""What dbt's manifest says about the marts: columns, personal data, keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]
# kinds of personal data (`meta: {personal_data: ...}`) that are masked; keys, bands, scores and flags
# are shown: segments are made of them
MASKED = ("contact", "staff", "text")
# what each file and role shows in clear
SHOWN: dict[str, tuple[str, ...]] = {"masked": (), "contacts": ("contact",), "clear": MASKED}


@dataclass(frozen=True)
class Column:
    """A column of a mart: the kind of personal data, or empty, and the rows that hold them."""

    name: str
    description: str
    personal: str
    where: str

    def shown_as(self, shown: tuple[str, ...]) -> str:
        """SQL of the column for a reader who may see these kinds."""
        if self.personal not in MASKED or self.personal in shown:
            return quoted(self.name)
        name = quoted(self.name)
        kept = f"and not ({self.where}) then {name} when {name} is not null" if self.where else ""
        return f"case when {name} is not null {kept} then 'masked' end as {name}"


@dataclass(frozen=True)
class Mart:
    """A mart as the warehouse holds it."""

    name: str
    database: str
    schema: str
    alias: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    # column -> (mart, column) it refers to
    references: Mapping[str, tuple[str, str]]

    @property
    def relation(self) -> str:
        """The table, in full."""
        return ".".join(quoted(part) for part in (self.database, self.schema, self.alias) if part)

    def said(self) -> dict[str, Any]:
        """What a version says of the mart: enough to load it elsewhere and to erase a person."""
        return {
            "primary_key": list(self.primary_key),
            "references": {column: list(target) for column, target in self.references.items()},
            "personal": {
                column.name: {"kind": column.personal, "where": column.where}
                for column in self.columns
                if column.personal
            },
        }

    def kinds(self) -> set[str]:
        """Kinds of personal data that are masked in it."""
        return {column.personal for column in self.columns} & set(MASKED)

    def select(self, shown: tuple[str, ...], source: str) -> str:
        """The rows for a reader who may see these kinds, from a table or a query."""
        columns = ", ".join(column.shown_as(shown) for column in self.columns)
        return f"select {columns} from {source}"


def quoted(name: str) -> str:
    """A name as SQL."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def is_mart(node: Node) -> bool:
    """Whether a model is for readers: a mart of this package, or one of a company's that says `published`."""
    if node["resource_type"] != "model" or node["config"]["materialized"] == "ephemeral":
        return False
    if node["config"]["meta"].get("published") is not None:
        return bool(node["config"]["meta"]["published"])
    return node["package_name"] == "arrears" and node["fqn"][1] == "marts" and "steps" not in node["fqn"]


def column_of(name: str, said: Node) -> Column:
    """A column from what its YAML says."""
    meta = said["config"]["meta"]
    description = " ".join(said["description"].split())
    return Column(name, description, str(meta.get("personal_data", "")), meta.get("masked_where", ""))


def primary_key(node: Node, tests: list[Node]) -> tuple[str, ...]:
    """The primary key by contract, else the columns that a test holds to be unique together."""
    for constraint in node["constraints"]:
        if constraint["type"] == "primary_key":
            return tuple(constraint["columns"])
    for test in tests:
        arguments = test["test_metadata"]["kwargs"]
        if test["test_metadata"]["name"] == "unique":
            return (arguments["column_name"],)
        if test["test_metadata"]["name"] == "unique_combination":
            return tuple(arguments["columns"])
    return ()


def references(tests: list[Node], names: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Which column refers to which mart, by the tests of relationships that hold for every row."""
    found: dict[str, tuple[str, str]] = {}
    for test in tests:
        arguments = test["test_metadata"]["kwargs"]
        if test["test_metadata"]["name"] != "relationships" or test["config"].get("where"):
            continue
        targets = [names[parent] for parent in test["depends_on"]["nodes"] if parent in names]
        for target in targets:
            if f"'{target}'" in arguments["to"].replace('"', "'"):
                found[arguments["column_name"]] = (target, arguments["field"])
    return found


def marts_of(manifest: Mapping[str, Any]) -> dict[str, Mart]:
    """Every mart, by name."""
    nodes: Mapping[str, Node] = manifest["nodes"]
    names = {key: node["name"] for key, node in nodes.items() if is_mart(node)}
    tests: dict[str, list[Node]] = {key: [] for key in names}
    for node in nodes.values():
        if (
            node["resource_type"] == "test"
            and node.get("attached_node") in tests
            and node.get("test_metadata")
        ):
            tests[node["attached_node"]].append(node)
    return {
        name: Mart(
            name=name,
            database=nodes[key]["database"] or "",
            schema=nodes[key]["schema"],
            alias=nodes[key]["alias"],
            description=" ".join(nodes[key]["description"].split()),
            columns=tuple(column_of(*pair) for pair in nodes[key]["columns"].items()),
            primary_key=primary_key(nodes[key], tests[key]),
            references=references(tests[key], names),
        )
        for key, name in sorted(names.items(), key=lambda pair: pair[1])
    }
