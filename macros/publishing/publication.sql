{#
  The variables of this build as one JSON text, as SQL. The day is the one that `today` stood for, so that a publication
  on the next morning is still one of that day.
#}
{% macro build_settings() %}
  {% set names = [
    'raw_source', 'raw_path', 'raw_schema', 'raw_database', 'known_at', 'quarantine_limit', 'personal_data', 'reporting_currency',
    'money_decimals',
  ] %}
  {% set settings = {'as_of_date': as_of_date().split("'")[1]} %}
  {% for name in names %}
    {% set value = var(name, '') %}
    {% do settings.update({name: value if value is number else value | string}) %}
  {% endfor %}
  {{ return("'" ~ tojson(settings, sort_keys=true).replace("'", "''") ~ "'") }}
{% endmacro %}


{# The moment of publishing (UTC) as SQL, given by `make publish` alone; none in every other build, which has no clock. #}
{% macro published_at() %}
  {% set value = var('published_at', '') | string %}
  {{ return("cast('" ~ value.replace('T', ' ').replace('Z', '') ~ "' as timestamp)" if value else none) }}
{% endmacro %}
