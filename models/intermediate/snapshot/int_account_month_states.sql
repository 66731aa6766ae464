-- The portfolio state of each installed account at each month's snapshot. Grain: account_id, month_end.
with

pieces as (
  select * from {{ ref('int_account_status_pieces') }}
),

months as (
  select * from {{ ref('int_months') }}
),

categories as (
  select * from {{ ref('portfolio_categories') }}
),

accounts as (
  select * from {{ ref('int_accounts') }} where installed_on is not null
),

-- a stretch covers the snapshots from the month it begins in to the month before it ends in
covering as (
  select
    account_id,
    portfolio_category,
    expires_day,
    {{ month_index('piece_from') }} as from_index,
    coalesce({{ month_index('piece_to') }}, 999999) as to_index
  from pieces
),

snapshots as (
  select
    covering.account_id,
    months.month_end,
    months.month_index,
    months.snapshot_on,
    months.is_month_closed,
    covering.portfolio_category,
    -- nothing can expire on an uncontracted account
    case
      when covering.expires_day is not null
        then cast(greatest({{ day_number('months.snapshot_on') }} - covering.expires_day, 0) as integer)
    end as days_expired
  from covering
  inner join months
    on
      covering.from_index <= months.month_index
      and covering.to_index > months.month_index
  where covering.from_index < covering.to_index
)

select
  snapshots.account_id,
  snapshots.month_end,
  snapshots.month_index,
  snapshots.snapshot_on,
  snapshots.is_month_closed,
  accounts.opco_id,
  {{ month_start_of('accounts.installed_on') }} as cohort_month,
  snapshots.month_index - {{ month_index('accounts.installed_on') }} as months_since_install,
  categories.portfolio,
  categories.portfolio_group,
  snapshots.portfolio_category,
  lag(snapshots.portfolio_category) over (partition by snapshots.account_id order by snapshots.month_index) as previous_portfolio_category,
  snapshots.days_expired
from snapshots
inner join accounts on snapshots.account_id = accounts.account_id
inner join categories on snapshots.portfolio_category = categories.portfolio_category
