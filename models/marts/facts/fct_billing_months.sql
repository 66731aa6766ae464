-- Additive amounts of the ledger by month and opco, in the opco's and in the reporting currency. Grain: month_end, opco_id.
-- No total rows: sums over opcos are made of the reporting amounts.
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

-- cash is what was paid in, recoveries with it, less what was paid back; bonuses and negative bills are none
summed as (
  select
    opco_id,
    month_end,
    max(currency_code) as currency_code,
    cast(sum(billed) as decimal(28, 6)) as billed,
    cast(sum(brought_forward) as decimal(28, 6)) as brought_forward,
    cast(sum(recoveries) - sum(paid) - sum(refunded) as decimal(28, 6)) as cash,
    cast(sum(gross_receivables) as decimal(28, 6)) as closing_receivables,
    cast(sum(not_yet_due) as decimal(28, 6)) as closing_not_yet_due,
    cast(sum(arrears) as decimal(28, 6)) as arrears,
    cast(sum(unapplied_credit) as decimal(28, 6)) as unapplied_credit,
    cast(-sum(left_with_loan) as decimal(28, 6)) as left_without_money,
    {% for movement in leaving_movements() -%}
    cast(-sum({{ movement }}) as decimal(28, 6)) as {{ movement }},
    {% endfor -%}
    cast(sum(paid_off) as decimal(28, 6)) as paid_off,
    cast(sum(recoveries) as decimal(28, 6)) as recoveries
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
)

-- one rate for the whole month, the opening too: a rate that moves collects nothing
select
  opened.month_end,
  opened.opco_id,
  opened.currency_code,
  months.is_month_closed,
  {{ days_between('months.month_start', 'months.snapshot_on') }} + 1 as days_in_month_so_far,
  cast(fx_rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting,
  {% for flow in billing_flows() -%}
  cast(opened.{{ flow }} as decimal(28, 6)) as {{ flow }},
  {% endfor -%}
  {% for flow in billing_flows() -%}
  cast(
    cast(opened.{{ flow }} as {{ money_type() }}) * cast(fx_rates.rate_to_reporting as decimal(20, 12)) as decimal(28, 6)
  ) as {{ flow }}_reporting{{ ',' if not loop.last }}
  {% endfor %}
from opened
inner join months on opened.month_end = months.month_end
left join fx_rates
  on
    opened.currency_code = fx_rates.currency_code
    and opened.month_end = fx_rates.month_end
