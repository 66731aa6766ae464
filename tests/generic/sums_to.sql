{#
  Per group, columns of a fine-grained model add up to the columns of the same name in a coarser one. A
  group that one of the two lacks fails, unless its sums are 0: no rows and rows of nothing say the same.
#}
{% test sums_to(model, columns, group_by, to, where='1 = 1', to_where='1 = 1') %}
with

parts as (
  select
    {{ group_by | join(',\n    ') }}
    {%- for column in columns %},
    sum({{ column }}) as {{ column }}
    {%- endfor %}
  from {{ model }}
  where {{ where }}
  group by {{ group_by | join(', ') }}
),

wholes as (
  select
    {{ group_by | join(',\n    ') }}
    {%- for column in columns %},
    sum({{ column }}) as {{ column }}
    {%- endfor %}
  from {{ to }}
  where {{ to_where }}
  group by {{ group_by | join(', ') }}
)

select
  {% for column in group_by -%}
  coalesce(parts.{{ column }}, wholes.{{ column }}) as {{ column }}{{ ',' if not loop.last }}
  {% endfor -%}
  {% for column in columns -%}
  , parts.{{ column }} as parts_{{ column }}
  , wholes.{{ column }} as whole_{{ column }}
  {% endfor %}
from parts
full outer join wholes
  on {% for column in group_by %}{{ ' and ' if not loop.first }}parts.{{ column }} = wholes.{{ column }}{% endfor %}
where
  {% for column in columns -%}
  {{ 'or ' if not loop.first }}coalesce(parts.{{ column }}, 0) <> coalesce(wholes.{{ column }}, 0)
  {% endfor %}
{% endtest %}
