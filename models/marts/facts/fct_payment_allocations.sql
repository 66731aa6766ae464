-- Which payment settled how much of which bill, by the method of the opco's policy. Grain: payment_id, bill_id.
with

-- credit that was kept for an instalment which became void can come to a bill that the same payment has settled in part
allocations as (
  select
    payment_id,
    bill_id,
    account_id,
    opco_id,
    max(settled_on) as settled_on,
    cast(sum(amount) as {{ money_type() }}) as amount
  from {{ ref('int_allocations') }}
  where payment_id is not null and bill_id is not null
  group by payment_id, bill_id, account_id, opco_id
),

bills as (
  select * from {{ ref('int_ledger_bills') }}
),

payments as (
  select * from {{ ref('int_payments') }}
),

policies as (
  select * from {{ ref('int_allocation_policies') }}
)

select
  allocations.payment_id,
  allocations.bill_id,
  allocations.account_id,
  allocations.opco_id,
  policies.allocation_method,
  payments.payment_type,
  payments.paid_on,
  bills.due_on,
  allocations.settled_on,
  {{ month_end_of('allocations.settled_on') }} as month_end,
  {{ days_between('bills.due_on', 'allocations.settled_on') }} as days_past_due,
  allocations.settled_on <= bills.window_to as is_in_window,
  allocations.amount as allocated
from allocations
inner join bills on allocations.bill_id = bills.bill_id
inner join payments on allocations.payment_id = payments.payment_id
inner join policies on allocations.opco_id = policies.opco_id
