-- Allocations by the method of each opco's policy. Grain: account_id, money_number, debit_number, settled_on.
with

balance_forward as (
  select * from {{ ref('int_allocations_balance_forward') }}
),

open_item as (
  select * from {{ ref('int_allocations_open_item') }}
),

policies as (
  select * from {{ ref('int_allocation_policies') }}
)

select balance_forward.*
from balance_forward
inner join policies on balance_forward.opco_id = policies.opco_id
where policies.allocation_method = 'balance_forward'
union all
select open_item.*
from open_item
inner join policies on open_item.opco_id = policies.opco_id
where policies.allocation_method = 'open_item'
