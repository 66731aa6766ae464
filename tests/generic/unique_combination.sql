{#
  The grain of a model: no two rows agree in all of the columns. Nulls count as equal to each other.
#}
{% test unique_combination(model, columns) %}
select
  {{ columns | join(',\n  ') }},
  count(*) as rows_found
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
