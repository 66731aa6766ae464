-- Whoever was in a bucket is somewhere a month later: accounts, balances and rates of a bucket add up to its opening,
-- and the openings of all buckets to what was contracted at the month-end before.
with

rolls as (
  select * from {{ ref('fct_roll_rates') }}
),

buckets as (
  select
    month_end,
    opco_id,
    from_bucket,
    max(opening_accounts) as opening_accounts,
    sum(accounts) as accounts,
    max(opening_balance) as opening_balance,
    sum(balance) as balance,
    sum(rate) as rate,
    sum(balance_rate) as balance_rate
  from rolls
  group by month_end, opco_id, from_bucket
),

openings as (
  select
    month_end,
    opco_id,
    sum(opening_accounts) as opening_accounts
  from buckets
  group by month_end, opco_id
),

contracted as (
  select
    next_months.month_end,
    case when metric_values.dimension = 'all' then 'all' else metric_values.dimension_value end as opco_id,
    metric_values.numerator as closing_accounts
  from {{ ref('fct_metric_values') }} as metric_values
  inner join {{ ref('int_months') }} as months on metric_values.month_end = months.month_end
  inner join {{ ref('int_months') }} as next_months on months.month_index + 1 = next_months.month_index
  where
    metric_values.metric_id = 'contracted_portfolio_size'
    and metric_values.dimension in ('all', 'opco')
    and metric_values.numerator > 0
    and next_months.is_month_closed
)

select
  month_end,
  opco_id,
  from_bucket as what
from buckets
where
  accounts <> opening_accounts
  or abs(rate - 1) > 0.000000001
  or abs(balance_rate - 1) > 0.000000001
  or (opening_balance is not null and balance is distinct from opening_balance)
  or (opening_balance > 0) <> (balance_rate is not null)
union all
select
  coalesce(openings.month_end, contracted.month_end) as month_end,
  coalesce(openings.opco_id, contracted.opco_id) as opco_id,
  'contracted at the month-end before' as what
from openings
full outer join contracted
  on openings.month_end = contracted.month_end and openings.opco_id = contracted.opco_id
where openings.opening_accounts is distinct from contracted.closing_accounts
