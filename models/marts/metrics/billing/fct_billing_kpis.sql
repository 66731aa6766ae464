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
  coalesce(opcos.currency_code, '{{ var('reporting_currency') | upper }}') as currency_code,
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
  {% for name, numerator, denominator in bill_rates() -%}
  {{ rate('bill_months.' ~ numerator, 'bill_months.' ~ denominator) | trim }} as {{ name }}{{ ',' if not loop.last }}
  {% endfor %}
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
