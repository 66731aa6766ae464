-- Flows and balances of the ledger by month and opco, and for all. Grain: month_end, opco_id ('all' for the group).
-- An opco's money is in its own currency, that of all in the reporting currency: null when one opco has no rate.
with

billing_months as (
  select * from {{ ref('fct_billing_months') }}
)

select
  month_end,
  opco_id,
  currency_code,
  days_in_month_so_far,
  {{ billing_flows() | join(',\n  ') }}
from billing_months
union all
select
  month_end,
  'all' as opco_id,
  {{ reporting_currency() }} as currency_code,
  max(days_in_month_so_far) as days_in_month_so_far,
  -- a part of a sum is no sum
  {% for flow in billing_flows() -%}
  cast(
    case when count(rate_to_reporting) = count(*) then sum(cast({{ flow }} as {{ money_type() }}) * rate_to_reporting) end
    as decimal(28, 6)
  ) as {{ flow }}{{ ',' if not loop.last }}
  {% endfor %}
from billing_months
group by month_end
