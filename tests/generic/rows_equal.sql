{#
  Two relations hold the same rows: each key in both, with the same values. Null equals null and nothing
  else. The key is unique and never null on both sides; duplicates and null keys are reported, not joined.
#}
{% test rows_equal(model, to, key, columns, where='1 = 1', to_where='1 = 1') %}
with

left_rows as (
  select
    {{ (key + columns) | join(',\n    ') }},
    count(*) over (partition by {{ key | join(', ') }}) as copies
  from {{ model }}
  where {{ where }}
),

right_rows as (
  select
    {{ (key + columns) | join(',\n    ') }},
    count(*) over (partition by {{ key | join(', ') }}) as copies
  from {{ to }}
  where {{ to_where }}
)

select
  {% for column in key -%}
  coalesce(left_rows.{{ column }}, right_rows.{{ column }}) as {{ column }},
  {% endfor -%}
  left_rows.copies as left_copies,
  right_rows.copies as right_copies
from left_rows
full outer join right_rows
  on {% for column in key %}{{ ' and ' if not loop.first }}left_rows.{{ column }} = right_rows.{{ column }}{% endfor %}
where
  left_rows.copies is distinct from 1
  or right_rows.copies is distinct from 1
  {% for column in columns -%}
  or left_rows.{{ column }} is distinct from right_rows.{{ column }}
  {% endfor %}
{% endtest %}
