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
    contracts.runs_from,
    contracts.opens_on,
    contracts.opening_paid_amount
  from {{ ref('chk_contracts') }} as contracts
  inner join {{ ref('stg_contracts') }} as staged on contracts.contract_id = staged.contract_id
),

contract_money as (
  select * from {{ ref('chk_contract_money') }} where money_type = 'instalment'
),

-- the plan of a loan is its bills, where it has any
bills as (
  select
    bills.contract_id,
    bills.due_on,
    bills.bill_amount
  from {{ ref('stg_bills') }} as bills
  inner join {{ ref('chk_contracts') }} as contracts on bills.contract_id = contracts.contract_id
  where contracts.account_type = 'loan' and bills.bill_amount > 0
),

billed as (
  select contract_id, max(bill_amount) as greatest_bill from bills group by contract_id
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
    {{ add_days('plans.plan_from', '2 * plans.term_days - 1') }} as day_2x,
    {{ add_days('plans.opens_on', '-1') }} as before_opening,
    coalesce(billed.greatest_bill > 0, false) as has_bills
  from plans
  inner join months on plans.runs_from <= months.snapshot_on
  left join billed on plans.contract_id = billed.contract_id
  where
    plans.was_active and plans.financed_amount > 0
    and (billed.greatest_bill > 0 or (plans.daily_rate > 0 and plans.term_days > 0))
),

{% set days = ['snapshot_on', 'before_on', 'day_90', 'day_2x', 'before_opening'] -%}
bill_sums as (
  select
    contract_months.contract_id,
    contract_months.month_end,
    {% for day in days -%}
    sum(case when bills.due_on <= contract_months.{{ day }} then bills.bill_amount else 0 end) as by_{{ day }}{{ ',' if not loop.last }}
    {% endfor %}
  from contract_months
  inner join bills on contract_months.contract_id = bills.contract_id
  group by contract_months.contract_id, contract_months.month_end
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
),

-- what had been paid before the books were taken over had been due
dued as (
  select
    contract_months.*,
    {% for day in days -%}
    case
      when contract_months.has_bills
        then contract_months.opening_paid_amount + bill_sums.by_{{ day }}
      when contract_months.{{ day }} is null or contract_months.{{ day }} < contract_months.plan_from then 0
      when {{ elapsed_due('contract_months.' ~ day) }} > contract_months.financed_amount then contract_months.financed_amount
      else {{ elapsed_due('contract_months.' ~ day) }}
    end as due_by_{{ day }}{{ ',' if not loop.last }}
    {% endfor %}
  from contract_months
  left join bill_sums on contract_months.contract_id = bill_sums.contract_id and contract_months.month_end = bill_sums.month_end
)

select
  dued.contract_id,
  dued.account_id,
  dued.month_end,
  dued.financed_amount,
  dued.due_by_snapshot_on as due,
  case when dued.before_on < dued.runs_from then dued.due_by_before_opening else dued.due_by_before_on end as due_before,
  dued.due_by_day_90,
  dued.due_by_day_2x as due_by_2x,
  dued.opening_paid_amount + summed.paid as paid,
  dued.opening_paid_amount + case when dued.before_on < dued.runs_from then 0 else summed.paid_before end as paid_before,
  dued.opening_paid_amount + summed.paid_by_day_90 as paid_by_day_90,
  dued.opening_paid_amount + summed.paid_by_2x as paid_by_2x,
  -- a milestone that lies before the story begins was seen by nobody
  coalesce(dued.day_90 between dued.runs_from and dued.snapshot_on, false)
  or coalesce(dued.opens_on is null and dued.day_90 <= dued.snapshot_on, false) as is_90,
  coalesce(dued.day_2x between dued.runs_from and dued.snapshot_on, false)
  or coalesce(dued.opens_on is null and dued.day_2x <= dued.snapshot_on, false) as is_2x
from dued
inner join summed on dued.contract_id = summed.contract_id and dued.month_end = summed.month_end
