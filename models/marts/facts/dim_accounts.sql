-- Accounts as they are on as_of_date, installed or not. Grain: account_id.
with

accounts as (
  select * from {{ ref('int_accounts') }}
),

milestones as (
  select * from {{ ref('int_account_milestones') }}
),

latest as (
  select * from {{ ref('fct_account_months') }} where snapshot_on = {{ as_of_date() }}
)

select
  accounts.account_id,
  accounts.customer_id,
  accounts.opco_id,
  accounts.account_type,
  accounts.currency_code,
  accounts.shop_id,
  accounts.region,
  accounts.installed_on,
  {{ month_start_of('accounts.installed_on') }} as cohort_month,
  milestones.first_contracted_on as portfolio_entry_date,
  milestones.first_paid_on,
  milestones.first_defaulted_on,
  coalesce(latest.portfolio, 'pre_portfolio') as portfolio,
  coalesce(latest.portfolio_category, 'pre_portfolio') as portfolio_category,
  latest.days_expired,
  latest.par_bucket,
  cast(coalesce(latest.daily_rate, 0) as {{ money_type() }}) as daily_rate,
  latest.outstanding_balance,
  coalesce(latest.arpu_range, 'unknown') as arpu_range,
  coalesce(latest.tv_customer, 'unknown') as tv_customer,
  coalesce(latest.esf_only_customer, 'unknown') as esf_only_customer,
  coalesce(latest.enable_status, 'unknown') as enable_status,
  accounts.cu_type,
  accounts.tariff,
  accounts.subsidy,
  accounts.has_meter
from accounts
left join milestones on accounts.account_id = milestones.account_id
left join latest on accounts.account_id = latest.account_id
