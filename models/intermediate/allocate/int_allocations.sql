-- Allocations by the method of each opco's policy. Grain: account_id, money_number, debit_number, settled_on.
with

policies as (
  select * from {{ ref('int_allocation_policies') }}
)

{% for method in allocation_methods() -%}
select allocations.*
from {{ ref('int_allocations_' ~ method) }} as allocations
inner join policies on allocations.opco_id = policies.opco_id
where policies.allocation_method = '{{ method }}'
{{ 'union all' if not loop.last }}
{% endfor %}
