-- What is known of a customer at a cut-off: balance, salary, spending, record. Grain: cutoff_on, customer_id.
with

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }}
),

customers as (
  select * from {{ ref('int_smart_customers') }}
),

transactions as (
  select * from {{ ref('int_smart_transactions') }}
),

attempts as (
  select * from {{ ref('int_smart_attempts') }} where is_resolved
),

salaries as (
  select * from {{ ref('int_smart_salaries') }}
),

outflows as (
  select * from {{ ref('int_smart_outflows') }}
),

-- the balance after the last transaction by the cut-off
balances as (
  select
    cutoffs.cutoff_on,
    transactions.customer_id,
    transactions.balance_after as last_known_balance,
    transactions.booked_on as last_booked_on
  from cutoffs
  inner join transactions
    on
      cutoffs.cutoff_on >= transactions.booked_on
      and (transactions.next_booked_on is null or cutoffs.cutoff_on < transactions.next_booked_on)
),

records as (
  select
    cutoffs.cutoff_on,
    attempts.customer_id,
    count(*) as resolved_attempts,
    sum(case when attempts.status = 'success' then 1 else 0 end) as successful_attempts,
    sum(case when attempts.status = 'failed' then 1 else 0 end) as failed_attempts,
    max(case when attempts.status = 'failed' then attempts.attempted_on end) as last_failed_on
  from cutoffs
  inner join attempts on attempts.attempted_on between cutoffs.history_from_on and cutoffs.history_to_on
  group by cutoffs.cutoff_on, attempts.customer_id
)

-- without a transaction in the months looked at there is no history to predict from
select
  cutoffs.cutoff_on,
  cutoffs.is_live,
  cutoffs.history_from_on,
  cutoffs.history_to_on,
  customers.customer_id,
  customers.opco_id,
  customers.currency_code,
  outflows.customer_id is not null as has_history,
  outflows.history_days,
  balances.last_known_balance,
  balances.last_booked_on,
  outflows.median_daily_other_outflow,
  coalesce(salaries.salary_credits, 0) as salary_credits,
  coalesce(salaries.salary_months, 0) as salary_months,
  salaries.last_salary_on,
  salaries.typical_salary_day,
  salaries.typical_salary_amount,
  salaries.salary_day_mad,
  salaries.salary_amount_mad,
  salaries.salary_consistency,
  cast(coalesce(records.resolved_attempts, 0) as bigint) as resolved_attempts,
  cast(coalesce(records.successful_attempts, 0) as bigint) as successful_attempts,
  cast(coalesce(records.failed_attempts, 0) as bigint) as failed_attempts,
  records.last_failed_on
from cutoffs
cross join customers
left join balances on cutoffs.cutoff_on = balances.cutoff_on and customers.customer_id = balances.customer_id
left join outflows on cutoffs.cutoff_on = outflows.cutoff_on and customers.customer_id = outflows.customer_id
left join salaries on cutoffs.cutoff_on = salaries.cutoff_on and customers.customer_id = salaries.customer_id
left join records on cutoffs.cutoff_on = records.cutoff_on and customers.customer_id = records.customer_id
