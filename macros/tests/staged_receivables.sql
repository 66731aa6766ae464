{# What is open of each bill and refund at each month's snapshot, with its days past due. #}
{% macro open_at_month_ends() %}
select
  debits.opco_id,
  debits.account_id,
  months.month_end,
  {{ days_between('debits.due_on', 'months.snapshot_on') }} as days_past_due,
  max(debits.amount)
  - coalesce(sum(case when allocations.settled_on <= months.snapshot_on then allocations.amount end), 0) as open_amount
from {{ ref('int_settled_debits') }} as debits
inner join {{ ref('int_months') }} as months
  on
    debits.ledger_on <= months.snapshot_on
    and (debits.settled_on is null or debits.settled_on > months.snapshot_on)
    and (debits.left_on is null or debits.left_on > months.snapshot_on)
left join {{ ref('int_allocations') }} as allocations
  on
    debits.account_id = allocations.account_id
    and debits.debit_number = allocations.debit_number
group by debits.opco_id, debits.account_id, debits.debit_number, debits.due_on, months.month_end, months.snapshot_on
{% endmacro %}


{# What every kpi test needs: the ledger of each opco and month, from the first month with a ledger. #}
{% macro staged_opco_months() %}
open_items as (
  {{ open_at_month_ends() }}
),

open_amounts as (
  select
    opco_id,
    month_end,
    sum(open_amount) as receivables,
    sum(case when days_past_due <= 0 then open_amount else 0 end) as not_yet_due
  from open_items
  group by opco_id, month_end
),

billed_amounts as (
  select
    opco_id,
    {{ month_end_of('ledger_on') }} as month_end,
    sum(bill_amount) as billed
  from ({{ staged_bills() }}) as bills
  where bill_amount >= 0
  group by opco_id, {{ month_end_of('ledger_on') }}
),

cash_amounts as (
  select
    opco_id,
    {{ month_end_of('paid_on') }} as month_end,
    sum(amount) as cash
  from ({{ staged_payments() }}) as payments
  where payment_type <> 'bonus'
  group by opco_id, {{ month_end_of('paid_on') }}
),

opco_months as (
  select
    kpis.opco_id,
    kpis.month_end,
    {{ days_between('months.month_start', 'months.snapshot_on') }} + 1 as days_so_far,
    coalesce(billed_amounts.billed, 0) as billed,
    coalesce(cash_amounts.cash, 0) as cash,
    coalesce(openings.receivables, 0) as opening,
    coalesce(closings.receivables, 0) as closing,
    coalesce(closings.not_yet_due, 0) as not_yet_due
  from {{ ref('fct_billing_kpis') }} as kpis
  inner join {{ ref('int_months') }} as months on kpis.month_end = months.month_end
  left join {{ ref('int_months') }} as previous_months on months.month_index = previous_months.month_index + 1
  left join billed_amounts on kpis.opco_id = billed_amounts.opco_id and kpis.month_end = billed_amounts.month_end
  left join cash_amounts on kpis.opco_id = cash_amounts.opco_id and kpis.month_end = cash_amounts.month_end
  left join open_amounts as closings on kpis.opco_id = closings.opco_id and kpis.month_end = closings.month_end
  left join open_amounts as openings on kpis.opco_id = openings.opco_id and previous_months.month_end = openings.month_end
  where kpis.currency_code is not null
)
{% endmacro %}
