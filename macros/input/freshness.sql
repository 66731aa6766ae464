{#
  When a raw table was loaded last, for `dbt source freshness`. Its text values are read as staging reads
  them, so that one unreadable time does not end the check; a table the company does not have, or an
  empty one, is in order: nothing is awaited from it.
#}
{% macro default__collect_freshness(source, loaded_at_field, filter) %}
  {% set existing = adapter.get_relation(source.database, source.schema, source.identifier) %}
  {% set awaited = [] %}
  {% if existing %}
    {% for column in adapter.get_columns_in_relation(existing) if column.name | lower == 'loaded_at' %}
      {% do awaited.append('loaded_at' if is_native('timestamp', column) else parse_timestamp(trimmed('cast(loaded_at as ' ~ dbt.type_string() ~ ')'))) %}
    {% endfor %}
  {% endif %}
  {% set latest %}
    (select coalesce({{ 'max(' ~ awaited[0] ~ ')' if awaited else 'null' }}, cast('9999-12-31' as timestamp)) as loaded_at {{ 'from ' ~ source if awaited }}) as latest
  {% endset %}
  {{ return(dbt.default__collect_freshness(latest, 'loaded_at', filter)) }}
{% endmacro %}
