-- Closed bills to which too little was allocated by the end of the window, over closed bills.
-- The allocations of each bill are added up again; the rows of the bill come from staging.
with

bills as (
  {{ staged_bills() }}
),

allocated as (
  select
    bills.bill_id,
    sum(case when allocations.settled_on <= bills.window_to then allocations.amount else 0 end) as allocated
  from bills
  inner join {{ ref('int_allocations') }} as allocations on bills.bill_id = allocations.bill_id
  group by bills.bill_id
),

judged as (
  select
    bills.opco_id,
    bills.account_id,
    bills.month_end,
    bills.window_to <= {{ as_of_date() }} as is_closed,
    bills.bill_amount > 0 and coalesce(allocated.allocated, 0) < bills.bill_amount - bills.bill_tolerance as is_default,
    row_number() over (partition by bills.account_id order by bills.ledger_on, bills.due_on, bills.bill_id) as bill_number
  from bills
  left join allocated on bills.bill_id = allocated.bill_id
  where bills.bill_amount >= 0
),

expected as (
  select
    opco_id,
    month_end,
    cast(sum(case when is_closed and is_default then 1 else 0 end) as decimal(28, 6)) as numerator,
    cast(sum(case when is_closed then 1 else 0 end) as decimal(28, 6)) as denominator
  from judged
  group by opco_id, month_end
),

{{ billing_values_differ('default_60d_allocated_rate') }}
