-- What was allocated to each bill, by both methods, by as_of_date and by the end of its window. Grain: bill_id.
with

bills as (
  select * from {{ ref('int_ledger_bills') }} where is_in_ledger and bill_amount >= 0
),

policies as (
  select * from {{ ref('int_allocation_policies') }}
),

allocations as (
  select * from {{ ref('int_method_allocations') }} where bill_id is not null
),

judged as (
  select
    bills.*,
    policies.allocation_method,
    -- a bill that comes after its due day can be paid from the day it enters the ledger
    greatest(bills.due_on, bills.ledger_on) as judged_on
  from bills
  inner join policies on bills.opco_id = policies.opco_id
)

select
  judged.bill_id,
  judged.allocation_method,
  judged.judged_on,
  {% for method in allocation_methods() -%}
  {% set is_method = "allocations.allocation_method = '" ~ method ~ "'" -%}
  cast(sum(case when {{ is_method }} then allocations.amount else 0 end) as {{ money_type() }}) as allocated_{{ method }},
  cast(
    sum(case when {{ is_method }} and allocations.settled_on <= judged.window_to then allocations.amount else 0 end)
    as {{ money_type() }}
  ) as allocated_in_window_{{ method }},
  {% endfor -%}
  {% set by_policy = 'allocations.allocation_method = judged.allocation_method' -%}
  {% for name, condition in [
    ('credited', 'allocations.credit_bill_id is not null'),
    ('allocated_by_due', 'allocations.settled_on <= judged.judged_on'),
    ('paid_early', 'allocations.settled_on < judged.window_from'),
  ] -%}
  cast(
    sum(case when {{ by_policy }} and {{ condition }} then allocations.amount else 0 end) as {{ money_type() }}
  ) as {{ name }}{{ ',' if not loop.last }}
  {% endfor %}
from judged
left join allocations on judged.bill_id = allocations.bill_id
group by judged.bill_id, judged.allocation_method, judged.judged_on
