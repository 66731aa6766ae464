-- Receivables of utility and loan accounts at each month's snapshot, by age. Grain: account_id, month_end.
with

receivables as (
  select * from {{ ref('int_receivables_months') }}
),

arrears_periods as (
  select * from {{ ref('int_bill_arrears_periods') }}
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

openings as (
  select
    *,
    lag(balance, 1, cast(0 as {{ money_type() }})) over (partition by account_id order by month_end) as opening_balance
  from receivables
)

select
  openings.account_id,
  openings.month_end,
  openings.opco_id,
  openings.currency_code,
  openings.snapshot_on,
  openings.is_month_closed,
  {% for column, aging_bucket in aging_columns() -%}
  openings.{{ column }},
  {% endfor -%}
  openings.gross_receivables,
  openings.arrears,
  openings.unapplied_credit,
  cast(openings.opening_balance as {{ money_type() }}) as opening_balance,
  {% for movement in ledger_movements() -%}
  openings.{{ movement }},
  {% endfor -%}
  openings.left_with_loan,
  openings.recoveries,
  openings.balance,
  arrears_periods.oldest_due_on,
  case
    when arrears_periods.oldest_due_on is null then 0
    else {{ days_between('arrears_periods.oldest_due_on', 'openings.snapshot_on') }}
  end as days_past_due,
  -- a currency without a rate has no worth in the reporting currency
  {% for amount in ['arrears', 'balance'] -%}
  cast(
    openings.{{ amount }} * cast(fx_rates.rate_to_reporting as decimal(20, 12)) as decimal(28, 6)
  ) as {{ amount }}_reporting{{ ',' if not loop.last }}
  {% endfor %}
from openings
left join arrears_periods
  on
    openings.account_id = arrears_periods.account_id
    and openings.snapshot_on >= arrears_periods.valid_from
    and openings.snapshot_on < coalesce(arrears_periods.valid_to, cast('9999-12-31' as date))
left join fx_rates
  on
    openings.currency_code = fx_rates.currency_code
    and openings.month_end = fx_rates.month_end
