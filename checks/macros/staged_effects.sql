{#
  For tests: treated accounts of each month-end, opco and action type with what the comparable accounts did, account by account.
  A list of CTEs that ends in `counted`.
#}
{% macro staged_effects() %}
actions as (
  {{ staged_actions() }}
),

held_out as (
  select held_out_actions.account_id, held_out_actions.action_type, held_out_actions.action_on, accounts.opco_id
  from {{ ref('stg_actions') }} as held_out_actions
  inner join {{ ref('stg_accounts') }} as accounts on held_out_actions.account_id = accounts.account_id
  where
    held_out_actions.is_holdout
    and held_out_actions.action_on <= {{ as_of_date() }}
    and held_out_actions.action_type not in ('arrangement_agreed', 'arrangement_broken')
),

payments as (
  {{ collected_payments() }}
),

days as (
  select opco_id, action_on as on_day from actions
  union
  select opco_id, action_on as on_day from held_out
  union
  select opco_id, paid_on as on_day from payments
  union
  select opco_id, {{ as_of_date() }} as on_day from {{ ref('stg_opcos') }}
),

-- what the policy of a day allows
windows as (
  {{ policy_on_days('days', 'attribution_window_days') }}
),

accounts as (
  select
    account_months.*,
    account_months.outstanding_balance / nullif(
      avg(account_months.outstanding_balance) over (partition by account_months.month_end, account_months.opco_id), 0
    ) as relative_balance
  from {{ ref('fct_account_months') }} as account_months
  inner join windows on account_months.opco_id = windows.opco_id and windows.on_day = {{ as_of_date() }}
  where
    account_months.is_contracted
    and {{ add_days('account_months.month_end', 'windows.attribution_window_days') }} <= {{ as_of_date() }}
),

banded as (
  select accounts.*, bands.attribute_value as balance_band
  from accounts
  left join {{ ref('segmentation_bands') }} as bands
    on
      bands.attribute = 'balance_band'
      and coalesce(accounts.relative_balance, 0) >= bands.lower
      and (bands.upper is null or bands.upper > coalesce(accounts.relative_balance, 0))
),

done as (
  select
    banded.month_end, banded.account_id, actions.action_type, actions.cost,
    row_number() over (partition by banded.month_end, banded.account_id order by actions.action_at, actions.action_id) as action_rank
  from banded
  inner join actions on banded.account_id = actions.account_id and banded.month_end < actions.action_on
  inner join windows on banded.opco_id = windows.opco_id and actions.action_on = windows.on_day
  where {{ days_between('banded.month_end', 'actions.action_on') }} <= windows.attribution_window_days
),

not_done as (
  select distinct banded.month_end, banded.account_id, held_out.action_type
  from banded
  inner join held_out on banded.account_id = held_out.account_id and banded.month_end < held_out.action_on
  inner join windows on banded.opco_id = windows.opco_id and held_out.action_on = windows.on_day
  where {{ days_between('banded.month_end', 'held_out.action_on') }} <= windows.attribution_window_days
),

costs as (
  select month_end, account_id, sum(cost) as cost
  from done
  group by month_end, account_id
),

paid as (
  select banded.month_end, banded.account_id, sum(payments.amount) as paid_amount
  from banded
  inner join payments on banded.account_id = payments.account_id and banded.month_end < payments.paid_on
  inner join windows on banded.opco_id = windows.opco_id and payments.paid_on = windows.on_day
  where {{ days_between('banded.month_end', 'payments.paid_on') }} <= windows.attribution_window_days
  group by banded.month_end, banded.account_id
),

cases as (
  select
    banded.month_end, banded.opco_id, banded.account_id, banded.par_bucket, banded.balance_band,
    done.action_type as treated_with,
    coalesce(costs.cost, 0) as cost,
    coalesce(paid.paid_amount, 0) as paid_amount,
    case when paid.paid_amount > 0 then 1.0 else 0.0 end as has_paid
  from banded
  left join done on banded.month_end = done.month_end and banded.account_id = done.account_id and done.action_rank = 1
  left join costs on banded.month_end = costs.month_end and banded.account_id = costs.account_id
  left join paid on banded.month_end = paid.month_end and banded.account_id = paid.account_id
),

-- held out from what is named, or from anything that can be held out; never with the same kind of action done after all
controls as (
  select distinct treated.account_id as treated_account_id, not_done.month_end, not_done.account_id
  from cases as treated
  inner join not_done
    on
      treated.month_end = not_done.month_end
      and (
        treated.treated_with = not_done.action_type
        or (not_done.action_type = 'other' and treated.treated_with not in ('arrangement_agreed', 'arrangement_broken', 'promise'))
      )
  left join done
    on
      not_done.month_end = done.month_end
      and not_done.account_id = done.account_id
      and treated.treated_with = done.action_type
  where done.account_id is null
),

-- one line per treated account with the share of its own comparison that paid
matched as (
  select
    treated.month_end, treated.opco_id, treated.treated_with as action_type, treated.account_id,
    max(treated.has_paid) as has_paid, max(treated.paid_amount) as paid_amount, max(treated.cost) as cost,
    avg(case when controls.account_id is not null then others.has_paid end) as control_share,
    avg(case when others.treated_with is null then others.has_paid end) as matched_share
  from cases as treated
  left join cases as others
    on
      treated.month_end = others.month_end
      and treated.opco_id = others.opco_id
      and treated.par_bucket = others.par_bucket
      and treated.balance_band = others.balance_band
  left join controls
    on
      others.month_end = controls.month_end
      and others.account_id = controls.account_id
      and treated.account_id = controls.treated_account_id
  where treated.treated_with is not null
  group by treated.month_end, treated.opco_id, treated.treated_with, treated.account_id
),

compared as (
  select
    month_end, opco_id, action_type, account_id, has_paid, paid_amount, cost, control_share,
    coalesce(control_share, matched_share) as comparison_share
  from matched
),

counted as (
  select
    month_end, opco_id, action_type,
    count(comparison_share) as treated_accounts,
    count(control_share) as experiment_accounts,
    sum(case when comparison_share is not null then cost else 0 end) as cost,
    sum(case when comparison_share is not null then has_paid - comparison_share end) as extra_payers,
    sum(case when comparison_share is not null then paid_amount end) as paid_amount,
    sum(case when comparison_share is not null then has_paid end) as payers
  from compared
  group by month_end, opco_id, action_type
)
{% endmacro %}
