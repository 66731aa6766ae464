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
      {{ exceptions.raise_compiler_error(message ~ ': ' ~ named | join(', ')) }}
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


{# Says how many rows are not in the warehouse, and where they are. #}
{% macro tell_fates_of_rows() %}
  {% if execute and flags.WHICH in ('run', 'build') %}
    {% set counts = run_query("select sum(rows_read), sum(accepted), sum(quarantined), sum(superseded), sum(with_cleared_references) from " ~ this).rows[0] %}
    {% do log(
      counts[0] ~ " raw rows: " ~ counts[1] ~ " accepted, " ~ counts[2] ~ " quarantined (marts.quarantined_rows says why), " ~ counts[3]
      ~ " superseded; " ~ counts[4] ~ " accepted ones lost a reference (marts.cleared_references).", info=true) %}
  {% endif %}
  {{ return('') }}
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
