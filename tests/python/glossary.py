"""The glossary as it is written: metrics of models/semantic, and columns that bear a glossary entry."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SEMANTIC = ROOT / "models" / "semantic"
Entry = dict[str, Any]


def documents(folder: Path) -> Iterator[dict[str, Any]]:
    """Every YAML file of a folder."""
    for path in sorted(folder.rglob("*.yml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def semantic_metrics() -> dict[str, Entry]:
    """Every metric that MetricFlow knows, the sums that metrics are made of too, by name."""
    found: list[Entry] = []
    for document in documents(SEMANTIC):
        found += document.get("metrics", [])
        for model in document.get("models", []):
            found += [dict(metric, base=model["name"]) for metric in model.get("metrics", [])]
    assert len({metric["name"] for metric in found}) == len(found)
    return {metric["name"]: metric for metric in found}


@cache
def base_models() -> dict[str, Entry]:
    """The models that metrics are summed over, by name."""
    found = [model for document in documents(SEMANTIC) for model in document.get("models", [])]
    return {model["name"]: model for model in found}


def meta(entry: Entry) -> Entry:
    """What is written of an entry beyond MetricFlow's own fields."""
    found: Entry = entry.get("config", {}).get("meta", {})
    return found


def expression(name: str) -> str:
    """A metric written over the columns of its base model."""
    metric = semantic_metrics()[name]
    text = str(meta(metric).get("expression") or metric.get("expr") or name)
    for part in metric.get("input_metrics", []):
        text = re.sub(rf"\b{part}\b", expression(part), text)
    return text


@cache
def measures() -> dict[str, str]:
    """The words that numerators and denominators may use, with what they mean where no metric says it."""
    sums = [
        metric for metric in semantic_metrics().values() if metric.get("type") not in ("ratio", "derived")
    ]
    found = {str(metric["expr"]): str(metric.get("description", "")) for metric in sums}
    for entry in glossary():
        found |= entry.get("measures", {})
    for model in base_models().values():
        found |= {word: "" for word in re.findall(r"\w+", (SEMANTIC / f"{model['name']}.sql").read_text())}
    return found


def metric_entry(metric: Entry) -> Entry:
    """A metric of MetricFlow in the columns of dim_metrics."""
    name = metric["name"]
    is_ratio = metric["type"] == "ratio"
    return {
        **meta(metric),
        "metric_id": name,
        "name": metric["label"],
        "item_type": "metric",
        "description": metric["description"],
        "numerator": expression(metric["numerator"] if is_ratio else name),
        "denominator": expression(metric["denominator"]) if is_ratio else "",
        "mart_column": meta(metric).get("mart_column", name),
        "semantic_metric": name,
    }


def column_entry(model: str, column: Entry) -> Entry:
    """A column with a glossary entry in the columns of dim_metrics."""
    entry = meta(column)["glossary"]
    metric_id = entry.get("id", column["name"])
    return {
        "item_type": "dimension",
        "additivity": "none",
        "mart": model,
        **entry,
        "metric_id": metric_id,
        "name": entry["label"],
        "description": column["description"],
        "mart_column": entry.get("mart_column", metric_id if "mart" in entry else column["name"]),
    }


@cache
def glossary() -> tuple[Entry, ...]:
    """Every entry, those of the portfolio glossary first and in its order."""
    found = [metric_entry(metric) for metric in semantic_metrics().values() if "unit" in meta(metric)]
    for document in documents(ROOT / "models"):
        for model in document.get("models") or []:
            columns = [column for column in model.get("columns", []) if "glossary" in meta(column)]
            found += [column_entry(model["name"], column) for column in columns]
    return tuple(sorted(found, key=lambda entry: (entry.get("glossary_number", 999), entry["metric_id"])))


def metrics() -> list[Entry]:
    """The entries that are numbers."""
    return [entry for entry in glossary() if entry["item_type"] == "metric"]


def by_id(entry: Entry) -> str:
    """The id of an entry, for the names of tests."""
    return str(entry["metric_id"])
