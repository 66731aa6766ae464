"""The analyses are runnable: each compiles, and its SQL runs on what the models make."""

from collections_cases import AS_OF, pack
from warehouse import compile_plan, workplace


def test_every_analysis_runs() -> None:
    with workplace() as place:
        variables = {"raw_source": "schema", "as_of_date": AS_OF.isoformat()}
        place.seed(**variables)
        compiled = place.dbt("compile", "--select", "path:analyses", **variables).result.results
        analyses = [result.node for result in compiled if result.node.resource_type == "analysis"]
        assert len(analyses) >= 6
        marts = sorted(
            {
                key.split(".")[-1]
                for node in analyses
                for key in node.depends_on_nodes
                if key.startswith("model.")
            }
        )
        connection = compile_plan(place, marts, as_of_date=AS_OF.isoformat()).run(pack([]))
        for node in analyses:
            connection.execute(node.compiled_code).fetchall()
