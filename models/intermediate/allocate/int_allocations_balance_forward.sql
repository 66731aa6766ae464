-- Allocations by balance_forward, whatever the policy. Grain: account_id, money_number, debit_number, settled_on.
with

allocations as (
  select * from {{ ref('int_method_allocations') }} where allocation_method = 'balance_forward'
)

select * from allocations
