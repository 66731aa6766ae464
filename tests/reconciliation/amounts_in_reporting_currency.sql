-- Credit losses and receivables in the reporting currency: by the youngest rate up to the snapshot that is at most 31 days
-- old, read from staging; unknown, never taken as 1, without one.
with

amounts as (
  {% for mart, local, reporting in [
    ('fct_expected_credit_losses', 'ead', 'ead_reporting'),
    ('fct_expected_credit_losses', 'ecl', 'ecl_reporting'),
    ('fct_receivables_months', 'arrears', 'arrears_reporting'),
    ('fct_receivables_months', 'balance', 'balance_reporting'),
  ] -%}
  select
    account_id,
    month_end,
    snapshot_on,
    currency_code,
    '{{ reporting }}' as column_name,
    cast({{ local }} as {{ type_double() }}) as local_amount,
    cast({{ reporting }} as {{ type_double() }}) as reporting_amount
  from {{ ref(mart) }}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
),

currencies as (
  select distinct currency_code, month_end, snapshot_on from amounts
),

ranked as (
  select
    currencies.currency_code,
    currencies.month_end,
    case
      when currencies.currency_code = {{ reporting_currency() }} then 1
      else cast(fx_rates.rate_to_reporting as {{ type_double() }})
    end as worth,
    row_number() over (
      partition by currencies.currency_code, currencies.month_end
      order by fx_rates.rate_on desc
    ) as age_rank
  from currencies
  left join {{ ref('stg_fx_rates') }} as fx_rates
    on
      currencies.currency_code = fx_rates.currency_code
      and {{ days_between('fx_rates.rate_on', 'currencies.snapshot_on') }} between 0 and 31
)

select
  amounts.account_id,
  amounts.month_end,
  amounts.column_name,
  amounts.local_amount,
  ranked.worth,
  amounts.reporting_amount
from amounts
left join ranked
  on
    amounts.currency_code = ranked.currency_code
    and amounts.month_end = ranked.month_end
    and ranked.age_rank = 1
where
  (amounts.reporting_amount is null) <> (amounts.local_amount * ranked.worth is null)
  or abs(amounts.reporting_amount - amounts.local_amount * ranked.worth) > 0.000001
