-- Days on which all active contracts of a PAYG account are paid in full. Grain: account_id, valid_from; valid_to is exclusive,
-- null while open. P29: nothing expires on them.
with

contract_periods as (
  select * from {{ ref('int_contract_periods') }}
),

accounts as (
  select * from {{ ref('int_accounts') }} where account_type = 'payg'
),

turns as (
  select * from {{ ref('int_contract_paid_turns') }}
),

-- both counts change by what is added to them
changes as (
  select
    contract_periods.account_id,
    contract_periods.valid_from as changed_on,
    contract_periods.active_contracts
    - lag(contract_periods.active_contracts, 1, 0)
      over (partition by contract_periods.account_id order by contract_periods.valid_from) as active,
    0 as unpaid
  from contract_periods
  inner join accounts on contract_periods.account_id = accounts.account_id
  union all
  select
    account_id,
    turned_on as changed_on,
    0 as active,
    unpaid
  from turns
),

account_days as (
  select
    account_id,
    changed_on,
    sum(active) as active,
    sum(unpaid) as unpaid
  from changes
  group by account_id, changed_on
),

counted as (
  select
    account_id,
    changed_on,
    sum(active) over account_line > 0 and sum(unpaid) over account_line = 0 as is_paid_in_full
  from account_days
  window account_line as (partition by account_id order by changed_on)
),

-- only the days on which the answer changes
answers as (
  select
    *,
    coalesce(lag(is_paid_in_full) over (partition by account_id order by changed_on), false) as was_paid_in_full
  from counted
),

periods as (
  select
    account_id,
    changed_on as valid_from,
    lead(changed_on) over (partition by account_id order by changed_on) as valid_to,
    is_paid_in_full
  from answers
  where is_paid_in_full <> was_paid_in_full
)

select
  account_id,
  valid_from,
  valid_to
from periods
where is_paid_in_full
