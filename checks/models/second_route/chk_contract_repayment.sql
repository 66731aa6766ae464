-- Repayment of each contract with a plan at each snapshot, for the second route of the glossary tests: every figure is the
-- sum of all instalments up to a day, with no running total. Grain: contract_id, month_end.
with

plans as (
  select
    contracts.contract_id,
    contracts.account_id,
    contracts.starts_on,
    contracts.was_active,
    staged.daily_rate,
    staged.financed_amount,
    staged.term_days,
    {{ add_days('contracts.starts_on', 'contracts.downpayment_days') }} as plan_from,
    cast(contracts.starts_on as {{ dbt.type_string() }}) || ' / ' || contracts.contract_id as start_key,
    contracts.ended_on
  from {{ ref('chk_contracts') }} as contracts
  inner join {{ ref('stg_contracts') }} as staged on contracts.contract_id = staged.contract_id
),

kept_payments as (
  {{ staged_kept_payments() }}
),

instalments as (
  select * from kept_payments where payment_type = 'instalment'
),

-- money that names no contract: the oldest active that day, else the one started last before it, else the first
placed as (
  select
    instalments.payment_id,
    coalesce(
      min(
        case
          when plans.was_active and plans.starts_on <= instalments.paid_on
            and (plans.ended_on is null or plans.ended_on > instalments.paid_on)
            then plans.start_key
        end
      ),
      max(case when plans.starts_on <= instalments.paid_on then plans.start_key end),
      min(plans.start_key)
    ) as start_key
  from instalments
  inner join plans on instalments.account_id = plans.account_id
  where instalments.contract_id is null
  group by instalments.payment_id
),

contract_money as (
  select
    plans.contract_id,
    instalments.paid_on,
    instalments.amount
  from instalments
  left join placed on instalments.payment_id = placed.payment_id
  inner join plans
    on
      instalments.account_id = plans.account_id
      and (instalments.contract_id = plans.contract_id or placed.start_key = plans.start_key)
),

months as (
  {{ glossary_months() }}
),

contract_months as (
  select
    plans.*,
    months.month_end,
    months.snapshot_on,
    {{ add_days(month_start_of('months.month_end'), -1) }} as before_on,
    {{ add_days('plans.plan_from', 89) }} as day_90,
    {{ add_days('plans.plan_from', '2 * plans.term_days - 1') }} as day_2x
  from plans
  inner join months on plans.starts_on <= months.snapshot_on
  where plans.was_active and plans.daily_rate > 0 and plans.financed_amount > 0 and plans.term_days > 0
),

summed as (
  select
    contract_months.contract_id,
    contract_months.month_end,
    coalesce(sum(case when money.paid_on <= contract_months.snapshot_on then money.amount end), 0) as paid,
    coalesce(sum(case when money.paid_on <= contract_months.before_on then money.amount end), 0) as paid_before,
    coalesce(sum(case when money.paid_on <= contract_months.day_90 then money.amount end), 0) as paid_by_day_90,
    coalesce(sum(case when money.paid_on <= contract_months.day_2x then money.amount end), 0) as paid_by_2x
  from contract_months
  left join contract_money as money on contract_months.contract_id = money.contract_id
  group by contract_months.contract_id, contract_months.month_end
)

select
  contract_months.contract_id,
  contract_months.account_id,
  contract_months.month_end,
  contract_months.financed_amount,
  {% for name, day in [('due', 'snapshot_on'), ('due_before', 'before_on'), ('due_by_day_90', 'day_90'), ('due_by_2x', 'day_2x')] -%}
  case
    when contract_months.{{ day }} < contract_months.plan_from then 0
    when contract_months.daily_rate * least({{ days_between('contract_months.plan_from', 'contract_months.' ~ day) }} + 1, contract_months.term_days)
      > contract_months.financed_amount then contract_months.financed_amount
    else contract_months.daily_rate * least({{ days_between('contract_months.plan_from', 'contract_months.' ~ day) }} + 1, contract_months.term_days)
  end as {{ name }},
  {% endfor -%}
  summed.paid,
  case when contract_months.before_on < contract_months.starts_on then 0 else summed.paid_before end as paid_before,
  summed.paid_by_day_90,
  summed.paid_by_2x,
  contract_months.day_90 <= contract_months.snapshot_on as is_90,
  contract_months.day_2x <= contract_months.snapshot_on as is_2x
from contract_months
inner join summed on contract_months.contract_id = summed.contract_id and contract_months.month_end = summed.month_end
