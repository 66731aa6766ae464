{#
  An identity between columns of one row. A row in which it is unknown (null) fails too, so that nulls
  cannot hide; `where` says which rows it is about.
#}
{% test expression_is_true(model, expression, where='1 = 1') %}
select *
from {{ model }}
where ({{ where }}) and not coalesce({{ expression }}, false)
{% endtest %}
