-- Which money settles which debit where named and unnamed money meet, or loans end. Grain: allocation_method, account_id,
-- piece_number, debit_number. All accounts go through their steps side by side: a round either lets the first waiting money
-- of an account settle what is open, or takes its next step. Only what is open or waits is carried on.
with recursive

steps as (
  select
    *,
    -- a debit leaves by meeting its own row, all else is brought in by the clock of the account
    case when item_type = 'leave' then 'debit' else 'clock' end as met_type,
    case when item_type = 'leave' then item_number else 0 end as met_number,
    case when item_type = 'leave' then 'carried' else 'new' end as output
  from {{ ref('int_round_steps') }}
),

outputs as (
  select 'carried' as output
  union all
  select 'new' as output
),

rounds as (
  select
    allocation_method,
    account_id,
    cast(0 as bigint) as step_number,
    cast(max(step_number) as bigint) as last_step,
    cast('clock' as {{ dbt.type_string() }}) as item_type,
    cast(0 as bigint) as item_number,
    cast(null as bigint) as wanted_number,
    cast(null as {{ dbt.type_string() }}) as contract_id,
    cast(0 as {{ money_type() }}) as amount
  from {{ ref('int_round_steps') }}
  group by allocation_method, account_id
  union all
  select
    matched.allocation_method,
    matched.account_id,
    cast(matched.step_number + case when matched.is_settling then 0 else 1 end as bigint) as step_number,
    matched.last_step,
    cast(
      case
        when matched.output = 'carried' then matched.item_type
        when matched.item_type = 'clock' then steps.item_type
        else 'settled'
      end as {{ dbt.type_string() }}
    ) as item_type,
    cast(
      case when matched.output = 'new' and matched.item_type = 'clock' then steps.item_number else matched.item_number end as bigint
    ) as item_number,
    -- of what is settled this is the money; credit that waits has no bill or contract to look for any more
    cast(
      case
        when matched.output = 'carried' and matched.is_settling then matched.wanted_number
        when matched.output = 'carried' then null
        when matched.item_type = 'clock' then steps.wanted_number
        else matched.unit_number
      end as bigint
    ) as wanted_number,
    cast(
      case
        when matched.output = 'new' and matched.item_type = 'clock' then steps.contract_id
        when matched.is_settling or matched.item_type = 'debit' then matched.contract_id
      end as {{ dbt.type_string() }}
    ) as contract_id,
    cast(
      case
        when matched.output = 'carried' then matched.amount - matched.settled_amount
        when matched.item_type = 'clock' then steps.amount
        else matched.settled_amount
      end as {{ money_type() }}
    ) as amount
  from (
    select
      settled.*,
      outputs.output
    from ({{ settled_in_a_round() }}) as settled
    cross join outputs
  ) as matched
  left join steps
    on
      matched.allocation_method = steps.allocation_method
      and matched.account_id = steps.account_id
      and case when matched.is_settling then 0 else matched.step_number + 1 end = steps.step_number
      and matched.item_type = steps.met_type
      and case when matched.item_type = 'clock' then 0 else matched.item_number end = steps.met_number
      and matched.output = steps.output
  where
    (
      -- what is open or waits goes on to the next round, until the account has no more steps
      matched.output = 'carried'
      and steps.account_id is null
      and (matched.item_type = 'clock' or matched.amount > matched.settled_amount)
      and (matched.is_settling or matched.step_number < matched.last_step)
    )
    or (matched.output = 'new' and matched.item_type = 'clock' and steps.account_id is not null)
    or (matched.output = 'new' and matched.item_type = 'debit' and matched.settled_amount > 0)
)

select
  allocation_method,
  account_id,
  wanted_number as piece_number,
  item_number as debit_number,
  amount as matched_amount
from rounds
where item_type = 'settled'
