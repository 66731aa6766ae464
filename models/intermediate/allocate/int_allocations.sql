-- Allocations by the method of each opco's policy. Grain: account_id, money_number, debit_number, settled_on.
with

allocations as (
  select * from {{ ref('int_method_allocations') }}
),

policies as (
  select * from {{ ref('int_allocation_policies') }}
)

select allocations.*
from allocations
inner join policies
  on
    allocations.opco_id = policies.opco_id
    and allocations.allocation_method = policies.allocation_method
