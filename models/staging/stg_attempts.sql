-- Accepted attempts. Grain: attempt_id.
with

attempts as (
  select * from {{ ref('judged_attempts') }} where row_status = 'accepted'
),

accounts as (
  select * from {{ ref('stg_accounts') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

timezone_days as (
  select * from {{ ref('stg_timezone_days') }}
)

-- the day on the opco's wall clock
select
  attempts.attempt_id,
  attempts.account_id,
  attempts.contract_id,
  attempts.bill_id,
  attempts.attempted_at,
  attempts.attempt_number,
  attempts.amount,
  attempts.balance_at_attempt,
  attempts.method,
  attempts.status,
  attempts.loaded_at,
  {{ local_date('attempts.attempted_at') }} as attempted_on
from attempts
inner join accounts on attempts.account_id = accounts.account_id
inner join opcos on accounts.opco_id = opcos.opco_id
left join timezone_days
  on
    opcos.timezone = timezone_days.timezone
    and cast(attempts.attempted_at as date) = timezone_days.utc_date
