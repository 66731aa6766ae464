-- Bills of utility and loan accounts with the day they enter the ledger, window and tolerance. Grain: bill_id.
with

bills as (
  select * from {{ ref('stg_bills') }}
),

accounts as (
  select * from {{ ref('stg_accounts') }} where account_type in ('utility', 'loan')
),

policy_periods as (
  select * from {{ ref('int_policy_periods') }}
),

-- window and tolerance are those in force on the due day
ruled as (
  select
    bills.bill_id,
    bills.account_id,
    accounts.opco_id,
    accounts.account_type,
    bills.contract_id,
    bills.period_start,
    bills.period_end,
    bills.issued_on,
    bills.due_on,
    bills.bill_amount,
    bills.usage_quantity,
    policy_periods.bill_tolerance,
    {{ add_days('bills.due_on', '-policy_periods.bill_window_before_days') }} as window_from,
    {{ add_days('bills.due_on', 'policy_periods.bill_window_after_days') }} as window_to
  from bills
  inner join accounts on bills.account_id = accounts.account_id
  inner join policy_periods
    on
      accounts.opco_id = policy_periods.opco_id
      and bills.due_on >= policy_periods.valid_from
      and bills.due_on < policy_periods.valid_to
)

-- nobody owes a future instalment yet: without an issue day a bill is owed from the end of its period or the start of its window
select
  *,
  coalesce(issued_on, least(period_end, window_from)) as ledger_on
from ruled
