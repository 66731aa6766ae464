"""The build of the demo finds what was put into it on purpose: nothing more and nothing less."""

from demo.findings import findings
from demo.raw import Raw
from metricflow_queries import built
from warehouse import REPO


def test_the_build_finds_what_was_planted() -> None:
    rows = built().execute("select code, table_name, opco_id, rows from marts.input_findings").fetchall()
    expected = findings(Raw(REPO / "seeds" / "raw"))
    assert {tuple(row[:3]): row[3] for row in rows} == dict(expected)
    # most kinds occur, so that somebody who looks at the demo sees them
    assert len({code for code, _, _ in expected}) >= 12
