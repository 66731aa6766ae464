-- Chances to go from one credit state to another in a month, from the last twelve closed months of an opco.
-- Grain: opco_id, month_end, from_state, to_state. Default, paid and other are for good. Where accounts go from a bucket
-- that nobody was seen to leave is not known: they go to the state unknown, for good.
with

moves as (
  select * from {{ ref('int_roll_moves') }} where from_state <> 'default'
),

months as (
  select * from {{ ref('int_months') }}
),

par_buckets as (
  select * from {{ ref('par_buckets') }}
),

monthly as (
  select
    opco_id,
    {{ month_index('month_end') }} as month_index,
    from_state,
    to_state,
    sum(accounts) as accounts
  from moves
  group by opco_id, {{ month_index('month_end') }}, from_state, to_state
),

-- twelve closed months, this one with them when it is closed
pooled as (
  select
    monthly.opco_id,
    months.month_end,
    monthly.from_state,
    monthly.to_state,
    sum(monthly.accounts) as accounts
  from months
  inner join monthly
    on
      months.month_index >= monthly.month_index
      and months.month_index < monthly.month_index + case when months.is_month_closed then 12 else 13 end
  group by monthly.opco_id, months.month_end, monthly.from_state, monthly.to_state
),

observed as (
  select
    opco_id,
    month_end,
    from_state,
    sum(accounts) as opening_accounts
  from pooled
  group by opco_id, month_end, from_state
),

states as (
  select par_bucket as credit_state from par_buckets
  union all
  select 'default' as credit_state
  union all
  select 'paid' as credit_state
  union all
  select 'other' as credit_state
  union all
  select 'unknown' as credit_state
),

opco_months as (
  select distinct
    opco_id,
    month_end
  from pooled
),

unobserved as (
  select
    opco_months.opco_id,
    opco_months.month_end,
    states.credit_state
  from opco_months
  cross join states
  left join observed
    on
      opco_months.opco_id = observed.opco_id
      and opco_months.month_end = observed.month_end
      and states.credit_state = observed.from_state
  where observed.from_state is null
)

-- decimals: sums of them are the same in every order
select
  pooled.opco_id,
  pooled.month_end,
  pooled.from_state,
  pooled.to_state,
  cast({{ rate('pooled.accounts', 'observed.opening_accounts') | trim }} as decimal(18, 12)) as probability
from pooled
inner join observed
  on
    pooled.opco_id = observed.opco_id
    and pooled.month_end = observed.month_end
    and pooled.from_state = observed.from_state
union all
select
  opco_id,
  month_end,
  credit_state as from_state,
  case when credit_state in ('default', 'paid', 'other') then credit_state else 'unknown' end as to_state,
  cast(1 as decimal(18, 12)) as probability
from unobserved
