-- What roll rates and credit losses need to know of each account's month, beside its month before. Grain: account_id, month_end.
-- roll_state is the PAR bucket or the group of the exit. credit_state is the PAR bucket, default, or how the account left
-- for good: a device taken back or a balance given up is a default, whatever the days.
with

account_months as (
  select * from {{ ref('fct_account_months') }}
),

stages as (
  select * from {{ ref('ifrs9_stages') }}
),

-- the stage without a horizon is that of losses which have happened
impaired as (
  select max(stage) as impaired_stage from stages where pd_horizon_months is null
),

staged as (
  select
    account_months.*,
    case
      when account_months.is_defaulted then impaired.impaired_stage
      when account_months.is_contracted then stages.stage
    end as stage,
    impaired.impaired_stage
  from account_months
  cross join impaired
  left join stages
    on
      account_months.days_expired >= stages.lower_days
      and (stages.upper_days is null or account_months.days_expired <= stages.upper_days)
),

states as (
  select
    *,
    case when is_contracted then par_bucket else portfolio_group end as roll_state,
    case
      when stage = impaired_stage or portfolio_group = 'churned' then 'default'
      when is_contracted then par_bucket
      else portfolio_group
    end as credit_state
  from staged
)

select
  account_id,
  month_end,
  opco_id,
  account_type,
  currency_code,
  snapshot_on,
  is_month_closed,
  is_contracted,
  portfolio_category,
  days_expired,
  par_bucket,
  cast(stage as integer) as stage,
  roll_state,
  -- P32: whoever was given a new contract for the old debt has neither rolled nor cured
  case when is_contracted and restructures_count > 0 then 'restructured' else roll_state end as rolled_to,
  credit_state,
  outstanding_balance,
  lag(is_contracted) over account_line as was_contracted,
  lag(roll_state) over account_line as previous_roll_state,
  lag(credit_state) over account_line as previous_credit_state,
  lag(outstanding_balance) over account_line as previous_balance
from states
window account_line as (partition by account_id order by month_end)
