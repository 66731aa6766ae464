-- What moved in the 90 and 30 days up to as_of_date, and who was contracted when these began. Grain: account_id.
with

transitions as (
  select * from {{ ref('int_account_transitions') }}
),

months as (
  select * from {{ ref('int_months') }}
),

states as (
  select * from {{ ref('int_account_month_states') }}
),

-- the closed month-end nearest to the day the window began; of two equally near the earlier
distances as (
  select
    month_end,
    {% for days in [90, 30] -%}
    row_number() over (
      order by abs({{ days_between('month_end', add_days(as_of_date(), -days)) }}), month_end
    ) as nearness_{{ days }}{{ ',' if not loop.last }}
    {% endfor %}
  from months
  where is_month_closed
),

recent as (
  select
    account_id,
    sum(
      case
        when transition in ('repo', 'write_off') and transition_on > {{ add_days(as_of_date(), -90) }} then 1
        else 0
      end
    ) as churned_last_90d,
    sum(
      case
        when transition_on <= {{ add_days(as_of_date(), -30) }} then 0
        when transition in ('completion', 'opt_out') then 1
        when transition = 'uncompletion' then -1
        else 0
      end
    ) as net_completions_last_30d
  from transitions
  group by account_id
),

before as (
  select
    states.account_id,
    max(case when distances.nearness_90 = 1 and states.portfolio = 'contracted' then 1 else 0 end) as contracted_90d_ago,
    max(case when distances.nearness_30 = 1 and states.portfolio = 'contracted' then 1 else 0 end) as contracted_30d_ago
  from states
  inner join distances on states.month_end = distances.month_end
  where distances.nearness_90 = 1 or distances.nearness_30 = 1
  group by states.account_id
),

accounts as (
  select distinct account_id from states
)

select
  accounts.account_id,
  cast(coalesce(recent.churned_last_90d, 0) as integer) as churned_last_90d,
  cast(coalesce(recent.net_completions_last_30d, 0) as integer) as net_completions_last_30d,
  cast(coalesce(before.contracted_90d_ago, 0) as integer) as contracted_90d_ago,
  cast(coalesce(before.contracted_30d_ago, 0) as integer) as contracted_30d_ago
from accounts
left join recent on accounts.account_id = recent.account_id
left join before on accounts.account_id = before.account_id
