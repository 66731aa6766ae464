-- Attempts to collect an instalment and their result. Grain: attempt_id.
with

attempts as (
  select * from {{ ref('int_attempts') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

policy_periods as (
  select * from {{ ref('int_policy_periods') }}
)

select
  attempts.attempt_id,
  attempts.account_id,
  accounts.customer_id,
  accounts.opco_id,
  accounts.currency_code,
  attempts.contract_id,
  attempts.bill_id,
  attempts.attempted_at,
  attempts.attempted_on,
  {{ month_end_of('attempts.attempted_on') }} as month_end,
  attempts.attempt_number,
  attempts.is_first_attempt,
  attempts.method,
  attempts.status,
  attempts.is_resolved,
  attempts.status = 'success' as is_success,
  cast(attempts.amount as {{ money_type() }}) as amount,
  cast(case when attempts.status = 'success' then attempts.amount else 0 end as {{ money_type() }}) as collected_amount,
  cast(attempts.balance_at_attempt as {{ money_type() }}) as balance_at_attempt,
  -- null where the balance was not read: nobody knows
  attempts.balance_at_attempt >= attempts.amount as is_covered_by_balance,
  -- every attempt after the first costs a retry, by the policy of its day
  cast(case when attempts.is_first_attempt then 0 else policy_periods.retry_cost end as {{ money_type() }}) as retry_cost
from attempts
inner join accounts on attempts.account_id = accounts.account_id
inner join policy_periods
  on
    accounts.opco_id = policy_periods.opco_id
    and attempts.attempted_on >= policy_periods.valid_from
    and attempts.attempted_on < policy_periods.valid_to
