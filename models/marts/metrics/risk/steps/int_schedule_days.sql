-- Days by which the plan is not paid, for accounts with an active contract that has a plan. Grain: account_id, month_end.
-- Of several contracts the one furthest behind counts. Money paid late closes the oldest days, or bills, first.
with

contract_months as (
  select * from {{ ref('fct_contract_repayment_months') }}
),

plans as (
  select * from {{ ref('int_contract_plans') }}
),

bills as (
  select * from {{ ref('int_ledger_bills') }} where bill_amount > 0 and due_on <= {{ as_of_date() }}
),

active_months as (
  select
    contract_months.contract_id,
    contract_months.account_id,
    contract_months.month_end,
    contract_months.snapshot_on,
    contract_months.due,
    contract_months.applied,
    plans.has_bills,
    plans.opening_paid_amount,
    nullif({{ minor_units('plans.daily_rate') }}, 0) as minor_rate
  from contract_months
  inner join plans on contract_months.contract_id = plans.contract_id
  where
    plans.active_from <= contract_months.snapshot_on
    and (plans.active_to is null or plans.active_to > contract_months.snapshot_on)
),

-- the plan up to each due day, added up
billed as (
  select
    contract_id,
    due_on,
    sum(bill_amount) over (partition by contract_id order by due_on) as billed_until
  from bills
),

-- P33: of a loan with bills the days past due of the oldest that its money does not cover
oldest_bills as (
  select
    active_months.contract_id,
    active_months.month_end,
    min(billed.due_on) as due_on
  from active_months
  inner join billed
    on
      active_months.contract_id = billed.contract_id
      and active_months.snapshot_on >= billed.due_on
      and active_months.opening_paid_amount + billed.billed_until > active_months.applied
  where active_months.has_bills
  group by active_months.contract_id, active_months.month_end
),

-- of any other contract the unpaid days of its rate
counted as (
  select
    active_months.account_id,
    active_months.month_end,
    case
      when active_months.has_bills then coalesce({{ days_between('oldest_bills.due_on', 'active_months.snapshot_on') }}, 0)
      else {{ int_div(minor_units('active_months.due - active_months.applied'), 'active_months.minor_rate') }}
    end as schedule_days
  from active_months
  left join oldest_bills
    on
      active_months.contract_id = oldest_bills.contract_id
      and active_months.month_end = oldest_bills.month_end
)

select
  account_id,
  month_end,
  cast(max(schedule_days) as bigint) as schedule_days
from counted
group by account_id, month_end
