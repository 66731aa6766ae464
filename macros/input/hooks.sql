{#
  Stops a build when a query returns rows, with a message that names the first value of each (at most ten).
  For a post-hook: it runs right after the model was built.
#}
{% macro stop_on_rows(query, message) %}
  {% if execute and flags.WHICH in ('run', 'build') %}
    {% set rows = run_query(query).rows %}
    {% if rows | length > 0 %}
      {% set named = [] %}
      {% for row in rows[:10] %}{% do named.append(row[0] | string) %}{% endfor %}
      {{ exceptions.raise_compiler_error(message ~ ': ' ~ named | join(', ') ~ ('.' if rows | length <= 10 else ' and ' ~ (rows | length - 10) ~ ' more.')) }}
    {% endif %}
  {% endif %}
  {{ return('') }}
{% endmacro %}


{# Every opco needs a policy: without one nothing of it can be judged. #}
{% macro stop_on_opcos_without_policy() %}
  {{ return(stop_on_rows(
    "select o.opco_id from " ~ ref('stg_opcos') ~ " as o left join " ~ this ~ " as p on o.opco_id = p.opco_id where p.opco_id is null order by 1",
    "table policies: no policy row for these opcos, add at least one each"
  )) }}
{% endmacro %}


{#
  At the end of a run: how many rows are not in the warehouse, and the gravest findings about the input, so that neither
  is lost in the lines above. Says nothing of what the run did not build.
#}
{% macro tell_about_input(results) %}
  {% if not execute or flags.WHICH not in ('run', 'build') %}{{ return('') }}{% endif %}
  {% for result in results if result.status == 'success' and result.node.resource_type == 'model' %}
    {% if result.node.name == 'input_reconciliation' %}
      {% do log(fates_of_rows(result.node.relation_name), info=true) %}
    {% elif result.node.name == 'input_findings' %}
      {% for line in gravest_findings(result.node.relation_name) %}{% do log(line, info=true) %}{% endfor %}
    {% endif %}
  {% endfor %}
  {{ return('') }}
{% endmacro %}


{# How many rows are not in the warehouse, and where they are. #}
{% macro fates_of_rows(relation) %}
  {% set counts = run_query("select sum(rows_read), sum(accepted), sum(quarantined), sum(superseded), sum(with_cleared_references) from " ~ relation).rows[0] %}
  {{ return(
    counts[0] ~ " raw rows: " ~ counts[1] ~ " accepted, " ~ counts[2] ~ " quarantined (marts.quarantined_rows says why), " ~ counts[3]
    ~ " superseded; " ~ counts[4] ~ " accepted ones lost a reference (marts.cleared_references).") }}
{% endmacro %}


{# The gravest findings, a line each, and how many more there are. #}
{% macro gravest_findings(relation) %}
  {% set rows = run_query(
    "select severity, code, table_name, opco_id, rows, example_key from " ~ relation
    ~ " where severity <> 'notice' order by case severity when 'wrong_numbers' then 1 else 2 end, rows desc, code, table_name, opco_id").rows %}
  {% set lines = [] %}
  {% for row in rows[:5] %}
    {% do lines.append(
      "Finding (" ~ row[0].replace('_', ' ') ~ "): " ~ row[1] ~ ", table " ~ row[2] ~ (", " ~ row[3] if row[3] != 'all' else '')
      ~ ", " ~ row[4] ~ " row" ~ ('s' if row[4] != 1 else '') ~ ", such as " ~ row[5] ~ ".") %}
  {% endfor %}
  {% if rows %}{% do lines.append("marts.input_findings says what each of its " ~ rows | length ~ " findings of these kinds does to the figures and what to do.") %}{% endif %}
  {{ return(lines) }}
{% endmacro %}


{# quarantine_limit: more quarantined rows than that stop the build. #}
{% macro stop_on_quarantine_limit() %}
  {% set limit = var('quarantine_limit', '') | string %}
  {% if limit in ('', 'none', 'None') %}{{ return('') }}{% endif %}
  {% if not modules.re.match('^[0-9]+$', limit) %}
    {{ exceptions.raise_compiler_error("quarantine_limit is '" ~ limit ~ "'. Write a whole number.") }}
  {% endif %}
  {{ return(stop_on_rows(
    "select sum(quarantined) from " ~ this ~ " having sum(quarantined) > " ~ limit,
    "more rows are quarantined than quarantine_limit " ~ limit ~ " allows; look at marts.quarantined_rows. Quarantined rows"
  )) }}
{% endmacro %}
