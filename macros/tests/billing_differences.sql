{# Rows of fct_billing_values by opco that differ from a CTE `expected` (opco_id, month_end, numerator, denominator). #}
{% macro billing_values_differ(metric_id) %}
found as (
  select * from {{ ref('fct_billing_values') }} where metric_id = '{{ metric_id }}' and dimension = 'opco'
)

select
  coalesce(found.dimension_value, expected.opco_id) as opco_id,
  coalesce(found.month_end, expected.month_end) as month_end,
  found.numerator,
  expected.numerator as expected_numerator,
  found.denominator,
  expected.denominator as expected_denominator
from found
full outer join expected
  on
    found.dimension_value = expected.opco_id
    and found.month_end = expected.month_end
where
  found.numerator is distinct from expected.numerator
  or found.denominator is distinct from expected.denominator
  or found.value is distinct from case
    when expected.denominator is null then cast(expected.numerator as {{ type_double() }})
    else {{ rate('expected.numerator', 'expected.denominator') }}
  end
{% endmacro %}


{# Rows of fct_billing_kpis whose column differs from a CTE `expected` (opco_id, month_end, expected_value). #}
{% macro billing_kpis_differ(column) %}
found as (
  select
    opco_id,
    month_end,
    cast({{ column }} as {{ type_double() }}) as found_value
  from {{ ref('fct_billing_kpis') }}
)

select
  coalesce(found.opco_id, expected.opco_id) as opco_id,
  coalesce(found.month_end, expected.month_end) as month_end,
  found.found_value,
  expected.expected_value
from found
full outer join expected
  on
    found.opco_id = expected.opco_id
    and found.month_end = expected.month_end
where
  (found.found_value is null) <> (expected.expected_value is null)
  or abs(found.found_value - expected.expected_value) > 0.000001 * greatest(1, abs(expected.expected_value))
{% endmacro %}
