{#
  The one comparison of all checks: rows in which a CTE `expected` and a relation `actual` disagree.

  keys     columns that both sides share: a row on one side alone is a difference
  columns  what is compared, each a dict: `name`; `expected` and `actual`, SQL over the two sides (the column of that
           name when left out); `within`, how far apart they may lie (to the last digit when left out). A null differs
           from any value
  also     further conditions that are differences
  absent_is_zero  a row that is absent counts as one of zeros, for marts that leave such rows out
#}
{% macro differences(actual, keys, columns, also=[], absent_is_zero=false) %}
{%- set sides = [] -%}
{%- for column in columns -%}
  {%- set found = {
    'name': column.name,
    'expected': column.get('expected', 'expected.' ~ column.name),
    'actual': column.get('actual', 'actual.' ~ column.name),
    'within': column.get('within'),
  } -%}
  {%- if absent_is_zero and not column.get('is_rate') -%}
    {%- do found.update({'expected': 'coalesce(' ~ found.expected ~ ', 0)', 'actual': 'coalesce(' ~ found.actual ~ ', 0)'}) -%}
  {%- endif -%}
  {%- do sides.append(found) -%}
{%- endfor -%}
select
  {% for key in keys -%}
  coalesce(expected.{{ key }}, actual.{{ key }}) as {{ key }},
  {% endfor -%}
  {% for side in sides -%}
  {{ side.expected }} as expected_{{ side.name }},
  {{ side.actual }} as actual_{{ side.name }}{{ ',' if not loop.last }}
  {% endfor %}
from expected
full outer join {{ actual }} as actual
  on
    {% for key in keys -%}
    {{ 'and ' if not loop.first }}expected.{{ key }} = actual.{{ key }}
    {% endfor %}
where
  {% set conditions = [] if absent_is_zero else ['expected.' ~ keys[0] ~ ' is null', 'actual.' ~ keys[0] ~ ' is null'] -%}
  {%- for side in sides -%}
    {%- if side.within is none -%}
      {%- do conditions.append(side.expected ~ ' is distinct from ' ~ side.actual) -%}
    {%- else -%}
      {%- do conditions.append('(' ~ side.expected ~ ' is null) <> (' ~ side.actual ~ ' is null)') -%}
      {%- do conditions.append('abs(' ~ side.expected ~ ' - ' ~ side.actual ~ ') > ' ~ side.within) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ (conditions + also) | join('\n  or ') }}
{% endmacro %}
