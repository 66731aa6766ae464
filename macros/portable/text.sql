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


{# How alike two names are, from 0 to 1; without such a function: whether they begin alike. #}
{% macro likeness(name, other) %}{{ return(adapter.dispatch('likeness', 'arrears')(name, other)) }}{% endmacro %}
{% macro default__likeness(name, other) %}case when left({{ name }}, 4) = left({{ other }}, 4) then 1 else 0 end{% endmacro %}
{% macro duckdb__likeness(name, other) %}jaro_winkler_similarity({{ name }}, {{ other }}){% endmacro %}


{# A text as a JSON value, quoted and escaped; the word null for a null. #}
{% macro json_text(expression) %}{{ return(adapter.dispatch('json_text', 'arrears')(expression)) }}{% endmacro %}
{% macro default__json_text(expression) %}coalesce(cast(to_json({{ expression }}) as text), 'null'){% endmacro %}
{% macro duckdb__json_text(expression) %}coalesce(cast(to_json({{ expression }}) as varchar), 'null'){% endmacro %}


{# The JSON object of some text columns, in the order given. A macro of its own because engines space and sort objects differently. #}
{% macro row_as_json(columns, prefix='') %}
'{' {%- for column in columns %} || '{{ ', ' if not loop.first }}"{{ column }}": ' || {{ json_text(prefix ~ column) }}{% endfor %} || '}'
{%- endmacro %}


{# A name as a code: lower case, what is neither letter nor digit becomes one underscore, none at the ends. Letters of any script stay. #}
{% macro snake_case(expression) %}{{ return(adapter.dispatch('snake_case', 'arrears')(expression)) }}{% endmacro %}
{% macro default__snake_case(expression) -%}
trim(both '_' from regexp_replace(lower({{ expression }}), '[^a-z0-9\u0080-\uffff]+', '_', 'g'))
{%- endmacro %}
{% macro duckdb__snake_case(expression) -%}
trim(regexp_replace(lower({{ expression }}), '[\x00-/:-`{-\x7f]+', '_', 'g'), '_')
{%- endmacro %}
{% macro spark__snake_case(expression) -%}
trim(both '_' from regexp_replace(lower({{ expression }}), r'[\x00-/:-`{-\x7f]+', '_'))
{%- endmacro %}
