from __future__ import annotations
def dirty_rows() -> list[tuple[str, tuple[object, ...]]]:
    return []
