{# What an engine's planner must be told; the result is the same without. #}

{# For a CTE whose values are dear and used many times: `parsed as {{ computed_once() }} (`. Postgres would compute each anew. #}
{% macro computed_once() %}{{ return(adapter.dispatch('computed_once', 'arrears')()) }}{% endmacro %}
{% macro default__computed_once() %}{{ return('') }}{% endmacro %}
{% macro postgres__computed_once() %}{{ return('materialized') }}{% endmacro %}


{# Statistics of a table just built; Postgres gathers none until a minute later. A post-hook of every model. #}
{% macro gather_statistics() %}{{ return(adapter.dispatch('gather_statistics', 'arrears')()) }}{% endmacro %}
{% macro default__gather_statistics() %}{{ return('') }}{% endmacro %}
{% macro postgres__gather_statistics() %}{{ return('analyze ' ~ this if model.config.materialized == 'table' else '') }}{% endmacro %}


{#
  A pre-hook of every model. Postgres knows no sizes inside a query, takes a large CTE for a single row, and then
  compares each row with each; a hash join is never much slower. Holds for the model's own transaction.
#}
{% macro prefer_hash_joins() %}{{ return(adapter.dispatch('prefer_hash_joins', 'arrears')()) }}{% endmacro %}
{% macro default__prefer_hash_joins() %}{{ return('') }}{% endmacro %}
{% macro postgres__prefer_hash_joins() %}{{ return('set local enable_nestloop = off') }}{% endmacro %}


{# Indexes for a model's config; only Postgres needs any, where a join asks for a range. #}
{% macro range_index(column) %}{{ return([{'columns': [column]}] if target.type == 'postgres' else []) }}{% endmacro %}
