-- The category and days expired of a snapshot are those of the status period that covers its day.
with

account_months as (
  select * from {{ ref('fct_account_months') }}
),

periods as (
  select * from {{ ref('fct_account_status_periods') }}
),

covering as (
  select
    account_months.account_id,
    account_months.month_end,
    count(*) as periods,
    min(periods.portfolio_category) as portfolio_category,
    -- expired days grow by one a day, none stay none
    min(
      case
        when periods.days_expired_at_start = 0 then 0
        else periods.days_expired_at_start + {{ days_between('periods.valid_from', 'account_months.snapshot_on') }}
      end
    ) as days_expired
  from account_months
  inner join periods
    on
      account_months.account_id = periods.account_id
      and account_months.snapshot_on >= periods.valid_from
      and (periods.valid_to is null or account_months.snapshot_on < periods.valid_to)
  group by account_months.account_id, account_months.month_end
)

select
  account_months.account_id,
  account_months.month_end,
  account_months.portfolio_category as snapshot_category,
  covering.portfolio_category as period_category,
  account_months.days_expired as snapshot_days,
  covering.days_expired as period_days
from account_months
full outer join covering on account_months.account_id = covering.account_id and account_months.month_end = covering.month_end
where
  covering.periods is distinct from 1
  or account_months.portfolio_category is distinct from covering.portfolio_category
  or account_months.days_expired is distinct from covering.days_expired
