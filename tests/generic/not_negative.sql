{# A count or an amount that has no meaning below 0. Null passes: whether it may be null is the contract's say. #}
{% test not_negative(model, column_name) %}
select {{ column_name }}
from {{ model }}
where {{ column_name }} < 0
{% endtest %}
