-- Treated accounts beside their comparable accounts. Grain: month_end, opco_id, action_type, par_bucket, balance_band.
-- A control group that was held out goes before other accounts without an action, band by band.
with

accounts as (
  select * from {{ ref('int_effect_accounts') }}
),

controls as (
  select * from {{ ref('int_effect_controls') }}
),

treated as (
  select
    month_end,
    opco_id,
    treated_with as action_type,
    par_bucket,
    balance_band,
    count(*) as treated_accounts,
    sum(payers) as treated_payers,
    sum(paid_amount) as treated_paid_amount,
    sum(cost) as cost,
    sum(actions_without_cost) as actions_without_cost
  from accounts
  where treated_with is not null
  group by month_end, opco_id, treated_with, par_bucket, balance_band
),

-- accounts with no action, by the bands they are matched on
untreated as (
  select
    month_end,
    opco_id,
    par_bucket,
    balance_band,
    count(*) as comparison_accounts,
    sum(payers) as comparison_payers
  from accounts
  where treated_with is null
  group by month_end, opco_id, par_bucket, balance_band
),

-- a draw is even on average only: like is compared with like here too
held_out as (
  select
    accounts.month_end,
    accounts.opco_id,
    controls.action_type,
    accounts.par_bucket,
    accounts.balance_band,
    count(*) as comparison_accounts,
    sum(accounts.payers) as comparison_payers
  from controls
  inner join accounts
    on
      controls.month_end = accounts.month_end
      and controls.account_id = accounts.account_id
  group by accounts.month_end, accounts.opco_id, controls.action_type, accounts.par_bucket, accounts.balance_band
)

-- bands without a control are matched with accounts that had no action
select
  treated.month_end,
  treated.opco_id,
  treated.action_type,
  treated.par_bucket,
  treated.balance_band,
  case when held_out.comparison_accounts is null then 'matched' else 'holdout' end as comparison_basis,
  treated.treated_accounts,
  treated.treated_payers,
  treated.treated_paid_amount,
  treated.cost,
  treated.actions_without_cost,
  coalesce(held_out.comparison_accounts, untreated.comparison_accounts, 0) as comparison_accounts,
  coalesce(held_out.comparison_payers, untreated.comparison_payers, 0) as comparison_payers
from treated
left join untreated
  on
    treated.month_end = untreated.month_end
    and treated.opco_id = untreated.opco_id
    and treated.par_bucket = untreated.par_bucket
    and treated.balance_band = untreated.balance_band
left join held_out
  on
    treated.month_end = held_out.month_end
    and treated.opco_id = held_out.opco_id
    and treated.action_type = held_out.action_type
    and treated.par_bucket = held_out.par_bucket
    and treated.balance_band = held_out.balance_band
