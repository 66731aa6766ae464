"""The rules of the house, asked of the project's own graph."""

import re
from collections import Counter
from collections.abc import Collection
from functools import cache
from typing import Any

from warehouse import parsed

Node = dict[str, Any]

PROMISED_MARTS = {
    "dim_metrics", "dim_dates", "dim_months", "dim_opcos", "dim_shops", "dim_contracts", "dim_accounts",
    "dim_customers", "dim_portfolio_categories", "dim_par_buckets", "fct_account_months",
    "fct_account_status_periods", "fct_metric_values", "fct_default_cohorts", "fct_churn_cohorts",
    "fct_portfolio_roll_forward", "fct_roll_rates", "fct_contract_repayment_months",
    "fct_repayment_kpis", "definition_lab", "restatements", "customer_lookup", "fct_bills",
    "fct_payments", "fct_payment_allocations", "fct_receivables_months", "fct_billing_kpis",
    "fct_billing_values", "repeated_late_accounts", "fct_collection_actions", "fct_promises",
    "fct_collection_attempts", "fct_collection_kpis", "fct_agent_months", "fct_action_effectiveness",
    "receivables_segmentation", "smart_collect_summary", "smart_collect_upcoming",
    "smart_collect_behaviour", "smart_collect_recommendations", "smart_collect_risk_signals",
    "smart_collect_calibration", "fct_expected_credit_losses", "quarantined_rows",
    "input_reconciliation", "input_findings",
}  # fmt: skip

# names that the public interface has given to people's data, wherever they turn up
PERSONAL = {
    "customer_id", "customer_name", "phone", "email", "address", "row_json", "sign_up_sales_agent",
    "agent_id", "install_technician", "upgrade_technician", "decided_by", "income_band", "tenure_band",
    "is_vulnerable", "prefers_direct_debit", "credit_score",
}  # fmt: skip

KINDS = {"contact", "text", "staff", "staff_key", "key", "trait"}

# The floors, from the top of the house down: a model reads its own floor and those above it, no other.
INTERMEDIATE = ["calendar", "base", "allocate", "span", "snapshot", "contact", "predict"]
FLOORS = ["seeds", "judged", "staging", *INTERMEDIATE, "facts", "metrics", "restatements", "semantic"]
# checks/ stands beside the house: it reads what it tests, and no model of the house reads it
BESIDE = {"second_route", "probes"}
PREFIXES = {
    "judged": ("judged_",),
    "staging": ("stg_",),
    "semantic": ("sem_",),
    "second_route": ("chk_",),
    "probes": ("int_",),
}
# What tells about the input reads the judged rows themselves; which columns came, the raw tables say.
INPUT_MARTS = {"quarantined_rows", "cleared_references", "input_reconciliation", "int_findings_versions"}
INPUT_COLUMNS = {"int_findings_columns"}


@cache
def manifest() -> dict[str, Any]:
    """The project as dbt reads it with its own settings."""
    found: dict[str, Any] = parsed("seeds").writable_manifest().to_dict(omit_none=False)
    return found


@cache
def nodes(kind: str) -> list[Node]:
    return [node for node in manifest()["nodes"].values() if node["resource_type"] == kind]


def floor(node: Node) -> str:
    """The floor on which a node stands: the folder of its file that names one."""
    if node["resource_type"] == "snapshot":
        # a snapshot remembers what the metrics have published
        return "restatements"
    if node["resource_type"] in ("seed", "source"):
        return "seeds"
    folders = node["fqn"][1:-1]
    (found,) = [folder for folder in folders if folder in {*FLOORS, *BESIDE} - {"staging"}] or ["staging"]
    return "restatements" if node["name"] == "restatements" else str(found)


def area(node: Node) -> str:
    """The area of a node on the floor of metrics."""
    return str(node["fqn"][node["fqn"].index("metrics") + 1])


def marts() -> list[Node]:
    """What BI reads: facts and metrics without their private steps."""
    found = [node for node in nodes("model") if node["fqn"][1] == "marts"]
    return [node for node in found if "steps" not in node["fqn"]]


def checks_of(node: Node) -> list[Node]:
    return [test for test in nodes("test") if test.get("attached_node") == node["unique_id"]]


def none_of(offenders: Collection[str]) -> None:
    """Fails with the whole list, one a line."""
    assert not offenders, "\n" + "\n".join(sorted(offenders))


def is_never_null(column: Node) -> bool:
    return any(constraint["type"] == "not_null" for constraint in column["constraints"])


def keys_of(mart: Node) -> list[list[str]]:
    """Column lists that a constraint or a test holds unique."""
    found = [item["columns"] for item in mart["constraints"] if item["type"] == "primary_key"]
    for test in checks_of(mart):
        metadata = test["test_metadata"]
        if metadata["name"] == "unique_combination":
            found.append(metadata["kwargs"]["columns"])
        elif metadata["name"] == "unique":
            found.append([metadata["kwargs"]["column_name"]])
    return found


def test_promised_marts_are_there() -> None:
    none_of(PROMISED_MARTS - {mart["name"] for mart in marts()})


def test_marts_have_enforced_contracts() -> None:
    none_of([mart["name"] for mart in marts() if not mart["contract"]["enforced"]])


def test_marts_are_described_to_the_last_column() -> None:
    silent = [mart["name"] for mart in marts() if not mart["description"] or not mart["columns"]]
    silent += [
        f"{mart['name']}.{column['name']}"
        for mart in marts()
        for column in mart["columns"].values()
        if not column["description"] or not column["data_type"]
    ]
    none_of(silent)


def test_marts_say_their_grain() -> None:
    none_of(
        [
            mart["name"]
            for mart in marts()
            if not re.search(r"\b[Gg]rain: |[Oo]ne (row|line) per ", mart["description"])
        ]
    )


def test_marts_have_a_key_that_is_never_null() -> None:
    without = []
    for mart in marts():
        never_null = {name for name, column in mart["columns"].items() if is_never_null(column)}
        if not any(set(key) <= never_null for key in keys_of(mart)):
            without.append(mart["name"])
    none_of(without)


def test_dimensions_have_a_primary_key() -> None:
    dimensions = [mart for mart in marts() if mart["name"].startswith("dim_")]
    without = [
        mart["name"]
        for mart in dimensions
        if not any(c["type"] == "primary_key" for c in mart["constraints"])
    ]
    none_of(without)


def test_a_text_that_is_used_twice_is_a_doc_block() -> None:
    texts = Counter(
        column["description"]
        for mart in marts()
        for column in mart["columns"].values()
        if not column["doc_blocks"]
    )
    none_of([text for text, count in texts.items() if count > 1])


def test_columns_named_after_a_metric_point_to_its_definition() -> None:
    (kpis,) = [mart for mart in marts() if mart["name"] == "fct_portfolio_kpis"]
    keys = {"month_end", "dimension", "dimension_value", "currency_code"}
    blocks = {"doc.arrears.metric_count", "doc.arrears.metric_ratio"}
    wrong = [
        name
        for name, column in kpis["columns"].items()
        if name not in keys and not blocks.issuperset(column["doc_blocks"] or ["none"])
    ]
    none_of(wrong)


def test_personal_data_are_tagged_column_by_column() -> None:
    untagged = [
        f"{mart['name']}.{name}"
        for mart in marts()
        for name, column in mart["columns"].items()
        for kind in [column["config"]["meta"].get("personal_data")]
        if (name in PERSONAL or kind or "personal_data" in column["config"]["tags"])
        and not ("personal_data" in column["config"]["tags"] and kind in KINDS)
    ]
    none_of(untagged)


def test_models_are_described() -> None:
    none_of([node["name"] for node in nodes("model") if not node["description"]])


def test_models_carry_the_prefix_of_their_floor() -> None:
    public = {mart["name"] for mart in marts()}
    wrong = [
        node["name"]
        for node in nodes("model")
        if node["name"] not in public and not node["name"].startswith(PREFIXES.get(floor(node), ("int_",)))
    ]
    wrong += [name for name in public if name.startswith(("stg_", "judged_", "int_", "chk_", "sem_"))]
    none_of(wrong)


def arrows() -> list[tuple[Node, Node]]:
    """Every model with everything it reads."""
    known = {**manifest()["nodes"], **manifest()["sources"]}
    return [(node, known[read]) for node in nodes("model") for read in node["depends_on"]["nodes"]]


def may_read(reader: Node, read: Node) -> bool:
    """Whether an arrow stays on its floor or comes from above; checks read what they like."""
    if floor(reader) in BESIDE:
        return True
    if floor(read) in BESIDE:
        return False
    if floor(read) == "seeds" and (read["resource_type"] == "source" or read["fqn"][1] == "raw"):
        return floor(reader) == "judged" or reader["name"] in INPUT_COLUMNS
    if floor(read) == "judged":
        return floor(reader) in ("judged", "staging") or reader["name"] in INPUT_MARTS
    return FLOORS.index(floor(read)) <= FLOORS.index(floor(reader))


def test_no_arrow_leads_back() -> None:
    none_of([f"{node['name']} reads {read['name']}" for node, read in arrows() if not may_read(node, read)])


def test_areas_of_metrics_go_round_in_no_circle() -> None:
    on_metrics = [pair for pair in arrows() if floor(pair[0]) == floor(pair[1]) == "metrics"]
    read_by = {area(node): set[str]() for node in nodes("model") if floor(node) == "metrics"}
    for node, read in on_metrics:
        read_by[area(node)] |= {area(read)} - {area(node)}
    while free := [name for name, others in read_by.items() if not others & read_by.keys()]:
        for name in free:
            del read_by[name]
    none_of(read_by)


def test_every_private_model_is_read_or_tested() -> None:
    tests = [*nodes("test"), *manifest()["unit_tests"].values(), *manifest()["semantic_models"].values()]
    readers = Counter(read for node in [*nodes("model"), *tests] for read in node["depends_on"]["nodes"])
    assert [
        node["name"]
        for node in nodes("model")
        if node["name"] not in {mart["name"] for mart in marts()} and not readers[node["unique_id"]]
    ] == []


def test_no_test_warns_or_lets_failures_pass() -> None:
    lenient = [
        test["name"]
        for test in nodes("test")
        if (config := test["config"])["severity"].lower() != "error"
        or (config["warn_if"], config["error_if"], config["fail_calc"]) != ("!= 0", "!= 0", "count(*)")
        or config["limit"]
    ]
    none_of(lenient)


def test_only_the_sources_of_other_modes_are_switched_off() -> None:
    off = {
        key
        for key in manifest()["disabled"]
        if not key.startswith(("source.arrears.raw.", "test.arrears.source_"))
    }
    none_of(off)
