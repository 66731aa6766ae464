-- What was allocated to each bill, by both methods, by as_of_date and by the end of its window. Grain: bill_id.
with

bills as (
  select * from {{ ref('int_ledger_bills') }} where is_in_ledger and bill_amount >= 0
),

policies as (
  select * from {{ ref('int_allocation_policies') }}
),

allocations as (
  {% for method in allocation_methods() -%}
  select
    '{{ method }}' as allocation_method,
    bill_id,
    settled_on,
    credit_bill_id,
    amount
  from {{ ref('int_allocations_' ~ method) }}
  where bill_id is not null
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

select
  bills.bill_id,
  policies.allocation_method,
  {% for method in allocation_methods() -%}
  cast(
    sum(case when allocations.allocation_method = '{{ method }}' then allocations.amount else 0 end) as decimal(18, 2)
  ) as allocated_{{ method }},
  cast(
    sum(
      case
        when allocations.allocation_method = '{{ method }}' and allocations.settled_on <= bills.window_to then allocations.amount
        else 0
      end
    ) as decimal(18, 2)
  ) as allocated_in_window_{{ method }},
  {% endfor -%}
  cast(
    sum(
      case
        when allocations.allocation_method = policies.allocation_method and allocations.credit_bill_id is not null
          then allocations.amount
        else 0
      end
    ) as decimal(18, 2)
  ) as credited,
  cast(
    sum(
      case
        when allocations.allocation_method = policies.allocation_method and allocations.settled_on <= greatest(bills.due_on, bills.ledger_on)
          then allocations.amount
        else 0
      end
    ) as decimal(18, 2)
  ) as allocated_by_due
from bills
inner join policies on bills.opco_id = policies.opco_id
left join allocations on bills.bill_id = allocations.bill_id
group by bills.bill_id, policies.allocation_method
