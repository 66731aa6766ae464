-- Days of the plan that are not paid in full, for accounts with an active contract that has a plan. Grain: account_id, month_end.
-- Of several contracts the one furthest behind counts. Money paid late closes the oldest days first.
with

contract_months as (
  select * from {{ ref('fct_contract_repayment_months') }}
),

plans as (
  select * from {{ ref('int_contract_plans') }}
)

select
  contract_months.account_id,
  contract_months.month_end,
  cast(
    max({{ int_div(
      'cast((contract_months.due - contract_months.applied) * 100 as bigint)',
      'cast(plans.daily_rate * 100 as bigint)'
    ) }}) as bigint
  ) as schedule_days
from contract_months
inner join plans on contract_months.contract_id = plans.contract_id
where
  plans.active_from <= contract_months.snapshot_on
  and (plans.active_to is null or plans.active_to > contract_months.snapshot_on)
group by contract_months.account_id, contract_months.month_end
