-- Portfolio category of an account on any day. Grain: account_id, valid_from.
with

periods as (
  select * from {{ ref('int_account_status_periods') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

categories as (
  select * from {{ ref('portfolio_categories') }}
)

select
  periods.account_id,
  periods.valid_from,
  periods.valid_to,
  accounts.opco_id,
  categories.portfolio,
  categories.portfolio_group,
  periods.portfolio_category,
  periods.days_expired_at_start
from periods
inner join accounts on periods.account_id = accounts.account_id
inner join categories on periods.portfolio_category = categories.portfolio_category
