{# What is open of each bill and refund at each month's snapshot, with its days past due. #}
{% macro open_at_month_ends() %}
select
  debits.opco_id,
  debits.account_id,
  debits.debit_type,
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
group by debits.opco_id, debits.account_id, debits.debit_number, debits.debit_type, debits.due_on, months.month_end, months.snapshot_on
{% endmacro %}



{#
  The whole test of a column of fct_billing_kpis: the ledger of each opco and month from staging, for all in the reporting
  currency. `expected_value` is SQL over opening (with what was brought forward), closing, not_yet_due, arrears, billed, cash,
  left_over (what left without money), days_so_far, first_bills and first_defaults. Months run from an opco's first install or movement to that of as_of_date, and wherever bills stand.
#}
{% macro billing_kpis_test(column, expected_value) %}
{%- set amounts = ['opening', 'closing', 'not_yet_due', 'arrears', 'billed', 'cash', 'left_over'] -%}
with

open_amounts as (
  select
    opco_id,
    month_end,
    sum(open_amount) as receivables,
    sum(case when days_past_due <= 0 then open_amount else 0 end) as not_yet_due,
    sum(case when days_past_due > 0 and debit_type = 'bill' then open_amount else 0 end) as arrears
  from ({{ open_at_month_ends() }}) as open_items
  group by opco_id, month_end
),

billed_amounts as (
  select
    opco_id,
    {{ month_end_of('ledger_on') }} as month_end,
    sum(case when is_opening then 0 else bill_amount end) as billed,
    sum(case when is_opening then bill_amount else 0 end) as brought
  from ({{ staged_bills() }}) as bills
  where bill_amount >= 0
  group by opco_id, {{ month_end_of('ledger_on') }}
),

-- what is open of its bills when a loan ends, after the money of that day
left_amounts as (
  select
    opco_id,
    {{ month_end_of('loan_ended_on') }} as month_end,
    sum(open_amount) as left_over
  from (
    select
      bills.opco_id,
      bills.loan_ended_on,
      bills.bill_amount - coalesce(sum(allocations.amount), 0) as open_amount
    from ({{ staged_bills() }}) as bills
    left join {{ ref('int_allocations') }} as allocations on bills.bill_id = allocations.bill_id
    where bills.bill_amount > 0 and bills.loan_ended_on is not null
    group by bills.bill_id, bills.opco_id, bills.loan_ended_on, bills.bill_amount
  ) as ended
  group by opco_id, {{ month_end_of('loan_ended_on') }}
),

cash_amounts as (
  select
    opco_id,
    {{ month_end_of('paid_on') }} as month_end,
    sum(amount) as cash
  from (
    select opco_id, paid_on, amount from ({{ staged_payments() }}) as payments where payment_type <> 'bonus'
    union all
    select opco_id, paid_on, amount from ({{ staged_recoveries() }}) as recoveries where account_type = 'loan'
  ) as cash_payments
  group by opco_id, {{ month_end_of('paid_on') }}
),

first_days as (
  select opco_id, min(first_on) as first_on
  from (
    select opco_id, min(ledger_on) as first_on from ({{ staged_bills() }}) as bills where bill_amount <> 0 group by opco_id
    union all
    select opco_id, min(paid_on) as first_on from ({{ staged_payments() }}) as payments group by opco_id
    union all
    select opco_id, min(paid_on) as first_on from ({{ staged_recoveries() }}) as recoveries where account_type = 'loan' group by opco_id
    union all
    select opco_id, min(told_from) as first_on
    from {{ ref('chk_accounts') }}
    where account_type in ('utility', 'loan') and told_from <= {{ as_of_date() }}
    group by opco_id
  ) as days
  group by opco_id
),

opco_months as (
  select
    first_days.opco_id,
    months.month_end,
    {{ days_between('months.month_start', 'months.snapshot_on') }} + 1 as days_so_far,
    coalesce(billed_amounts.billed, 0) as billed,
    coalesce(cash_amounts.cash, 0) as cash,
    coalesce(left_amounts.left_over, 0) as left_over,
    coalesce(openings.receivables, 0) + coalesce(billed_amounts.brought, 0) as opening,
    coalesce(closings.receivables, 0) as closing,
    coalesce(closings.not_yet_due, 0) as not_yet_due,
    coalesce(closings.arrears, 0) as arrears,
    cast(rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from first_days
  inner join {{ ref('int_months') }} as months on first_days.first_on <= months.month_end
  inner join {{ ref('stg_opcos') }} as opcos on first_days.opco_id = opcos.opco_id
  left join {{ ref('int_fx_rates_monthly') }} as rates
    on opcos.currency_code = rates.currency_code and months.month_end = rates.month_end
  left join billed_amounts on first_days.opco_id = billed_amounts.opco_id and months.month_end = billed_amounts.month_end
  left join left_amounts on first_days.opco_id = left_amounts.opco_id and months.month_end = left_amounts.month_end
  left join cash_amounts on first_days.opco_id = cash_amounts.opco_id and months.month_end = cash_amounts.month_end
  left join open_amounts as closings on first_days.opco_id = closings.opco_id and months.month_end = closings.month_end
  left join open_amounts as openings
    on first_days.opco_id = openings.opco_id and {{ add_days('months.month_start', -1) }} = openings.month_end
),

ledger_months as (
  select
    opco_id,
    month_end,
    days_so_far
    {%- for amount in amounts %},
    cast({{ amount }} as decimal(28, 6)) as {{ amount }}
    {%- endfor %}
  from opco_months
  union all
  select
    'all' as opco_id,
    month_end,
    max(days_so_far) as days_so_far
    {%- for amount in amounts %},
    cast(
      case when count(rate_to_reporting) = count(*) then sum(cast({{ amount }} as {{ money_type() }}) * rate_to_reporting) end as decimal(28, 6)
    ) as {{ amount }}
    {%- endfor %}
  from opco_months
  group by month_end
),

bill_months as (
  {% for opco_id in ['opco_id', "'all'"] -%}
  select
    {{ opco_id }} as opco_id,
    month_end,
    sum(case when bill_number = 1 and is_rated and is_closed then 1 else 0 end) as first_bills,
    sum(case when bill_number = 1 and is_rated and is_closed and is_default then 1 else 0 end) as first_defaults
  from ({{ staged_rated_bills() }}) as bills
  group by month_end{{ ', opco_id' if loop.first }}
  {{ 'union all' if loop.first }}
  {% endfor -%}
),

all_months as (
  select
    coalesce(ledger_months.opco_id, bill_months.opco_id) as opco_id,
    coalesce(ledger_months.month_end, bill_months.month_end) as month_end,
    ledger_months.days_so_far,
    ledger_months.{{ amounts | join(',\n    ledger_months.') }},
    bill_months.first_bills,
    bill_months.first_defaults
  from ledger_months
  full outer join bill_months
    on ledger_months.opco_id = bill_months.opco_id and ledger_months.month_end = bill_months.month_end
),

expected as (
  select
    opco_id,
    month_end,
    cast({{ expected_value }} as {{ type_double() }}) as expected_value
  from all_months
)

{{ differences(ref('fct_billing_kpis'), keys=['opco_id', 'month_end'], columns=[
  {
    'name': 'value', 'expected': 'expected.expected_value', 'actual': 'actual.' ~ column,
    'within': '0.000001 * greatest(1, abs(expected.expected_value))',
  },
]) }}
{% endmacro %}
