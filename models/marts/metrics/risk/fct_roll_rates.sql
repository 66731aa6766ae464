-- The metrics roll_rate and roll_balance_rate: where the accounts of each PAR bucket are one closed month-end later.
-- Grain: month_end (the later one), opco_id ('all' for the group), from_bucket, to_bucket.
-- Cells without accounts are absent; the rates of a from_bucket add up to 1.
with

moves as (
  select * from {{ ref('int_roll_moves') }}
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

by_opco as (
  select
    month_end,
    opco_id,
    currency_code,
    from_bucket,
    to_bucket,
    sum(accounts) as accounts,
    cast(sum(balance) as decimal(28, 6)) as balance
  from moves
  group by month_end, opco_id, currency_code, from_bucket, to_bucket
),

-- an opening balance is worth what it was worth on its own day
valued as (
  select
    by_opco.*,
    cast(by_opco.balance as {{ money_type() }}) * cast(fx_rates.rate_to_reporting as decimal(20, 12)) as reporting_balance
  from by_opco
  left join fx_rates
    on
      by_opco.currency_code = fx_rates.currency_code
      and {{ add_days(month_start_of('by_opco.month_end'), -1) }} = fx_rates.month_end
),

for_all as (
  select
    month_end,
    'all' as opco_id,
    {{ reporting_currency() }} as currency_code,
    from_bucket,
    to_bucket,
    sum(accounts) as accounts,
    -- a part of a sum is no sum
    cast(case when count(reporting_balance) = count(*) then sum(reporting_balance) end as decimal(28, 6)) as balance
  from valued
  group by month_end, from_bucket, to_bucket
),

cells as (
  select * from by_opco
  union all
  select * from for_all
),

opened as (
  select
    *,
    sum(accounts) over opening_bucket as opening_accounts,
    case when count(balance) over opening_bucket = count(*) over opening_bucket then sum(balance) over opening_bucket end as opening_balance
  from cells
  window opening_bucket as (partition by month_end, opco_id, from_bucket)
)

select
  month_end,
  opco_id,
  currency_code,
  from_bucket,
  to_bucket,
  cast(accounts as bigint) as accounts,
  cast(opening_accounts as bigint) as opening_accounts,
  balance,
  cast(opening_balance as decimal(28, 6)) as opening_balance,
  {{ rate('accounts', 'opening_accounts') | trim }} as rate,
  {{ rate('balance', 'opening_balance') | trim }} as balance_rate
from opened
