"""What can stop a publication, in one line that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


class PublishProblem(Exception):
    """A publication that cannot be made; the text is for people."""


# what an engine or the system says, and what it means to the person who published
WORDS = {
    "could not set lock": "{place} is in use: a build or another program holds it. Wait for it or close it.",
    "no space left": "no space is left where {place} is. Make room, or name another folder.",
    "permission denied": "{place} cannot be read or written by this user. Change its rights.",
    "read-only file system": "{place} is on a disk that is read-only. Name another folder.",
    "not a valid duckdb database": "{place} is no DuckDB file, or is damaged. Build it anew: make build.",
    "version number": "{place} was written by a newer DuckDB. Install that version, or build it anew.",
    "does not exist": "{place} does not hold what is to be published. Run make build first.",
}
NUMBERS = {
    errno.ENOSPC: "no space left",
    errno.EDQUOT: "no space left",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "read-only file system",
}


def in_words(error: BaseException, place: Path) -> str:
    """One line for an error of the engine or the system; its own first line when it is none of the known."""
    said = NUMBERS.get(getattr(error, "errno", None) or 0) or str(error).lower()
    for sign, words in WORDS.items():
        if sign in said:
            return words.format(place=place)
    return f"{place}: {(str(error).strip() or type(error).__name__).splitlines()[0]}"


@contextmanager
def problems_of(place: Path) -> Iterator[None]:
    """Turn what goes wrong with a file or folder into a problem in words."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        raise PublishProblem(in_words(error, place)) from error
