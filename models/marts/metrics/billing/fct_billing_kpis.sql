-- Billing, collection and default rates. Grain: month_end, opco_id ('all' for the group, in the reporting currency).
with

flows as (
  select * from {{ ref('int_billing_flows') }}
),

bill_months as (
  select * from {{ ref('int_bill_months') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

months as (
  select * from {{ ref('int_months') }}
),

-- default rates stand in the month of the bill's period_end, flows and balances in their own
keys as (
  select
    month_end,
    opco_id
  from flows
  union
  select
    month_end,
    opco_id
  from bill_months
)

select
  keys.month_end,
  keys.opco_id,
  coalesce(opcos.currency_code, {{ reporting_currency() }}) as currency_code,
  -- a bill's period may end in a month that is yet to come
  coalesce(months.is_month_closed, false) as is_month_closed,
  flows.days_in_month_so_far,
  {% for flow in billing_flows() -%}
  flows.{{ flow }},
  {% endfor -%}
  {{ rate('flows.closing_receivables * flows.days_in_month_so_far', 'flows.billed') | trim }} as dso,
  -- B19: what leaves without money was not collected
  {{ rate(
    '100 * (flows.opening_receivables + flows.brought_forward + flows.billed - flows.closing_receivables - flows.left_without_money)',
    'flows.opening_receivables + flows.brought_forward + flows.billed - flows.closing_not_yet_due'
  ) | trim }} as cei,
  {{ rate('flows.cash', 'flows.billed') | trim }} as collection_ratio,
  {% for name, condition in bill_counts() -%}
  coalesce(bill_months.{{ name }}, 0) as {{ name }},
  {% endfor -%}
  {{ rate('bill_months.defaulted_closed_bills', 'bill_months.closed_bills') }} as default_60d_rate,
  {{ rate('bill_months.defaulted_bills', 'bill_months.rated_bills') }} as default_60d_all_bills_rate,
  {{ rate('bill_months.defaulted_allocated_closed_bills', 'bill_months.closed_bills') }} as default_60d_allocated_rate,
  {{ rate('bill_months.defaulted_allocated_bills', 'bill_months.rated_bills') }} as default_60d_allocated_all_bills_rate,
  {{ rate('bill_months.defaulted_balance_forward_closed_bills', 'bill_months.closed_bills') }} as default_60d_balance_forward_rate,
  {{ rate('bill_months.defaulted_balance_forward_bills', 'bill_months.rated_bills') }} as default_60d_balance_forward_all_bills_rate,
  {{ rate('bill_months.defaulted_open_item_closed_bills', 'bill_months.closed_bills') }} as default_60d_open_item_rate,
  {{ rate('bill_months.defaulted_open_item_bills', 'bill_months.rated_bills') }} as default_60d_open_item_all_bills_rate,
  {{ rate('bill_months.defaulted_first_bills', 'bill_months.closed_first_bills') }} as first_payment_default_rate
from keys
left join flows
  on
    keys.month_end = flows.month_end
    and keys.opco_id = flows.opco_id
left join bill_months
  on
    keys.month_end = bill_months.month_end
    and keys.opco_id = bill_months.opco_id
left join opcos on keys.opco_id = opcos.opco_id
left join months on keys.month_end = months.month_end
