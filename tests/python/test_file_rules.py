"""The rules of the house, asked of the files as text."""

import re
from pathlib import Path

import pytest

from warehouse import REPO

CLOCK = re.compile(
    r"\b(now|today|getdate|sysdate|random|rand|uuid|gen_random_uuid|newid|clock_timestamp)\s*\("
    r"|\b(current_(date|time|timestamp)|localtime(stamp)?|statement_timestamp|transaction_timestamp)\b"
    r"|\bmodules\.datetime\b|'now'|\bdbt\.current_timestamp",
    re.IGNORECASE,
)


def sql_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((REPO / folder).rglob("*.sql"))]


def without_comments(text: str) -> str:
    return re.sub(r"--[^\n]*", "", re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL))


def test_sql_below_tests_is_in_its_two_folders() -> None:
    kinds = {path.relative_to(REPO / "tests").parts[0] for path in sql_files("tests")}
    assert kinds <= {"generic", "reconciliation"}


@pytest.mark.parametrize("path", sql_files("models", "macros", "tests", "checks"), ids=lambda path: path.stem)
def test_no_model_reads_the_clock_or_throws_dice(path: Path) -> None:
    text = without_comments(path.read_text(encoding="utf-8"))
    assert CLOCK.search(text) is None
    assert "run_started_at" not in text or path.name == "build_day.sql"


@pytest.mark.parametrize("path", sql_files("models", "checks/models"), ids=lambda path: path.stem)
def test_models_begin_with_their_purpose(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if re.match(r"\{\{\s*config\(", text):
        text = text.split("\n\n", 1)[1]
    assert text.startswith("--") or re.match(r"\{\{\s*(judged_rows|cohort_matrix)\(", text)


def test_files_are_short() -> None:
    limits = {
        ("models", ".sql"): 120,
        ("models", ".yml"): 200,
        ("checks", ".sql"): 200,
        ("scripts", ".py"): 300,
        ("tests", ".py"): 300,
    }
    long = [
        f"{path.relative_to(REPO)}: {lines}"
        for (folder, ending), limit in limits.items()
        for path in (REPO / folder).rglob(f"*{ending}")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    ]
    assert long == []


def test_lines_fit_the_page() -> None:
    long = [
        f"{path.relative_to(REPO)}:{number}"
        for path in sql_files("models", "checks/models")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 150
    ]
    assert long == []
