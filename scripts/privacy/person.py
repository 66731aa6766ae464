"""A person as the project knows them: keys, accounts, bills, and the values that say who they are."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from privacy.tags import contact_columns, key_columns
from publishing.marts import quoted

ERASED = "erased"


@dataclass
class Person:
    """One customer, and what belongs to them."""

    customer_id: str
    accounts: set[str] = field(default_factory=set)
    bills: set[str] = field(default_factory=set)
    # names, phones, addresses, in every version there ever was
    values: set[str] = field(default_factory=set)
    # a random name for the key, so that rows still belong together and to nobody
    pseudonym: str = field(default_factory=lambda: f"{ERASED}-{secrets.token_hex(6)}")

    # those that nobody else bears: they name the person even where no key does
    unique: set[str] = field(default_factory=set)

    def keys(self) -> dict[str, set[str]]:
        """Column -> values by which a row is theirs."""
        return {"customer_id": {self.customer_id}, "account_id": self.accounts, "bill_id": self.bills}

    def learn(self, row: Mapping[str, object]) -> None:
        """Take over what a row says about the person; customers come first, then accounts, then bills."""
        if row.get("customer_id") == self.customer_id:
            found = {str(row[name]) for name in contact_columns(list(row)) if row[name]}
            self.values |= found - {ERASED, "masked"}
            self.accounts |= {str(row["account_id"])} if row.get("account_id") else set()
        if row.get("account_id") in self.accounts and row.get("bill_id"):
            self.bills.add(str(row["bill_id"]))

    def is_theirs(self, table: str, row: Mapping[str, str]) -> bool:
        """Whether a row of the input is theirs: by its nearest key, or by a value that nobody else has."""
        if table == "customers" and any(row.get(name) in self.unique for name in contact_columns(list(row))):
            return True
        keys = [(name, theirs) for name, theirs in self.keys().items() if row.get(name)]
        return bool(keys) and row[keys[0][0]] in keys[0][1]

    def matches(self, columns: list[str]) -> tuple[str, list[list[str]]]:
        """SQL that says of a row of a table whether it is theirs, and its parameters."""
        found = [(name, theirs) for name, theirs in self.keys().items() if name in columns and theirs]
        found += [(name, {self.customer_id}) for name in key_columns(columns) if name != "customer_id"]
        found += [(name, self.unique) for name in contact_columns(columns)]
        found = [(name, values) for name, values in found if values]
        parts = [f"{quoted(name)} in (select unnest(cast(? as varchar[])))" for name, _ in found]
        parameters = [sorted(values) for _, values in found]
        if "row_json" in columns:
            # a faulty row may not say whose it is: what it holds of them tells
            parts.append("len(list_filter(cast(? as varchar[]), lambda word: contains(row_json, word))) > 0")
            ids = [f'"{key}"' for key in (self.customer_id, *sorted(self.accounts))]
            parameters.append([*sorted(self.unique), *ids])
        return " or ".join(parts), parameters
