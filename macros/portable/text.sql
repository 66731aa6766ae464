{# Whether a text matches a regular expression somewhere in it. Patterns keep to what all engines share. #}
{% macro text_matches(expression, pattern) %}{{ return(adapter.dispatch('text_matches', 'arrears')(expression, pattern)) }}{% endmacro %}
{% macro default__text_matches(expression, pattern) %}({{ expression }} ~ '{{ pattern }}'){% endmacro %}
{% macro duckdb__text_matches(expression, pattern) %}regexp_matches({{ expression }}, '{{ pattern }}'){% endmacro %}


{# A text without the spaces around it, whatever kind of space; tabs and line ends stay. #}
{% macro trimmed(expression) %}{{ return(adapter.dispatch('trimmed', 'arrears')(expression)) }}{% endmacro %}
{% macro default__trimmed(expression) %}
{%- set spaces = ' \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000' -%}
trim(both '{{ spaces }}' from {{ expression }})
{%- endmacro %}
{% macro duckdb__trimmed(expression) %}trim({{ expression }}){% endmacro %}


{# A text as a JSON value, quoted and escaped; the word null for a null. #}
{% macro json_text(expression) %}{{ return(adapter.dispatch('json_text', 'arrears')(expression)) }}{% endmacro %}
{% macro default__json_text(expression) %}coalesce(cast(to_json({{ expression }}) as text), 'null'){% endmacro %}
{% macro duckdb__json_text(expression) %}coalesce(cast(to_json({{ expression }}) as varchar), 'null'){% endmacro %}


{# The JSON object of some text columns, in the order given. A macro of its own because engines space and sort objects differently. #}
{% macro row_as_json(columns, prefix='') %}
'{' {%- for column in columns %} || '{{ ', ' if not loop.first }}"{{ column }}": ' || {{ json_text(prefix ~ column) }}{% endfor %} || '}'
{%- endmacro %}
