-- Accounts whose first bill is closed and in default, over accounts whose first bill is closed.
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

first_bills as (
  select
    opco_id,
    month_end,
    sum(case when is_default then 1 else 0 end) as defaulted,
    count(*) as closed
  from judged
  where bill_number = 1 and is_closed
  group by opco_id, month_end
),

expected as (
  select
    kpis.opco_id,
    kpis.month_end,
    {{ rate('first_bills.defaulted', 'first_bills.closed') }} as expected_value
  from {{ ref('fct_billing_kpis') }} as kpis
  left join first_bills
    on
      kpis.opco_id = first_bills.opco_id
      and kpis.month_end = first_bills.month_end
),

{{ billing_kpis_differ('first_payment_default_rate') }}
