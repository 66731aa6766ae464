-- Bills in the ledger that are not negative, with their default flags by window and by each allocation method. Grain: bill_id.
-- A negative bill is money and is not here; a zero bill is settled at once. Flags are null for a bill that no rate counts.
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
    bills.loan_end_reason,
    allocations.allocation_method,
    allocations.judged_on,
    not bills.is_opening as is_billed,
    window_money.paid_in_window,
    bills.bill_amount > 0 and window_money.paid_in_window < bills.bill_amount - bills.bill_tolerance as is_short_window,
    {% for method in allocation_methods() -%}
    allocations.allocated_{{ method }},
    allocations.allocated_in_window_{{ method }},
    bills.bill_amount > 0
    and allocations.allocated_in_window_{{ method }} < bills.bill_amount - bills.bill_tolerance as is_short_{{ method }},
    -- whether the loan took the bill out of the ledger before its window was over
    coalesce(
      allocations.allocated_{{ method }} < bills.bill_amount and bills.loan_ended_on <= bills.window_to, false
    ) as is_cut_off_{{ method }},
    {% endfor -%}
    allocations.credited,
    bills.bill_amount > 0 and allocations.paid_early >= bills.bill_amount - bills.bill_tolerance as paid_before_window,
    allocations.allocated_by_due < bills.bill_amount - bills.bill_tolerance as is_short_by_due,
    case when bills.bill_amount = 0 then bills.ledger_on else settled.settled_on end as settled_on,
    settled.left_on,
    row_number() over (
      partition by bills.account_id
      order by case when bills.is_opening then 1 else 0 end, bills.ledger_on, bills.due_on, bills.bill_id
    ) as bill_number
  from bills
  inner join window_money on bills.bill_id = window_money.bill_id
  inner join allocations on bills.bill_id = allocations.bill_id
  left join settled on bills.bill_id = settled.bill_id
),

-- the policy's method is the one that counts; the other is kept beside it
chosen as (
  select
    *,
    {% for part in ['allocated', 'allocated_in_window', 'is_cut_off'] -%}
    case allocation_method
      {% for method in allocation_methods() -%}
      when '{{ method }}' then {{ part }}_{{ method }}
      {% endfor -%}
    end as {{ part }}{{ ',' if not loop.last }}
    {% endfor %}
  from flagged
),

-- B14: a bill that was cut off is rated by the end: nobody defaults on what was completed or opted out of, everybody on what
-- was written off or taken back, and what was cancelled or restructured says nothing. What was brought forward is nobody's bill of the month
rated as (
  select
    *,
    is_billed and not (is_cut_off and loan_end_reason not in ('completed', 'opted_out', 'written_off', 'repossessed')) as is_rated,
    loan_end_reason in ('written_off', 'repossessed') as ended_in_default
  from chosen
),

-- by window, it is the policy's method that says what the loan took out
defaulted as (
  select
    *,
    {% for name, short, cut_off in [('default_60d', 'is_short_window', 'is_cut_off')]
      + [('default_60d_balance_forward', 'is_short_balance_forward', 'is_cut_off_balance_forward')]
      + [('default_60d_open_item', 'is_short_open_item', 'is_cut_off_open_item')] -%}
    case when is_rated then case when {{ cut_off }} then ended_in_default else {{ short }} end end as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
  from rated
)

select
  *,
  case allocation_method
    {%- for method in allocation_methods() %} when '{{ method }}' then default_60d_{{ method }}{% endfor %} end as default_60d_allocated,
  -- what left with its loan by then was never late
  is_short_by_due and judged_on < coalesce(left_on, {{ as_of_date() }}) and judged_on < {{ as_of_date() }} as is_late
from defaulted
