-- Bills in the ledger with their default flags by window and by each allocation method. Grain: bill_id.
-- A negative bill is money and is not here; a zero bill is settled at once.
with

bills as (
  select * from {{ ref('int_ledger_bills') }} where is_in_ledger and bill_amount >= 0
),

window_money as (
  select * from {{ ref('int_bill_window_money') }}
),

allocations as (
  select * from {{ ref('int_bill_allocations') }}
),

settled as (
  select * from {{ ref('int_settled_debits') }}
),

-- paid when no more is missing than the policy tolerates
flagged as (
  select
    bills.bill_id,
    bills.ledger_on,
    bills.due_on,
    bills.bill_amount,
    allocations.allocation_method,
    window_money.paid_in_window,
    bills.bill_amount > 0 and window_money.paid_in_window < bills.bill_amount - bills.bill_tolerance as default_60d,
    {% for method in allocation_methods() -%}
    allocations.allocated_{{ method }},
    allocations.allocated_in_window_{{ method }},
    bills.bill_amount > 0
    and allocations.allocated_in_window_{{ method }} < bills.bill_amount - bills.bill_tolerance as default_60d_{{ method }},
    {% endfor -%}
    allocations.credited,
    allocations.allocated_by_due,
    -- a bill that comes after its due day can be paid from the day it enters the ledger
    greatest(bills.due_on, bills.ledger_on) as judged_on,
    allocations.allocated_by_due < bills.bill_amount - bills.bill_tolerance as is_short_by_due,
    case when bills.bill_amount = 0 then bills.ledger_on else settled.settled_on end as settled_on,
    settled.left_on,
    row_number() over (partition by bills.account_id order by bills.ledger_on, bills.due_on, bills.bill_id) as bill_number
  from bills
  inner join window_money on bills.bill_id = window_money.bill_id
  inner join allocations on bills.bill_id = allocations.bill_id
  left join settled on bills.bill_id = settled.bill_id
)

-- the policy's method is the one that counts; the other is kept beside it
select
  *,
  {% for part in ['allocated', 'allocated_in_window', 'default_60d'] -%}
  case allocation_method
    {%- for method in allocation_methods() %} when '{{ method }}' then {{ part }}_{{ method }}{% endfor %} end as {{ part if part != 'default_60d' else 'default_60d_allocated' }},
  {% endfor -%}
  -- what left with its loan by then was never late
  is_short_by_due and judged_on < coalesce(left_on, {{ as_of_date() }}) and judged_on < {{ as_of_date() }} as is_late
from flagged
