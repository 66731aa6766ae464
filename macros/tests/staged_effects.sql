{#
  For tests: treated accounts of each month-end, opco and action type with what the comparable accounts did, account by account.
  A list of CTEs that ends in `counted`.
#}
{% macro staged_effects() %}
actions as (
  {{ staged_actions() }}
),

held_out as (
  select account_id, action_type, action_on, action_at, action_id
  from {{ ref('stg_actions') }}
  where is_holdout and action_type not in ('arrangement_agreed', 'arrangement_broken')
),

payments as (
  {{ collected_payments() }}
),

days as (
  select distinct opco_id, month_end as on_day from {{ ref('fct_account_months') }}
),

windows as (
  {{ policy_on_days('days', 'attribution_window_days') }}
),

accounts as (
  select
    account_months.*,
    {{ add_days('account_months.month_end', 'windows.attribution_window_days') }} as window_ends_on,
    account_months.outstanding_balance / nullif(
      avg(account_months.outstanding_balance) over (partition by account_months.month_end, account_months.opco_id), 0
    ) as relative_balance
  from {{ ref('fct_account_months') }} as account_months
  inner join windows on account_months.opco_id = windows.opco_id and account_months.month_end = windows.on_day
  where
    account_months.is_contracted
    and {{ add_days('account_months.month_end', 'windows.attribution_window_days') }} <= {{ as_of_date() }}
),

banded as (
  select
    accounts.*,
    case
      when coalesce(accounts.relative_balance, 0) < 0.5 then 'small'
      when accounts.relative_balance < 1 then 'below_average'
      when accounts.relative_balance < 2 then 'above_average'
      else 'large'
    end as balance_band
  from accounts
),

done as (
  select
    banded.month_end, banded.account_id, actions.action_type, actions.cost,
    row_number() over (partition by banded.month_end, banded.account_id order by actions.action_at, actions.action_id) as action_rank
  from banded
  inner join actions
    on
      banded.account_id = actions.account_id
      and banded.month_end < actions.action_on
      and banded.window_ends_on >= actions.action_on
),

not_done as (
  select
    banded.month_end, banded.account_id, held_out.action_type,
    row_number() over (partition by banded.month_end, banded.account_id order by held_out.action_at, held_out.action_id) as action_rank
  from banded
  inner join held_out
    on
      banded.account_id = held_out.account_id
      and banded.month_end < held_out.action_on
      and banded.window_ends_on >= held_out.action_on
),

costs as (
  select month_end, account_id, sum(cost) as cost
  from done
  group by month_end, account_id
),

paid as (
  select banded.month_end, banded.account_id, sum(payments.amount) as paid_amount
  from banded
  inner join payments
    on
      banded.account_id = payments.account_id
      and banded.month_end < payments.paid_on
      and banded.window_ends_on >= payments.paid_on
  group by banded.month_end, banded.account_id
),

cases as (
  select
    banded.month_end, banded.opco_id, banded.account_id, banded.par_bucket, banded.balance_band,
    done.action_type as treated_with,
    case when done.action_type is null then not_done.action_type end as held_out_from,
    coalesce(costs.cost, 0) as cost,
    coalesce(paid.paid_amount, 0) as paid_amount,
    case when paid.paid_amount > 0 then 1.0 else 0.0 end as has_paid
  from banded
  left join done on banded.month_end = done.month_end and banded.account_id = done.account_id and done.action_rank = 1
  left join not_done on banded.month_end = not_done.month_end and banded.account_id = not_done.account_id and not_done.action_rank = 1
  left join costs on banded.month_end = costs.month_end and banded.account_id = costs.account_id
  left join paid on banded.month_end = paid.month_end and banded.account_id = paid.account_id
),

-- one line per treated account with the share of its own comparison that paid
matched as (
  select
    treated.month_end, treated.opco_id, treated.treated_with as action_type, treated.account_id,
    max(treated.has_paid) as has_paid, max(treated.paid_amount) as paid_amount, max(treated.cost) as cost,
    max(case when others.held_out_from in (treated.treated_with, 'other') then 1 else 0 end) as has_control_group,
    avg(case when others.held_out_from in (treated.treated_with, 'other') then others.has_paid end) as control_share,
    avg(
      case when others.par_bucket = treated.par_bucket and others.balance_band = treated.balance_band then others.has_paid end
    ) as matched_share
  from cases as treated
  left join cases as others
    on
      treated.month_end = others.month_end
      and treated.opco_id = others.opco_id
      and others.treated_with is null
  where treated.treated_with is not null
  group by treated.month_end, treated.opco_id, treated.treated_with, treated.account_id
),

compared as (
  select
    month_end, opco_id, action_type, account_id, has_paid, paid_amount, cost,
    case when has_control_group = 1 then control_share else matched_share end as comparison_share
  from matched
),

counted as (
  select
    month_end, opco_id, action_type,
    count(comparison_share) as treated_accounts,
    sum(case when comparison_share is not null then cost else 0 end) as cost,
    sum(case when comparison_share is not null then has_paid - comparison_share end) as extra_payers,
    sum(case when comparison_share is not null then paid_amount end) as paid_amount,
    sum(case when comparison_share is not null then has_paid end) as payers
  from compared
  group by month_end, opco_id, action_type
)
{% endmacro %}
