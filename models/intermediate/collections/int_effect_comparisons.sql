-- Treated accounts beside their comparable accounts. Grain: month_end, opco_id, action_type, par_bucket, balance_band.
-- Where a control group was held out there is one row per month, opco and type, with both bands null.
with

accounts as (
  select * from {{ ref('int_effect_accounts') }}
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

-- a row held out as `other` does not say what was planned: it is a control for every type
action_types as (
  select distinct action_type from treated
),

held_out as (
  select
    accounts.month_end,
    accounts.opco_id,
    action_types.action_type,
    count(*) as comparison_accounts,
    sum(accounts.payers) as comparison_payers
  from accounts
  inner join action_types on accounts.held_out_from = action_types.action_type or accounts.held_out_from = 'other'
  group by accounts.month_end, accounts.opco_id, action_types.action_type
),

-- a control group was drawn for the comparison: it needs no matching
against_held_out as (
  select
    treated.month_end,
    treated.opco_id,
    treated.action_type,
    cast(null as {{ dbt.type_string() }}) as par_bucket,
    cast(null as {{ dbt.type_string() }}) as balance_band,
    'holdout' as comparison_basis,
    sum(treated.treated_accounts) as treated_accounts,
    sum(treated.treated_payers) as treated_payers,
    sum(treated.treated_paid_amount) as treated_paid_amount,
    sum(treated.cost) as cost,
    sum(treated.actions_without_cost) as actions_without_cost,
    max(held_out.comparison_accounts) as comparison_accounts,
    max(held_out.comparison_payers) as comparison_payers
  from treated
  inner join held_out
    on
      treated.month_end = held_out.month_end
      and treated.opco_id = held_out.opco_id
      and treated.action_type = held_out.action_type
  group by treated.month_end, treated.opco_id, treated.action_type
),

against_untreated as (
  select
    treated.month_end,
    treated.opco_id,
    treated.action_type,
    treated.par_bucket,
    treated.balance_band,
    'matched' as comparison_basis,
    treated.treated_accounts,
    treated.treated_payers,
    treated.treated_paid_amount,
    treated.cost,
    treated.actions_without_cost,
    coalesce(untreated.comparison_accounts, 0) as comparison_accounts,
    coalesce(untreated.comparison_payers, 0) as comparison_payers
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
  where held_out.action_type is null
)

select * from against_held_out
union all
select * from against_untreated
