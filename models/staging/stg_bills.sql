-- Accepted bills. Grain: bill_id.
with

bills as (
  select * from {{ ref('judged_bills') }} where row_status = 'accepted'
)

select
  bill_id,
  account_id,
  contract_id,
  period_start,
  period_end,
  issued_on,
  due_on,
  bill_amount,
  usage_quantity,
  credits_bill_id,
  coalesce(is_opening, false) as is_opening,
  loaded_at
from bills
