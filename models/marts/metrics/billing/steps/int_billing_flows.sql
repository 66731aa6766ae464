-- Flows and balances of the ledger by month and opco, and for all. Grain: month_end, opco_id ('all' for the group).
-- An opco's money is in its own currency, that of all in the reporting currency: null when one opco has no rate.
with

receivables as (
  select * from {{ ref('int_receivables_months') }}
),

months as (
  select * from {{ ref('int_months') }}
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

-- cash is what was paid in, less what was paid back; bonuses and negative bills are none
summed as (
  select
    opco_id,
    month_end,
    max(currency_code) as currency_code,
    cast(sum(billed) as decimal(28, 6)) as billed,
    cast(-sum(paid) - sum(refunded) as decimal(28, 6)) as cash,
    cast(sum(gross_receivables) as decimal(28, 6)) as closing_receivables,
    cast(sum(not_yet_due) as decimal(28, 6)) as closing_not_yet_due,
    cast(sum(arrears) as decimal(28, 6)) as arrears,
    cast(sum(unapplied_credit) as decimal(28, 6)) as unapplied_credit
  from receivables
  group by opco_id, month_end
),

opened as (
  select
    *,
    lag(closing_receivables, 1, cast(0 as decimal(28, 6))) over (
      partition by opco_id
      order by month_end
    ) as opening_receivables
  from summed
),

-- one rate for the whole month, the opening too: a rate that moves collects nothing
valued as (
  select
    opened.*,
    cast(fx_rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from opened
  left join fx_rates
    on
      opened.currency_code = fx_rates.currency_code
      and opened.month_end = fx_rates.month_end
),

flows as (
  select
    month_end,
    opco_id,
    currency_code,
    {{ billing_flows() | join(',\n    ') }}
  from opened
  union all
  select
    month_end,
    'all' as opco_id,
    '{{ var('reporting_currency') | upper }}' as currency_code,
    -- a part of a sum is no sum
    {% for flow in billing_flows() -%}
    cast(
      case when count(rate_to_reporting) = count(*) then sum(cast({{ flow }} as decimal(18, 2)) * rate_to_reporting) end
      as decimal(28, 6)
    ) as {{ flow }}{{ ',' if not loop.last }}
    {% endfor %}
  from valued
  group by month_end
)

select
  flows.*,
  {{ days_between('months.month_start', 'months.snapshot_on') }} + 1 as days_in_month_so_far
from flows
inner join months on flows.month_end = months.month_end
