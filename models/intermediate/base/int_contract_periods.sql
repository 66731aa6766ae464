-- Periods in which the set of an account's active contracts does not change. Grain: account_id, valid_from.
-- valid_to is exclusive, null while open. active_contracts is 0 in the gaps between two spells.
with

spans as (
  select * from {{ ref('int_contract_spans') }} where was_active
),

-- TV is in the name or category; ESF by tag or word in the name, unless the name says ESF upgrade
labelled as (
  select
    *,
    case
      when lower(product_name) like '%tv%' or lower(coalesce(product_category, '')) like '%tv%' then 1 else 0
    end as tv_contracts,
    case
      when {{ text_matches('lower(product_name)', '(^|[^a-z0-9])esf[^a-z0-9]+upgrade') }} then 0
      when {{ text_matches('lower(product_name)', '(^|[^a-z0-9])esf([^a-z0-9]|$)') }} then 1
      when {{ text_matches("lower(coalesce(product_tags, ''))", '(^|[|]) *esf *([|]|$)') }} then 1
      else 0
    end as esf_contracts
  from spans
),

-- what a contract adds on its first day it takes away on the day it ends
changes as (
  select
    account_id,
    active_from as changed_on,
    1 as active_contracts,
    coalesce(daily_rate, 0) as daily_rate,
    case when daily_rate is null then 0 else 1 end as rated_contracts,
    tv_contracts,
    esf_contracts
  from labelled
  union all
  select
    account_id,
    active_to as changed_on,
    -1 as active_contracts,
    -coalesce(daily_rate, 0) as daily_rate,
    case when daily_rate is null then 0 else -1 end as rated_contracts,
    -tv_contracts as tv_contracts,
    -esf_contracts as esf_contracts
  from labelled
  where active_to is not null
),

daily_changes as (
  select
    account_id,
    changed_on,
    sum(active_contracts) as active_contracts,
    sum(daily_rate) as daily_rate,
    sum(rated_contracts) as rated_contracts,
    sum(tv_contracts) as tv_contracts,
    sum(esf_contracts) as esf_contracts
  from changes
  group by account_id, changed_on
),

running as (
  select
    account_id,
    changed_on as valid_from,
    lead(changed_on) over (partition by account_id order by changed_on) as valid_to,
    cast(sum(active_contracts) over (partition by account_id order by changed_on) as integer) as active_contracts,
    cast(sum(daily_rate) over (partition by account_id order by changed_on) as {{ money_type() }}) as daily_rate,
    cast(sum(rated_contracts) over (partition by account_id order by changed_on) as integer) as rated_contracts,
    cast(sum(tv_contracts) over (partition by account_id order by changed_on) as integer) as tv_contracts,
    cast(sum(esf_contracts) over (partition by account_id order by changed_on) as integer) as esf_contracts
  from daily_changes
),

-- a spell starts where no contract was active on the day before
marked as (
  select
    *,
    case
      when active_contracts > 0 and coalesce(lag(active_contracts) over (partition by account_id order by valid_from), 0) = 0
        then 1
      else 0
    end as starts_spell
  from running
)

select
  account_id,
  valid_from,
  valid_to,
  active_contracts,
  daily_rate,
  rated_contracts,
  tv_contracts > 0 as has_tv,
  active_contracts > 0 and esf_contracts = active_contracts as is_esf_only,
  cast(sum(starts_spell) over (partition by account_id order by valid_from) as integer) as spell_number
from marked
