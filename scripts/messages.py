"""What a failed build says: the last line alone, in words that say what to do, and never a traceback."""

import re
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunnerResult

from publishing.problems import in_words

# what dbt and the engines put around their own words
NOISE = (
    "> in macro",
    "> called by",
    "Compilation Error",
    "Runtime Error",
    "Database Error",
    "Dependency Error",
)
CONTRACT = "enforced contract that failed"
HOOKS = ("operation.", "macro.")


def lines_of(message: str) -> list[str]:
    """The telling lines of a dbt error; of an engine's error the first, which is not followed by its SQL."""
    if CONTRACT in message:
        return [contract_line(message)]
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(NOISE)] or lines[:1] or ["unknown error"]
    is_own = "Compilation Error" in message
    return telling if is_own else telling[:1]


def contract_line(message: str) -> str:
    """The columns in which a model and its contract differ."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in message.splitlines() if "|" in line]
    cells = [row for row in rows if len(row) == 4 and row[0] and not re.match(r"^(column_name|-+)$", row[0])]
    told = "; ".join(
        f"column {name}: {reason} ({ours or 'absent'}, contract {theirs or 'none'})"
        for name, ours, theirs, reason in cells
    )
    return f"its columns are not those of its contract: {told}."


def unusable(file: Path) -> str | None:
    """Why a DuckDB file cannot be built into, in one line; None when it can."""
    folder = file.resolve().parent
    if not folder.is_dir():
        return f"{folder} is no folder. Make it, or name another file with ARREARS_DUCKDB."
    try:
        with duckdb.connect(str(file)) as connection:
            connection.execute("select 1")
    except (duckdb.Error, OSError) as error:
        return in_words(error, file)
    return None


def told(outcome: dbtRunnerResult, file: Path) -> list[str]:
    """What to tell of a build that failed, a line each."""
    if outcome.exception is not None:
        return lines_of(in_plain_words(str(outcome.exception), file))
    failed = [
        result
        for result in getattr(outcome.result, "results", None) or []
        if str(result.status) in ("error", "fail")
    ]
    lines = []
    for result in failed[:5]:
        node = getattr(result, "node", None)
        name = "" if node is None or node.unique_id.startswith(HOOKS) else f"{node.name}: "
        lines += [name + line for line in lines_of(in_plain_words(result.message or "", file))]
    if len(failed) > 5:
        lines.append(f"{len(failed) - 5} more did not run through.")
    return lines or ["it did not run through; logs/dbt.log says more."]


def in_plain_words(message: str, file: Path) -> str:
    """A message about the file itself in words that say what to do; any other as it is."""
    words = in_words(OSError(message), file)
    is_known = not words.startswith(f"{file}: ")
    is_of_file = re.search(r"IO Error|set lock|No space|Permission denied|Read-only", message)
    return words if is_known and is_of_file else message
