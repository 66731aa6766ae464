-- Every installed account at every month's snapshot. Grain: account_id, month_end.
with

states as (
  select * from {{ ref('int_account_month_states') }}
),

attributes as (
  select * from {{ ref('int_account_month_attributes') }}
),

balances as (
  select * from {{ ref('int_account_month_balances') }}
),

transitions as (
  select * from {{ ref('int_account_month_transitions') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

restructures as (
  select * from {{ ref('int_account_restructures') }}
),

milestones as (
  select * from {{ ref('int_account_milestones') }}
),

par_buckets as (
  select * from {{ ref('int_par_bucket_days') }}
),

arpu_ranges as (
  select * from {{ ref('int_arpu_ranges') }}
),

-- months at whose snapshot a contract carries on a restructured debt
restructured_months as (
  select
    states.account_id,
    states.month_end
  from states
  inner join restructures
    on
      states.account_id = restructures.account_id
      and states.snapshot_on >= restructures.restructured_on
      and (restructures.restructured_to is null or states.snapshot_on < restructures.restructured_to)
  group by states.account_id, states.month_end
)

select
  states.account_id,
  states.month_end,
  states.opco_id,
  accounts.account_type,
  states.snapshot_on,
  states.is_month_closed,
  states.cohort_month,
  states.months_since_install,
  states.portfolio,
  states.portfolio_group,
  states.portfolio_category,
  states.previous_portfolio_category,
  states.days_expired,
  par_buckets.par_bucket,
  cast(case when states.portfolio = 'contracted' then coalesce(attributes.daily_rate, 0) else 0 end as {{ money_type() }}) as daily_rate,
  balances.outstanding_balance,
  coalesce(arpu_ranges.arpu_range, 'unknown') as arpu_range,
  case when attributes.has_tv then 'Has TV' when not attributes.has_tv then 'No TV' else 'unknown' end as tv_customer,
  accounts.currency_code,
  coalesce(attributes.enable_status, 'unknown') as enable_status,
  accounts.subsidy,
  accounts.cu_type,
  case when attributes.is_esf_only then 'Yes' when not attributes.is_esf_only then 'No' else 'unknown' end as esf_only_customer,
  accounts.shop_id,
  accounts.region,
  accounts.region_key,
  restructured_months.account_id is not null as is_restructured,
  states.portfolio = 'contracted' as is_contracted,
  states.portfolio_group = 'active' as is_active,
  states.portfolio_group = 'defaulted' as is_defaulted,
  -- in default without ever having paid more than the downpayment
  states.portfolio_group = 'defaulted'
  and (milestones.has_paid_from is null or milestones.has_paid_from > states.snapshot_on) as is_dp_only_defaulter,
  coalesce(milestones.first_defaulted_on <= states.snapshot_on, false) as has_ever_defaulted,
  {% for column in transition_columns() -%}
  coalesce(transitions.{{ column }}, 0) as {{ column }}{{ ',' if not loop.last }}
  {% endfor %}
from states
inner join accounts on states.account_id = accounts.account_id
inner join attributes
  on
    states.account_id = attributes.account_id
    and states.month_end = attributes.month_end
inner join balances
  on
    states.account_id = balances.account_id
    and states.month_end = balances.month_end
left join restructured_months
  on
    states.account_id = restructured_months.account_id
    and states.month_end = restructured_months.month_end
left join milestones on states.account_id = milestones.account_id
left join transitions
  on
    states.account_id = transitions.account_id
    and states.month_index = transitions.month_index
left join par_buckets on states.days_expired = par_buckets.days_expired
left join arpu_ranges
  on
    accounts.currency_code = arpu_ranges.currency_code
    and attributes.daily_rate = arpu_ranges.daily_rate
